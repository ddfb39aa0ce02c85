import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kdb } from '../../src/hashsets/formats/kdb.ts';
import { readWhole } from './reading.ts';

const pageSizeBytes = 4096;
const hashes = 'CREATE TABLE hashes (id INTEGER PRIMARY KEY, md5 BLOB);';
const many = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)';
const fill = `${hashes} ${many} INSERT INTO hashes (md5) SELECT unhex(printf('%032x', i)) FROM n;`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-preflight-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Made {
  readonly bytes: Buffer;
  readonly rootPageOf: (name: string) => number;
}

function make(sql: string): Made {
  const path = join(folder, 'made.db');
  rmSync(path, { force: true });
  const db = new Database(path);
  db.pragma('synchronous = OFF');
  db.pragma(`page_size = ${pageSizeBytes}`);
  db.exec(sql);
  const roots = new Map(db.prepare('SELECT name, rootpage FROM sqlite_schema').raw().all() as [string, number][]);
  db.close();
  return { bytes: readFileSync(path), rootPageOf: (name) => roots.get(name) ?? 1 };
}

/** Lets every cell of an interior page lead to the same child, which is what a tree without end is made of. */
function loop({ bytes }: Made, page: number): Buffer {
  const start = (page - 1) * pageSizeBytes;
  const header = start + (page === 1 ? 100 : 0);
  expect(bytes[header]).toBe(5);
  const cells = bytes.readUInt16BE(header + 3);
  const child = bytes.readUInt32BE(start + bytes.readUInt16BE(header + 12));
  for (let cell = 0; cell < cells; cell += 1) {
    bytes.writeUInt32BE(child, start + bytes.readUInt16BE(header + 12 + cell * 2));
  }
  bytes.writeUInt32BE(child, header + 8);
  return bytes;
}

async function codeOf(bytes: Uint8Array): Promise<unknown> {
  return readWhole(kdb, bytes).then(
    ({ records }) => records.length,
    (error: unknown) => (error as { code?: unknown }).code ?? error,
  );
}

describe('a SQLite file that is built to harm its reader', () => {
  it('has a schema that leads back into itself', async () => {
    const tables = Array.from({ length: 300 }, (_, index) => `CREATE TABLE t${index} (a TEXT);`).join('');
    const made = make(`BEGIN; ${hashes} ${tables} COMMIT;`);
    expect(await codeOf(Buffer.from(made.bytes))).toBe(0);
    expect(await codeOf(loop(made, 1))).toBe('INPUT_DAMAGED');
  });

  it('has statistics that lead back into themselves, which SQLite would read when it opens the file', async () => {
    const statistics = `CREATE INDEX i ON hashes(md5); ANALYZE; ${many} INSERT INTO sqlite_stat1 SELECT 'x', 'y' || i, '1' FROM n;`;
    const made = make(fill + statistics);
    expect(await codeOf(Buffer.from(made.bytes))).toBe(20_000);
    expect(await codeOf(loop(made, made.rootPageOf('sqlite_stat1')))).toBe('INPUT_DAMAGED');
  });

  it('has a table that leads back into itself', async () => {
    const made = make(fill);
    expect(await codeOf(loop(made, made.rootPageOf('hashes')))).toBe('INPUT_DAMAGED');
  });

  it('has a schema of many megabytes', async () => {
    const comment = `/* ${'x'.repeat(5_000_000)} */`;
    expect(await codeOf(make(`CREATE TABLE t (a ${comment}); ${hashes}`).bytes)).toBe('INPUT_HOSTILE');
  });

  it('has views and triggers that never end, which nobody runs', async () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS id, i AS md5 FROM n';
    const trigger = `CREATE TRIGGER hashes INSERT ON hashes BEGIN SELECT count(*) FROM v; END;`;
    expect(await codeOf(make(`${hashes} CREATE VIEW v AS ${endless}; ${trigger}`).bytes)).toBe(0);
    expect(await codeOf(make(`CREATE VIEW hashes AS ${endless}`).bytes)).toBe('FORMAT_UNKNOWN');
  });

  it('has row numbers beyond those that can be told apart', async () => {
    expect(await codeOf(make(`${hashes} INSERT INTO hashes VALUES (9223372036854775807, NULL)`).bytes)).toBe(
      'INPUT_DAMAGED',
    );
    expect(await codeOf(make(`${hashes} INSERT INTO hashes VALUES (-7, zeroblob(16))`).bytes)).toBe(1);
  });

  it('has pages of another size than it says', async () => {
    const { bytes } = make(fill);
    for (const size of [0, 1, 256, 512, 1000, 65_535]) {
      bytes.writeUInt16BE(size, 16);
      expect(await codeOf(bytes)).toBe('INPUT_DAMAGED');
    }
  });
});
