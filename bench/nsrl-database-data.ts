import Database from 'better-sqlite3';
import { inventKnownFiles } from './known-files.ts';

/** As NIST publishes it. */
const schema = `
CREATE TABLE FILE (sha256 VARCHAR NOT NULL, sha1 VARCHAR NOT NULL, md5 VARCHAR NOT NULL, crc32 VARCHAR NOT NULL,
  file_name VARCHAR NOT NULL, file_size INTEGER NOT NULL, package_id INTEGER NOT NULL,
  CONSTRAINT PK_FILE__FILE PRIMARY KEY (sha256, sha1, md5, crc32, file_name, file_size, package_id));
CREATE TABLE MFG (manufacturer_id INTEGER NOT NULL, name VARCHAR NOT NULL,
  CONSTRAINT PK_MFG__MFG_ID PRIMARY KEY (manufacturer_id));
CREATE TABLE OS (operating_system_id INTEGER NOT NULL, name VARCHAR NOT NULL, version VARCHAR NOT NULL,
  manufacturer_id INTEGER NOT NULL, CONSTRAINT PK_OS__OS_ID PRIMARY KEY (operating_system_id, manufacturer_id));
CREATE TABLE PKG (package_id INTEGER NOT NULL, name VARCHAR NOT NULL, version VARCHAR NOT NULL,
  operating_system_id INTEGER NOT NULL, manufacturer_id INTEGER NOT NULL, language VARCHAR NOT NULL,
  application_type VARCHAR NOT NULL, CONSTRAINT PK_PGK__PKG_ID
  PRIMARY KEY (package_id, operating_system_id, manufacturer_id, language, application_type));
CREATE TABLE VERSION (version VARCHAR UNIQUE NOT NULL, build_set VARCHAR NOT NULL,
  build_date TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL, release_date TIMESTAMP NOT NULL,
  description VARCHAR NOT NULL, CONSTRAINT PK_VERSION__VERSION PRIMARY KEY (version));
CREATE VIEW DISTINCT_HASH AS SELECT DISTINCT sha256, sha1, md5, crc32 FROM FILE;
INSERT INTO VERSION VALUES
  ('2026.09.1', 'RDS invented minimal', '2026-09-01 00:00:00', '2026-09-15', 'Invented for the bench of criskit');
`;

/**
 * Writes a minimal set of RDS 3, some 400 bytes a row with its index, the same every time. Its rows are in the order of
 * that index, because in any other it takes minutes to make.
 */
export function writeNsrlDatabase(path: string, rows: number): void {
  const database = new Database(path);
  try {
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.exec(schema);
    const insert = database.prepare('INSERT INTO FILE VALUES (?, ?, ?, ?, ?, ?, ?)');
    database.exec('BEGIN');
    for (const { content, fileName, product } of inventKnownFiles(rows, 'sha256')) {
      const { sha256, sha1, md5, crc32, sizeBytes } = content;
      insert.run(sha256, sha1, md5, crc32, fileName, sizeBytes, product);
    }
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}
