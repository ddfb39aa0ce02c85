-- Rules that are applied anew, lots for the portal, and which document inside an e-mail or archive was read.
-- Kind `split-rule` and the two columns of the part need the table rebuilt (sqlite.org/lang_altertable.html §7); references
-- by other tables stay as they are, because ids do, and the program checks no reference meanwhile.

CREATE TABLE "import rebuilt" (
  import_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('report', 'hash-set', 'split-rule')),
  case_id INTEGER REFERENCES lab_case (case_id),
  submission_id INTEGER REFERENCES submission (submission_id),
  document_name TEXT NOT NULL,
  document_sha256 BLOB NOT NULL CHECK (length(document_sha256) = 32),
  document_size_bytes INTEGER NOT NULL,
  part_path TEXT,
  part_sha256 BLOB CHECK (length(part_sha256) = 32),
  format TEXT NOT NULL,
  set_name TEXT,
  category_id INTEGER REFERENCES category (category_id),
  records INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('in-force', 'undone', 'superseded')),
  supersedes_import_id INTEGER REFERENCES import (import_id),
  imported_at_utc TEXT NOT NULL,
  imported_by TEXT NOT NULL,
  ended_at_utc TEXT,
  ended_by TEXT,
  ended_reason TEXT,
  split_rule_version INTEGER,
  accepted_difference TEXT,
  summary TEXT NOT NULL,
  CHECK ((state = 'in-force') = (ended_at_utc IS NULL)),
  CHECK ((part_path IS NULL) = (part_sha256 IS NULL))
) STRICT;
INSERT INTO "import rebuilt" (import_id, kind, case_id, submission_id, document_name, document_sha256, document_size_bytes,
    format, set_name, category_id, records, state, supersedes_import_id, imported_at_utc, imported_by, ended_at_utc, ended_by,
    ended_reason, split_rule_version, accepted_difference, summary)
  SELECT import_id, kind, case_id, submission_id, document_name, document_sha256, document_size_bytes,
    format, set_name, category_id, records, state, supersedes_import_id, imported_at_utc, imported_by, ended_at_utc, ended_by,
    ended_reason, split_rule_version, accepted_difference, summary
  FROM import;
DROP TABLE import;
ALTER TABLE "import rebuilt" RENAME TO import;
CREATE INDEX import_document ON import (document_sha256);
CREATE INDEX import_part ON import (part_sha256) WHERE part_sha256 IS NOT NULL;
CREATE INDEX import_case ON import (case_id);

CREATE TABLE split_rule (
  version INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  first_used_at_utc TEXT NOT NULL,
  first_used_by TEXT NOT NULL
) STRICT;

CREATE TABLE refiling (
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  outcome INTEGER NOT NULL CHECK (outcome BETWEEN 1 AND 4),
  category_id INTEGER REFERENCES category (category_id),
  PRIMARY KEY (media_id, import_id, outcome)
) STRICT, WITHOUT ROWID;
CREATE INDEX refiling_import ON refiling (import_id);

CREATE TABLE lot (
  lot_id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES lab_case (case_id),
  number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  submissions TEXT NOT NULL,
  algorithm INTEGER NOT NULL CHECK (algorithm BETWEEN 1 AND 4),
  most_digests INTEGER NOT NULL,
  written_at_utc TEXT NOT NULL,
  written_by TEXT NOT NULL,
  UNIQUE (case_id, number),
  CHECK (number BETWEEN 1 AND last_number)
) STRICT;

CREATE TABLE lot_item (
  lot_id INTEGER NOT NULL REFERENCES lot (lot_id),
  item_number INTEGER NOT NULL,
  value BLOB NOT NULL CHECK (length(value) IN (16, 20, 32)),
  PRIMARY KEY (lot_id, item_number)
) STRICT, WITHOUT ROWID;
