-- The lab's database. db/README.md says what each table and column means.
-- Codes: algorithm 1 MD5, 2 SHA-1, 3 SHA-256, 4 BLAKE3. kind 1 image, 2 video, 3 other, 4 unknown.
-- outcome 1 identified, 2 recognized, 3 unrecognized, 4 not-identified. stated: bit 1 MD5, 2 SHA-1, 4 SHA-256, 8 BLAKE3.

CREATE TABLE category (
  category_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('alert', 'ignorable')),
  rank INTEGER NOT NULL,
  is_outcome INTEGER NOT NULL CHECK (is_outcome IN (0, 1))
) STRICT;

CREATE TABLE media (
  media_id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  size_bytes INTEGER,
  canonical_id INTEGER REFERENCES media (media_id)
) STRICT;
CREATE INDEX media_canonical ON media (canonical_id) WHERE canonical_id IS NOT NULL;

CREATE TABLE digest (
  algorithm INTEGER NOT NULL CHECK (algorithm BETWEEN 1 AND 4),
  value BLOB NOT NULL CHECK (length(value) IN (16, 20, 32)),
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  import_id INTEGER REFERENCES import (import_id),
  in_force INTEGER NOT NULL CHECK (in_force IN (0, 1)),
  PRIMARY KEY (algorithm, value, media_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_media ON digest (media_id, in_force, algorithm, value);

CREATE TABLE lab_case (
  case_id INTEGER PRIMARY KEY,
  case_number TEXT NOT NULL UNIQUE,
  agency TEXT NOT NULL,
  agency_case_number TEXT NOT NULL,
  officer TEXT,
  examiner TEXT,
  created_at_utc TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

CREATE TABLE submission (
  submission_id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES lab_case (case_id),
  prepared_at_utc TEXT NOT NULL,
  prepared_by TEXT NOT NULL,
  mailed_on TEXT,
  sources TEXT NOT NULL,
  algorithms TEXT NOT NULL,
  files INTEGER NOT NULL,
  images INTEGER NOT NULL,
  videos INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX submission_case ON submission (case_id);

CREATE TABLE submission_item (
  submission_id INTEGER NOT NULL REFERENCES submission (submission_id),
  item_number INTEGER NOT NULL,
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  md5 BLOB,
  sha1 BLOB,
  sha256 BLOB,
  blake3 BLOB,
  PRIMARY KEY (submission_id, item_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_item_media ON submission_item (media_id);

CREATE TABLE document (
  sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
  size_bytes INTEGER NOT NULL,
  compression TEXT NOT NULL CHECK (compression IN ('deflate')),
  content BLOB NOT NULL
) STRICT;

CREATE TABLE import (
  import_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('report', 'hash-set')),
  case_id INTEGER REFERENCES lab_case (case_id),
  submission_id INTEGER REFERENCES submission (submission_id),
  document_name TEXT NOT NULL,
  document_sha256 BLOB NOT NULL CHECK (length(document_sha256) = 32),
  document_size_bytes INTEGER NOT NULL,
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
  CHECK ((state = 'in-force') = (ended_at_utc IS NULL))
) STRICT;
CREATE INDEX import_document ON import (document_sha256);
CREATE INDEX import_case ON import (case_id);

CREATE TABLE assertion (
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  ordinal INTEGER NOT NULL,
  category_id INTEGER REFERENCES category (category_id),
  outcome INTEGER CHECK (outcome BETWEEN 1 AND 4),
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  stated INTEGER NOT NULL,
  place_line INTEGER,
  place TEXT,
  file_name TEXT,
  attributes TEXT,
  PRIMARY KEY (media_id, import_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX assertion_report ON assertion (import_id) WHERE outcome IS NOT NULL;

CREATE TABLE import_issue (
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  ordinal INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (import_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_finding (
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  ordinal INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (import_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE media_link (
  import_id INTEGER NOT NULL,
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  other_media_id INTEGER NOT NULL REFERENCES media (media_id),
  PRIMARY KEY (import_id, media_id, other_media_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
  category_id INTEGER NOT NULL REFERENCES category (category_id),
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  PRIMARY KEY (category_id, media_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict (
  conflict_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('digest-collision', 'alert-and-ignorable', 'outcome-backwards', 'outcomes-differ')),
  media_id INTEGER NOT NULL REFERENCES media (media_id),
  other_media_id INTEGER REFERENCES media (media_id),
  algorithm INTEGER,
  value BLOB,
  import_id INTEGER REFERENCES import (import_id),
  message TEXT NOT NULL,
  raised_at_utc TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'withdrawn')),
  decision TEXT,
  decision_reason TEXT,
  settled_by TEXT,
  settled_at_utc TEXT,
  settled_up_to_import INTEGER,
  withdrawn_at_utc TEXT
) STRICT;
CREATE INDEX conflict_media ON conflict (media_id);
CREATE INDEX conflict_other_media ON conflict (other_media_id) WHERE other_media_id IS NOT NULL;

CREATE TABLE export (
  export_id INTEGER PRIMARY KEY,
  category_id INTEGER NOT NULL REFERENCES category (category_id),
  format TEXT NOT NULL,
  algorithm INTEGER,
  as_of_utc TEXT,
  file_name TEXT NOT NULL,
  records INTEGER NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  exported_at_utc TEXT NOT NULL,
  exported_by TEXT NOT NULL
) STRICT;

CREATE TABLE tracker_cell (
  case_id INTEGER NOT NULL REFERENCES lab_case (case_id),
  column_name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (case_id, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE tracker_pending (
  case_id INTEGER PRIMARY KEY REFERENCES lab_case (case_id),
  since_utc TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  audit_id INTEGER PRIMARY KEY,
  at_utc TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  body TEXT NOT NULL,
  previous_sha256 BLOB NOT NULL CHECK (length(previous_sha256) = 32),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
