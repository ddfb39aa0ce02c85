-- Large hash sets as sorted, compressed segments instead of rows. A content that anything else speaks of is unpacked into rows.

CREATE TABLE segment (
  segment_id INTEGER PRIMARY KEY,
  algorithms INTEGER NOT NULL CHECK (algorithms BETWEEN 1 AND 15),
  entries INTEGER NOT NULL CHECK (entries > 0),
  contents INTEGER NOT NULL CHECK (contents BETWEEN 1 AND entries),
  first_media_id INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE segment_block (
  segment_id INTEGER NOT NULL REFERENCES segment (segment_id),
  part INTEGER NOT NULL,
  number INTEGER NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  body BLOB NOT NULL,
  PRIMARY KEY (segment_id, part, number)
) STRICT;

CREATE TABLE segment_use (
  segment_id INTEGER NOT NULL REFERENCES segment (segment_id),
  import_id INTEGER NOT NULL REFERENCES import (import_id),
  from_import_id INTEGER REFERENCES import (import_id),
  PRIMARY KEY (segment_id, import_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_use_import ON segment_use (import_id);

CREATE TABLE segment_unpacked (
  segment_id INTEGER NOT NULL REFERENCES segment (segment_id),
  position INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  PRIMARY KEY (segment_id, position)
) STRICT, WITHOUT ROWID;
