import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import type { HashSetRecord } from '../../../src/hashsets/contract.ts';
import { kdb } from '../../../src/hashsets/formats/kdb.ts';
import { readHashSet } from '../../../src/hashsets/hash-set-source.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const schema = `
  CREATE TABLE db_properties (name TEXT NOT NULL, value TEXT);
  INSERT INTO db_properties (name, value) VALUES ('Schema Version', '1');
  CREATE TABLE hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, md5 BINARY(16) UNIQUE, sha1 BINARY(20), sha2_256 BINARY(32));
  CREATE TABLE file_names (name TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(name, hash_id));
  CREATE TABLE comments (comment TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(comment, hash_id));`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-kdb-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(sql: string): Buffer {
  const path = join(folder, 'made.kdb');
  const db = new Database(path);
  db.exec(sql);
  db.close();
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}

function md5Of(number: number): string {
  return number.toString(16).padStart(32, '0');
}

function hash(number: number): string {
  return `INSERT INTO hashes (md5) VALUES (x'${md5Of(number)}');`;
}

function recordOf(number: number, attributes?: HashSetRecord['attributes']): HashSetRecord {
  const digests = { md5: md5Of(number) } as Digests;
  return { place: { row: number }, digests, ...(attributes === undefined ? {} : { attributes }) };
}

describe('a .kdb is read', () => {
  it('with names that were added late as further records of the same digests', async () => {
    const names = [
      [1, 'a'],
      [2, 'b'],
      [1, 'late'],
      [1, 'later'],
      [3, 'c'],
      [9, 'nobody'],
    ];
    const inserts = names.map(([id, name]) => `INSERT INTO file_names VALUES ('${name}', ${id});`).join('');
    const comments = `INSERT INTO comments VALUES ('x', 3), ('y', 2), ('z', 3);`;
    const { records, issues } = await readWhole(kdb, make(schema + hash(1) + hash(2) + hash(3) + inserts + comments));
    expect(records).toEqual([
      recordOf(1, { names: ['a'] }),
      recordOf(2, { names: ['b'] }),
      recordOf(1, { names: ['late', 'later'] }),
      recordOf(3, { names: ['c'], comments: 'x' }),
      recordOf(2, { comments: 'y' }),
      recordOf(3, { comments: 'z' }),
    ]);
    expect(codes(issues)).toEqual(['9 hash-missing']);
  });

  it('over many batches, names and all', async () => {
    const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)`;
    const fill = `${many} INSERT INTO hashes (md5) SELECT unhex(printf('%032x', i)) FROM n;
      ${many} INSERT INTO file_names SELECT 'n' || i, i FROM n WHERE i % 2 = 0 ORDER BY i;`;
    const { records, issues } = await readWhole(kdb, make(schema + fill));
    expect(issues).toEqual([]);
    const numbers = Array.from({ length: 5000 }, (_, index) => index + 1);
    expect(records).toEqual(numbers.map((i) => recordOf(i, i % 2 === 0 ? { names: [`n${i}`] } : undefined)));
  });

  it('without a version with an issue, and not at all in another version', async () => {
    const versionless = schema.replace(/INSERT[^;]*;/, '') + hash(1);
    const { records, issues } = await readWhole(kdb, make(versionless));
    expect(records).toEqual([recordOf(1)]);
    expect(codes(issues)).toEqual(['0 schema-version-missing']);
    const second = make(schema.replace(`'1'`, `'2'`) + hash(1));
    await expect(readWhole(kdb, second)).rejects.toMatchObject({ code: 'FORMAT_CANNOT' });
  });

  it('also where only its table of hashes is there, or columns are missing', async () => {
    const bytes = make(`CREATE TABLE hashes (id INTEGER PRIMARY KEY, md5 BLOB); ${hash(1)}`);
    expect((await readWhole(kdb, bytes)).records).toEqual([recordOf(1)]);
    expect(recogniseFormat(bytes, { name: 'x' })).toMatchObject({ format: { id: 'kdb' }, confidence: 0.7 });
  });

  it('in UTF-16', async () => {
    const bytes = make(`PRAGMA encoding = 'UTF-16be'; ${schema} ${hash(1)} INSERT INTO file_names VALUES ('grün', 1);`);
    expect((await readWhole(kdb, bytes)).records).toEqual([recordOf(1, { names: ['grün'] })]);
    expect(recogniseFormat(bytes, { name: 'x' }).confidence).toBe(1);
  });

  it('row by row where values are of other types, empty, too long', async () => {
    const bytes = make(`${schema}
      INSERT INTO hashes (md5) VALUES (NULL), ('${md5Of(1)}'), (7), (1.5), (zeroblob(15)), (zeroblob(4000000)), ('');
      INSERT INTO hashes (md5, sha1) VALUES (x'${md5Of(8)}', 'text');
      ${hash(9)}
      INSERT INTO file_names VALUES (x'00', 9), ('', 9), (printf('%.*c', 40000, 'x'), 9), ('n', 'nine');`);
    const { records, issues } = await readWhole(kdb, bytes);
    expect(records).toEqual([recordOf(9)]);
    expect(codes(issues)).toEqual([
      '1 row-type',
      '3 text-too-long',
      '4 row-type',
      '1 digest-missing',
      '2 digest-type',
      '3 digest-type',
      '4 digest-type',
      '5 digest-length',
      '6 digest-length',
      '7 digest-type',
      '8 digest-type',
    ]);
  });

  it('with the issues of rows that hold no name a few at a time, however many there are', async () => {
    const many = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)';
    const path = join(folder, 'a.kdb');
    const late = `INSERT INTO file_names VALUES ('late', 1);`;
    const bad = `${many} INSERT INTO file_names SELECT 'n' || i, 'none' FROM n;`;
    writeFileSync(path, make(`${schema} ${hash(1)} ${hash(2)} ${bad} ${late} ${bad.replace(`'n'`, `'m'`)}`));
    const counts: number[] = [];
    const records: HashSetRecord[] = [];
    for await (const batch of readHashSet(kdb, { path }, { name: 'a.kdb' })) {
      counts.push(batch.issues.length);
      records.push(...batch.records);
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40_000);
    expect(Math.max(...counts)).toBeLessThan(5000);
    expect(records).toEqual([recordOf(1, { names: ['late'] }), recordOf(2)]);
  });

  it.each([
    ['a view', `CREATE VIEW hashes AS SELECT 1 AS id, x'${md5Of(1)}' AS md5`],
    ['a table without row numbers', 'CREATE TABLE hashes (id INTEGER PRIMARY KEY, md5 BLOB) WITHOUT ROWID'],
    ['a computed column', `CREATE TABLE hashes (id INTEGER PRIMARY KEY, md5 AS (zeroblob(16)))`],
    ['another column for row numbers', 'CREATE TABLE hashes (id INTEGER PRIMARY KEY, md5 BLOB, _rowid_)'],
    ['a virtual table', 'CREATE VIRTUAL TABLE hashes USING fts5(id, md5)'],
  ])('not where %s stands for its hashes', async (_, sql) => {
    await expect(readWhole(kdb, make(sql))).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });

  it('not where its ids are not the numbers of its rows', async () => {
    const bytes = make(`CREATE TABLE hashes (id INT, md5 BLOB); INSERT INTO hashes VALUES (5, zeroblob(16));`);
    await expect(readWhole(kdb, bytes)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });
});

describe('a .kdb is written', () => {
  it('not with the same MD5 twice', async () => {
    const twice = [recordOf(1, { names: ['a'] }), recordOf(2), recordOf(1, { names: ['b'] })];
    await expect(writeWhole(kdb, twice)).rejects.toMatchObject({ code: 'FORMAT_CANNOT', place: { row: 1 } });
  });

  it('without the names and comments that it cannot hold, and says so', async () => {
    const long = 'x'.repeat(32 * 1024 + 1);
    const names = ['a', 'a', long, ...Array.from({ length: 5000 }, (_, index) => `n${index}`)];
    const { bytes, summary } = await writeWhole(kdb, [recordOf(1, { names, comments: long }), recordOf(2)]);
    expect(summary.notCarried).toEqual([
      { what: 'comments', records: 1 },
      { what: 'names', records: 1 },
    ]);
    const { records } = await readWhole(kdb, bytes);
    expect(records[0]?.attributes?.names).toEqual(
      names
        .slice(1)
        .filter((name) => name !== long)
        .slice(0, 4096),
    );
  });

  it('in the same bytes however the records come, and with nothing beside it', async () => {
    const records = Array.from({ length: 3000 }, (_, index) =>
      recordOf(index * 7919, { names: [`n${index}`, 'same'] }),
    );
    const { bytes } = await writeWhole(kdb, records);
    const path = join(folder, 'again.kdb');
    writeFileSync(path, '');
    await kdb.writeDatabase(inOne(records), path);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['again.kdb']);
  });
});

async function* inOne(records: readonly HashSetRecord[]): AsyncGenerator<readonly HashSetRecord[]> {
  yield records;
}

describe('the file itself', () => {
  async function readAt(path: string): Promise<number> {
    let records = 0;
    for await (const batch of readHashSet(kdb, { path }, { name: 'a.kdb' })) records += batch.records.length;
    return records;
  }

  it('is left as it is, with nothing beside it, and may be read-only', async () => {
    const path = join(folder, 'a.kdb');
    const bytes = make(schema + hash(1));
    writeFileSync(path, bytes, { mode: 0o400 });
    expect(await readAt(path)).toBe(1);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['a.kdb']);
  });

  it('is refused in WAL mode, and where changes wait beside it', async () => {
    const path = join(folder, 'a.kdb');
    const bytes = make(`PRAGMA journal_mode = WAL; ${schema}`);
    writeFileSync(path, bytes);
    await expect(readAt(path)).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
    expect(existsSync(`${path}-wal`)).toBe(false);
    writeFileSync(path, make(schema));
    expect(await readAt(path)).toBe(0);
    writeFileSync(`${path}-journal`, 'something');
    await expect(readAt(path)).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
  });

  it('is refused while another program writes to it, and held while it is read', async () => {
    const path = join(folder, 'a.kdb');
    writeFileSync(path, make(schema + hash(1)));
    const other = new Database(path, { timeout: 0 });
    other.exec('BEGIN EXCLUSIVE');
    await expect(readAt(path)).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
    other.exec('ROLLBACK');
    const batches = readHashSet(kdb, { path }, { name: 'a.kdb' })[Symbol.asyncIterator]();
    await batches.next();
    expect(() => other.exec(hash(2))).toThrow(/locked/);
    await batches.return?.();
    other.exec(hash(2));
    other.close();
    expect(await readAt(path)).toBe(2);
  });

  it('that is none, missing or a folder is an error of its own', async () => {
    const path = join(folder, 'a.kdb');
    writeFileSync(path, 'no database');
    await expect(readAt(path)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
    await expect(readAt(join(folder, 'b.kdb'))).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
    await expect(readAt(folder)).rejects.toMatchObject({ code: 'INPUT_NOT_A_FILE' });
  });
});
