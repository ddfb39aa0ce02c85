import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { abc, fox, named, of, type TortureRow } from './row.ts';

function databaseOf(...statements: readonly string[]): Buffer {
  const database = new Database(':memory:');
  database.exec(statements.join(';'));
  const bytes = database.serialize();
  database.close();
  return bytes;
}

/** The same file with this number in its head. */
function withNumber(bytes: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt32BE(value, at);
  return changed;
}

/** Where the head says how many pages there are. */
const pageCountAt = 28;
const pageBytes = 4096;

const hashes =
  'CREATE TABLE hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, md5 BINARY(16), sha1 BINARY(20), sha2_256 BINARY(32))';
const kdbSchema = [
  'CREATE TABLE db_properties (name TEXT NOT NULL, value TEXT)',
  `INSERT INTO db_properties VALUES ('Schema Version', '1')`,
  'CREATE TABLE file_names (name TEXT NOT NULL, hash_id INTEGER NOT NULL)',
  'CREATE TABLE comments (comment TEXT NOT NULL, hash_id INTEGER NOT NULL)',
  hashes,
];
const [addAbc, addFox] = [abc, fox].map(({ md5 }) => `INSERT INTO hashes (md5) VALUES (x'${md5}')`) as [string, string];
const kdbOfTwo = databaseOf(...kdbSchema, addAbc, addFox);

const kdbRows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'nothing, in a text that is called so',
    content: Buffer.from('no database\n'),
    kept: [],
    fails: 'FORMAT_CANNOT',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'FORMAT_CANNOT' } } },
  },
  {
    title: 'no hashes',
    content: databaseOf(...kdbSchema),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'another database',
    content: databaseOf('CREATE TABLE t (md5 BLOB)', `INSERT INTO t VALUES (x'${abc.md5}')`),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 2, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
  ...[1, 100, pageBytes].map((lost) => ({
    title: `${lost} bytes less than it had`,
    content: kdbOfTwo.subarray(0, -lost),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } } as const,
  })),
  {
    title: 'a head that is cut off',
    content: kdbOfTwo.subarray(0, 60),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  ...[1, 0xff_ffff].map((pages) => ({
    title: `a head that tells of ${pages} pages`,
    content: withNumber(kdbOfTwo, pageCountAt, pages),
    kept: [],
    fails: 'INPUT_DAMAGED',
  })),
  {
    title: 'no MD5, one as text, one too short, and a SHA-1 alone',
    content: databaseOf(
      ...kdbSchema,
      `INSERT INTO hashes (md5) VALUES (NULL), ('${abc.md5}'), (zeroblob(15))`,
      `INSERT INTO hashes (sha1) VALUES (x'${abc.sha1}')`,
    ),
    kept: [of({ sha1: abc.sha1 })],
    issues: ['1 digest-missing', '2 digest-type', '3 digest-length'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'no version of the schema',
    content: databaseOf(hashes, addAbc),
    kept: [of({ md5: abc.md5 })],
    issues: ['0 schema-version-missing'],
  },
  {
    title: 'another version of the schema',
    content: databaseOf(...kdbSchema, `UPDATE db_properties SET value = '2'`, addAbc),
    kept: [],
    fails: 'FORMAT_CANNOT',
  },
  {
    title: 'an MD5 twice, which the file of Sleuth Kit itself rules out',
    content: databaseOf(...kdbSchema, addAbc, addAbc),
    kept: [of({ md5: abc.md5 }), of({ md5: abc.md5 })],
    imported: { exit: 0, answer: { records: 2, duplicates: 1 } },
  },
  {
    title: 'names that are a formula, lead out of the folder, hold NUL, or are no name',
    content: databaseOf(
      ...kdbSchema,
      addAbc,
      `INSERT INTO file_names VALUES ('=1+1', 1), ('../../etc/passwd', 1), ('a' || char(0) || 'b', 1), ('__proto__', 1)`,
    ),
    kept: [of({ md5: abc.md5 }, { attributes: { names: ['=1+1', '../../etc/passwd', 'a\0b', '__proto__'] } })],
    imported: { exit: 0, answer: { records: 1 } },
  },
  {
    title: 'names of hashes that are not there, and names that are none',
    content: databaseOf(...kdbSchema, addAbc, `INSERT INTO file_names VALUES ('a', 9), (x'00', 1), ('b', 'one')`),
    kept: [of({ md5: abc.md5 })],
    issues: ['9 hash-missing', '2 row-type', '3 row-type'],
  },
  {
    title: 'a packed one that unpacks without end',
    content: gzipSync(Buffer.concat([kdbOfTwo, Buffer.alloc(50_000_000)])),
    kept: [],
    fails: 'FORMAT_CANNOT',
    imported: { exit: 2, answer: { error: { code: 'INPUT_HOSTILE' } } },
  },
  {
    title: 'ids at the far ends of what there is',
    content: databaseOf(...kdbSchema, `INSERT INTO hashes (id, md5) VALUES (9223372036854775807, x'${abc.md5}')`),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
];

const fileTable = 'CREATE TABLE FILE (sha256 TEXT, sha1 TEXT, md5 TEXT, file_name TEXT, file_size INTEGER)';
const fileRow = `INSERT INTO FILE VALUES ('', '${abc.sha1.toUpperCase()}', '${abc.md5.toUpperCase()}', 'a', 3)`;
const file = named({ md5: abc.md5, sha1: abc.sha1 }, 'a');

const nsrlRows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'no files',
    content: databaseOf(fileTable),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a .kdb',
    content: kdbOfTwo,
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
  ...[1, 100, pageBytes].map((lost) => ({
    title: `${lost} bytes less than it had`,
    content: databaseOf(fileTable, fileRow).subarray(0, -lost),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } } as const,
  })),
  {
    title: 'a file twice, digests in small letters, and a file of another name',
    content: databaseOf(fileTable, fileRow, fileRow.toLowerCase(), fileRow.replace(`'a'`, `'b'`)),
    kept: [file, file, named({ md5: abc.md5, sha1: abc.sha1 }, 'b')],
    imported: { exit: 0, answer: { records: 3, duplicates: 2 } },
  },
  {
    title: 'digests that are too short, bytes, numbers, or not there',
    content: databaseOf(
      fileTable,
      `INSERT INTO FILE (md5) VALUES ('${abc.md5.slice(1)}'), (x'${abc.md5}'), (zeroblob(40)), (''), (NULL)`,
    ),
    kept: [],
    issues: ['1 digest-length', '2 digest-type', '3 digest-type', '4 digest-missing', '5 digest-missing'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'sizes that are none, and names that are none',
    content: databaseOf(
      fileTable,
      ...[`'a', -1`, `'a', 9223372036854775807`, `'a', 1.5`, `'a', 'x'`, 'zeroblob(40000), 3', `x'00', 3`].map(
        (values) => `INSERT INTO FILE (md5, file_name, file_size) VALUES ('${abc.md5}', ${values})`,
      ),
    ),
    kept: [],
    issues: ['1 size', '2 size', '3 size', '4 size', '5 name-type', '6 name-type'],
  },
  {
    title: 'names that are a formula, or lead out of the folder, and a column that nobody knows',
    content: databaseOf(
      'CREATE TABLE FILE (md5 TEXT, file_name TEXT, __proto__ TEXT)',
      `INSERT INTO FILE VALUES ('${abc.md5}', '=1+1', 'x'), ('${fox.md5}', '../../etc/passwd', 'x')`,
    ),
    kept: [named({ md5: abc.md5 }, '=1+1'), named({ md5: fox.md5 }, '../../etc/passwd')],
    imported: { exit: 0, answer: { records: 2 } },
  },
  {
    title: 'a view in the place of its table, without end',
    content: databaseOf(
      `CREATE VIEW FILE AS WITH RECURSIVE n(md5) AS (SELECT '${abc.md5}' UNION ALL SELECT md5 FROM n) SELECT md5 FROM n`,
    ),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
  },
];

export const databases: readonly TortureRow[] = [
  ...kdbRows.map((row) => ({ format: 'kdb', ...row })),
  ...nsrlRows.map((row) => ({ format: 'nsrl-v3', ...row })),
];
