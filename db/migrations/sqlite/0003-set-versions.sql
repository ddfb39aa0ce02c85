-- Versions of hash sets, sets that are taken out, and exports that can be made again to compare.
-- Kind `set-removal` needs the table rebuilt, as in 0002. What a delta took over from the version before says so.

CREATE TABLE "import rebuilt" (
  import_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('report', 'hash-set', 'split-rule', 'set-removal')),
  case_id INTEGER REFERENCES lab_case (case_id),
  submission_id INTEGER REFERENCES submission (submission_id),
  document_name TEXT NOT NULL,
  document_sha256 BLOB NOT NULL CHECK (length(document_sha256) = 32),
  document_size_bytes INTEGER NOT NULL,
  part_path TEXT,
  part_sha256 BLOB CHECK (length(part_sha256) = 32),
  format TEXT NOT NULL,
  set_name TEXT,
  set_version TEXT,
  set_source TEXT,
  set_date TEXT,
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
    part_path, part_sha256, format, set_name, category_id, records, state, supersedes_import_id, imported_at_utc, imported_by,
    ended_at_utc, ended_by, ended_reason, split_rule_version, accepted_difference, summary)
  SELECT import_id, kind, case_id, submission_id, document_name, document_sha256, document_size_bytes,
    part_path, part_sha256, format, set_name, category_id, records, state, supersedes_import_id, imported_at_utc, imported_by,
    ended_at_utc, ended_by, ended_reason, split_rule_version, accepted_difference, summary
  FROM import;
DROP TABLE import;
ALTER TABLE "import rebuilt" RENAME TO import;
CREATE INDEX import_document ON import (document_sha256);
CREATE INDEX import_part ON import (part_sha256) WHERE part_sha256 IS NOT NULL;
CREATE INDEX import_case ON import (case_id);
CREATE INDEX import_superseded ON import (supersedes_import_id) WHERE supersedes_import_id IS NOT NULL;

ALTER TABLE assertion ADD COLUMN from_import_id INTEGER REFERENCES import (import_id);

ALTER TABLE export ADD COLUMN made_for TEXT;
ALTER TABLE export ADD COLUMN form TEXT;
