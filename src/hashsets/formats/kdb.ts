import { CriskitError } from '../../core/errors.ts';
import type { MediaAttributes } from '../../core/media-attributes.ts';
import type { HashSetFormat, HashSetRecord } from '../contract.ts';
import { isDatabase } from '../hash-set-source.ts';
import { readKdb } from '../kdb-reader.ts';
import { mostTextBytes, mostTexts } from '../kdb-texts.ts';
import { schemaText } from '../sqlite-schema-text.ts';
import { DatabaseWriter } from '../sqlite-writer.ts';

/**
 * The hash database of The Sleuth Kit and Autopsy, version 1 of its schema: a SQLite file in which each MD5 stands once,
 * as bytes, with names and comments in tables of their own. The programs look for MD5 only; the columns of SHA-1 and
 * SHA-256 are there, and are filled.
 */
export const kdb = {
  id: 'kdb',
  title: 'Sleuth Kit and Autopsy hash database',
  extension: '.kdb',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['names', 'comments'],
  medium: 'database',
  requires: 'md5',
  checkedBy: 'hfind',

  recognise(head) {
    if (!isDatabase(head)) return undefined;
    const text = schemaText(head);
    if (!/CREATE TABLE "?hashes"?\s*\([^;]{0,2000}?\bmd5\b/i.test(text)) return undefined;
    return text.includes('db_properties')
      ? { confidence: 1, reason: 'a SQLite database with the tables of a .kdb' }
      : { confidence: 0.7, reason: 'a SQLite database with a table of hashes' };
  },

  readDatabase(path, options) {
    return readKdb(path, options);
  },

  async writeDatabase(records, path) {
    const database = new DatabaseWriter(path, pageSizeBytes);
    try {
      for (const statement of schema) database.execute(statement);
      const add = createAdder(database);
      for await (const batch of records) for (const record of batch) add(record);
      database.commit();
    } finally {
      database.close();
    }
  },

  asCarried(record): HashSetRecord {
    const { names = [], comments } = record.attributes ?? {};
    const keptNames = [...new Set(names)].filter(isCarried).slice(0, mostTexts);
    const kept: MediaAttributes = {
      ...(keptNames.length === 0 ? {} : { names: keptNames }),
      ...(comments === undefined || !isCarried(comments) ? {} : { comments }),
    };
    const { attributes: _, ...bare } = record;
    return Object.keys(kept).length === 0 ? bare : { ...bare, attributes: kept };
  },
} as const satisfies HashSetFormat;

const pageSizeBytes = 4096;

/** As `hfind -c` of The Sleuth Kit 4.11 makes it, in the same order. */
const schema: readonly string[] = [
  'CREATE TABLE db_properties (name TEXT NOT NULL, value TEXT)',
  `INSERT INTO db_properties (name, value) VALUES ('Schema Version', '1')`,
  'CREATE TABLE hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, md5 BINARY(16) UNIQUE, sha1 BINARY(20), sha2_256 BINARY(32))',
  'CREATE TABLE file_names (name TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(name, hash_id))',
  'CREATE TABLE comments (comment TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(comment, hash_id))',
  'CREATE INDEX md5_index ON hashes(md5)',
];

function createAdder(database: DatabaseWriter): (record: HashSetRecord) => void {
  const addHash = database.inserter('INSERT OR IGNORE INTO hashes (md5, sha1, sha2_256) VALUES (?, ?, ?)');
  const addName = database.inserter('INSERT INTO file_names (name, hash_id) VALUES (?, ?)');
  const addComment = database.inserter('INSERT INTO comments (comment, hash_id) VALUES (?, ?)');
  return ({ place, digests, attributes }) => {
    const { rowId, rows } = addHash(bytesOf(digests.md5), bytesOf(digests.sha1), bytesOf(digests.sha256));
    if (rows === 0) {
      throw new CriskitError('FORMAT_CANNOT', 'A .kdb holds each MD5 once, and two records have the same one.', {
        place,
        hint: 'Write another format, or leave one of the two out.',
      });
    }
    for (const name of attributes?.names ?? []) addName(name, rowId);
    if (attributes?.comments !== undefined) addComment(attributes.comments, rowId);
  };
}

function bytesOf(digest: string | undefined): Buffer | null {
  return digest === undefined ? null : Buffer.from(digest, 'hex');
}

function isCarried(text: string): boolean {
  return Buffer.byteLength(text) <= mostTextBytes;
}
