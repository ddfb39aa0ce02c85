import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import type { HashSetBatch, HashSetRecord } from '../../../src/hashsets/contract.ts';
import { nsrlV3 } from '../../../src/hashsets/formats/nsrl-v3.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { codes, inPieces, readWhole } from '../reading.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-nsrl-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(sql: string): { readonly path: string; readonly bytes: Buffer } {
  const path = join(folder, 'made.db');
  rmSync(path, { force: true });
  const db = new Database(path);
  db.exec(sql);
  db.close();
  return { path, bytes: readFileSync(path) };
}

function digitsOf(number: number, length: number): string {
  return (number * 2654435761).toString(16).padStart(length, 'c');
}

function digestsOf(number: number): Digests {
  const [md5, sha1, sha256] = [32, 40, 64].map((length) => digitsOf(number, length));
  return { md5, sha1, sha256 } as Digests;
}

function recordOf(number: number, place: HashSetRecord['place'], name?: string): HashSetRecord {
  const attributes = name === undefined ? {} : { attributes: { names: [name] } };
  return { place, digests: digestsOf(number), sizeBytes: number, ...attributes };
}

/** As deltas have them: capitals, no CRC-32 that is right. */
function valuesOf(number: number, name: string): string {
  const { sha256 = '', sha1 = '', md5 = '' } = digestsOf(number);
  return `('${sha256.toUpperCase()}','${sha1.toUpperCase()}','${md5.toUpperCase()}','00C0FFEE','${name}',${number},7)`;
}

const insert = 'INSERT INTO FILE(sha256,sha1,md5,crc32,file_name,file_size,package_id) VALUES';

async function statements(batches: AsyncIterable<HashSetBatch>): Promise<readonly HashSetBatch['about'][]> {
  const found: HashSetBatch['about'][] = [];
  for await (const { about } of batches) if (about !== undefined) found.push(about);
  return found;
}

describe('a database of NSRL version 3', () => {
  const full = `
    CREATE TABLE PACKAGE_OBJECT (package_object_id INTEGER UNIQUE NOT NULL, package_id INTEGER NOT NULL,
      object_id INTEGER UNIQUE NOT NULL, PRIMARY KEY (package_object_id));
    CREATE TABLE METADATA (metadata_id NUMERIC UNIQUE NOT NULL, object_id INTEGER, key_hash VARCHAR NOT NULL,
      path VARCHAR NOT NULL, file_name VARCHAR NOT NULL, extension VARCHAR DEFAULT '' NOT NULL, bytes INTEGER NOT NULL,
      crc32 VARCHAR NOT NULL, md5 VARCHAR NOT NULL, sha1 VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, PRIMARY KEY (metadata_id));
    CREATE VIEW FILE AS SELECT UPPER(md.sha256) AS sha256, UPPER(md.sha1) AS sha1, UPPER(md.md5) AS md5,
      CASE md.extension WHEN '' THEN md.file_name ELSE md.file_name || '.' || md.extension END AS file_name,
      md.bytes AS file_size, po.package_id FROM METADATA AS md, PACKAGE_OBJECT AS po WHERE md.object_id = po.object_id;`;

  it('that is full says through its table what its view FILE says', async () => {
    const rows = [1, 2, 3].map((number) => {
      const { md5, sha1, sha256 } = digestsOf(number);
      return `INSERT INTO PACKAGE_OBJECT VALUES (${number}, 1, ${number});
        INSERT INTO METADATA VALUES (${number}, ${number}, 'k', '/p/', 'file${number}', '${number === 2 ? '' : 'dll'}',
          ${number}, '00C0FFEE', '${md5}', '${sha1}', '${sha256}');`;
    });
    const { path, bytes } = make(full + rows.join(''));
    const { records, issues } = await readWhole(nsrlV3, bytes);
    expect(issues).toEqual([]);
    const db = new Database(path, { readonly: true });
    const view = db
      .prepare('SELECT lower(md5), lower(sha1), lower(sha256), file_name, file_size FROM FILE')
      .raw()
      .all();
    db.close();
    expect(
      records.map(({ digests, attributes, sizeBytes }) => [
        digests.md5,
        digests.sha1,
        digests.sha256,
        attributes?.names?.[0],
        sizeBytes,
      ]),
    ).toEqual(view);
    expect(records.map(({ attributes }) => attributes?.names)).toEqual([['file1.dll'], ['file2'], ['file3.dll']]);
    expect(recogniseFormat(bytes, { name: 'x' })).toMatchObject({ format: { id: 'nsrl-v3' }, confidence: 1 });
  });

  it('says which one it is: its newest version', async () => {
    const { path } = make(`CREATE TABLE FILE (md5 TEXT);
      CREATE TABLE VERSION (version, build_set, build_date, release_date, description);
      INSERT INTO VERSION VALUES ('2026.06.1', 'old', '', '', ''), ('2026.09.1', 'modern', '', '2026-09-15', 5);`);
    const about = await statements(nsrlV3.readDatabase(path, { name: 'x' }));
    expect(about).toEqual([{ name: 'modern', version: '2026.09.1', date: '2026-09-15' }]);
  });

  it('is read over many batches, by the names of columns, whatever columns there are', async () => {
    const { bytes } = make(`CREATE TABLE file (Extra TEXT, MD5 TEXT, File_Name TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO file SELECT 'x', printf('%032X', i), 'n' || i FROM n;`);
    const { records, issues } = await readWhole(nsrlV3, bytes);
    expect(issues).toEqual([]);
    expect(records.length).toBe(5000);
    expect(records[4999]).toEqual({
      place: { row: 5000 },
      digests: { md5: (5000).toString(16).padStart(32, '0') },
      attributes: { names: ['n5000'] },
    });
  });

  it('has no value that is too long for memory', async () => {
    const { bytes } = make(`CREATE TABLE FILE (md5 TEXT, file_name TEXT, file_size);
      INSERT INTO FILE VALUES (printf('%.*c', 1000000, 'a'), 'n', 1), ('${digitsOf(1, 32)}', printf('%.*c', 1000000, 'a'), 1),
        ('${digitsOf(1, 32)}', 'n', zeroblob(1000000)), ('${digitsOf(1, 32)}', 'n', 1.5), ('${digitsOf(1, 32)}', 'n', '1');`);
    const { records, issues } = await readWhole(nsrlV3, bytes);
    expect(records).toEqual([]);
    expect(codes(issues)).toEqual(['1 digest-type', '2 name-type', '3 size', '4 size', '5 size']);
  });

  it.each([
    [
      'a view that never ends',
      `CREATE VIEW FILE AS WITH RECURSIVE n(md5) AS (SELECT 1 UNION ALL SELECT md5 FROM n) SELECT md5 FROM n`,
    ],
    ['no digests', 'CREATE TABLE FILE (name TEXT); CREATE TABLE METADATA (path TEXT)'],
    ['nothing', ''],
  ])('is none with %s for its files', async (_, sql) => {
    await expect(readWhole(nsrlV3, make(`CREATE TABLE t (a); ${sql}`).bytes)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
  });
});

describe('a delta of NSRL version 3', () => {
  it('puts files in, with what its statements hold between quotation marks, and is recognised', async () => {
    const text = `BEGIN TRANSACTION;\n${insert}${valuesOf(1, 'it\'\'s; -- a "name" /* .dll')};\n${insert} ${valuesOf(2, '')},\n ${valuesOf(3, "''")};\nCOMMIT;\n`;
    const expected = [
      recordOf(1, { line: 2 }, `it's; -- a "name" /* .dll`),
      recordOf(2, { line: 3 }),
      recordOf(3, { line: 3 }, "'"),
    ];
    for (const pieceBytes of [1, 7, 65_536]) {
      const reading = await readWhole(nsrlV3, text, { pieceBytes });
      expect(reading).toEqual({ records: expected, issues: [], headings: 2, blanks: 0 });
    }
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect((await readWhole(nsrlV3, utf16)).records).toEqual(expected);
    for (const bytes of [Buffer.from(text), utf16]) {
      expect(recogniseFormat(bytes, { name: 'x' }).format.id).toBe('nsrl-v3');
    }
  });

  it('takes files out', async () => {
    const { sha256, sha1, md5 } = digestsOf(1);
    const { records, removals, issues } = await readWhole(
      nsrlV3,
      `DELETE FROM FILE WHERE sha256='${sha256}' AND sha1 = '${sha1}' AND md5=='${md5}' AND file_name IS 'a' AND file_size=1 AND package_id=7;
       delete from "FILE" where md5='${md5?.toUpperCase()}';`,
    );
    expect([records, issues]).toEqual([[], []]);
    expect(removals).toEqual([recordOf(1, { line: 1 }, 'a'), { place: { line: 2 }, digests: { md5 } }]);
  });

  it('knows METADATA of full sets, and passes over programs and makers', async () => {
    const { md5 } = digestsOf(1);
    const text = `INSERT INTO PKG(package_id,name) VALUES(1,'a;b');
      INSERT INTO OS VALUES(1,'x''y',char(10)); DELETE FROM MFG WHERE rowid=5; UPDATE PKG SET name='x'; PRAGMA foreign_keys=OFF;
      INSERT INTO VERSION(version,build_set,build_date,release_date,description) VALUES('2026.09.1','modern','d','2026-09-15',NULL);
      INSERT INTO main.METADATA(metadata_id,file_name,extension,bytes,md5) VALUES(1,'a','dll',5,'${md5}');`;
    const { records, issues, headings } = await readWhole(nsrlV3, text);
    expect(issues).toEqual([]);
    expect(headings).toBe(6);
    expect(records).toEqual([{ place: { line: 4 }, digests: { md5 }, sizeBytes: 5, attributes: { names: ['a.dll'] } }]);
    const about = await statements(nsrlV3.read(inPieces(Buffer.from(text), 100), { name: 'x' }));
    expect(about).toEqual([{ name: 'modern', version: '2026.09.1', date: '2026-09-15' }]);
    expect(recogniseFormat(Buffer.from(text), { name: 'x' }).format.id).toBe('nsrl-v3');
    expect(recogniseFormat(Buffer.from(text.slice(0, 60)), { name: 'x' }).confidence).toBe(0.7);
  });

  it.each([
    ['digest-length', `INSERT INTO FILE(md5,sha1) VALUES('${digitsOf(1, 32)}','${digitsOf(1, 39)}');`],
    ['digest-missing', `${insert}('','','','','n',1,1);`],
    ['digest-type', `INSERT INTO FILE(md5) VALUES(5);`],
    ['size', `INSERT INTO FILE(md5,file_size) VALUES('${digitsOf(1, 32)}','x');`],
    ['size', `INSERT INTO FILE(md5,file_size) VALUES('${digitsOf(1, 32)}',-1);`],
    ['statement-unknown', `INSERT INTO FILE(md5) VALUES(x'${digitsOf(1, 32)}');`],
    ['statement-unknown', `INSERT INTO FILE(md5) VALUES(lower('${digitsOf(1, 32)}'));`],
    ['statement-unknown', `INSERT INTO FILE(md5) VALUES('${digitsOf(1, 32)}' || '');`],
    ['statement-unknown', `INSERT INTO FILE(md5) VALUES('${digitsOf(1, 32)}',2);`],
    ['statement-unknown', `UPDATE FILE SET md5='${digitsOf(1, 32)}';`],
    ['statement-unknown', 'DROP TABLE FILE;'],
    ['statement-unknown', 'ATTACH DATABASE "/etc/passwd" AS x;'],
    ['statement-unknown', `DELETE FROM FILE WHERE md5='${digitsOf(1, 32)}' OR 1;`],
    ['statement-unknown', `DELETE FROM FILE WHERE md5>'${digitsOf(1, 32)}';`],
    ['statement-unknown', 'DELETE FROM FILE;'],
    ['removal-unclear', 'DELETE FROM FILE WHERE rowid=5;'],
    ['columns-missing', `INSERT INTO FILE VALUES('${digitsOf(1, 32)}');`],
    ['columns-missing', `INSERT INTO FILE(md5) SELECT md5 FROM other;`],
    ['transaction-open', 'BEGIN;'],
  ])('gives an issue %s for %s', async (code, text) => {
    const { records, removals, issues } = await readWhole(nsrlV3, `-- remark\n${text}\n`);
    expect(records).toEqual([]);
    expect(removals).toBeUndefined();
    expect(codes(issues)).toEqual([`2 ${code}`]);
    expect(issues[0]?.message).not.toContain(digitsOf(1, 32));
  });

  it('keeps the rows of a statement before the one that is not understood', async () => {
    const { records, issues } = await readWhole(
      nsrlV3,
      `${insert}${valuesOf(1, 'a')},(now());${insert}${valuesOf(2, 'b')} RETURNING 1;`,
    );
    expect(records).toEqual([recordOf(1, { line: 1 }, 'a'), recordOf(2, { line: 1 }, 'b')]);
    expect(codes(issues)).toEqual(['1 statement-unknown', '1 statement-unknown']);
  });

  it.each(['', '\n -- remark; not ended', '\n/* a; remark */ ', ' -- ; \n\n'])('may end with %j', async (end) => {
    const { records, issues } = await readWhole(nsrlV3, `${insert}${valuesOf(1, 'a')};${end}`);
    expect([records.length, issues]).toEqual([1, []]);
  });

  it('that is cut off anywhere within a statement is refused, and no digest is invented', async () => {
    const text = `${insert}${valuesOf(1, "a''b")};\n${insert}${valuesOf(2, 'b')};`;
    const start = text.indexOf('\n') + 1;
    for (let length = start + 1; length < text.length; length += 1) {
      await expect(readWhole(nsrlV3, text.slice(0, length))).rejects.toMatchObject({
        code: 'INPUT_DAMAGED',
        place: { line: 2 },
      });
    }
  });

  it('is bounded: an endless statement, line or remark is refused early', async () => {
    for (const piece of ['a', "'", '/*\n', 'INSERT INTO FILE(md5) VALUES\n']) {
      let given = 0;
      async function* endless(): AsyncGenerator<Uint8Array> {
        for (; ; given += 1) yield Buffer.alloc(1024 * 1024, piece);
      }
      const reading = async () => {
        for await (const _ of nsrlV3.read(endless(), { name: 'endless' }));
      };
      await expect(reading()).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
      expect(given).toBeLessThan(16);
    }
  });
});
