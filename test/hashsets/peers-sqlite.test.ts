import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';
import { kdb } from '../../src/hashsets/formats/kdb.ts';
import { itWith } from '../peer-program.ts';
import { readWhole, writeWhole } from './reading.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-sqlite-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', input: '' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

const records: readonly HashSetRecord[] = Array.from({ length: 3000 }, (_, index) => ({
  place: { row: index + 1 },
  digests: {
    md5: createHash('md5').update(`content ${index}`).digest('hex'),
    ...(index % 3 === 0 ? { sha1: index.toString(16).padStart(40, 'a') } : {}),
  } as Digests,
  ...(index % 2 === 0
    ? { attributes: { names: [`file ${index}.jpg`, `grün, "${index}"`], comments: `c ${index}` } }
    : {}),
}));

/** hfind 4.11 finds digests with a zero byte, and prints them only up to it. */
function shownByHfind(md5 = ''): string {
  return /^(?:(?!00)..)*/.exec(md5)?.[0] ?? '';
}

describe('a .kdb', () => {
  itWith('hfind')('is one to hfind: each MD5 is found with its names, others are not', async () => {
    const path = join(folder, 'set.kdb');
    writeFileSync(path, (await writeWhole(kdb, records)).bytes);
    writeFileSync(join(folder, 'wanted'), `${records.map(({ digests }) => digests.md5).join('\n')}\n`);
    const found = run('hfind', ['-f', 'wanted', path]).trimEnd().split('\n');
    const expected = records.flatMap(({ digests, attributes }) =>
      (attributes?.names ?? ['File name not available']).map((name) => `${shownByHfind(digests.md5)}\t${name}`),
    );
    expect(found).toEqual(expected);
    expect(run('hfind', ['-q', path, 'f'.repeat(32)]).trim()).toBe('0');
  });

  itWith('hfind')('has the schema that hfind -c makes, and reads what hfind adds', async () => {
    run('hfind', ['-c', 'reference.kdb']);
    const path = join(folder, 'empty.kdb');
    writeFileSync(path, (await writeWhole(kdb, [])).bytes);
    const question = `SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema ORDER BY rowid;
      SELECT * FROM db_properties; PRAGMA page_size; PRAGMA encoding; PRAGMA journal_mode; PRAGMA auto_vacuum;
      PRAGMA user_version; PRAGMA application_id;`;
    expect(run('sqlite3', [path, question])).toBe(run('sqlite3', ['reference.kdb', question]));
    expect(await readWhole(kdb, readFileSync(join(folder, 'reference.kdb')))).toMatchObject({
      records: [],
      issues: [],
    });
  });

  itWith('sqlite3')('is sound to sqlite3, with every row', async () => {
    const path = join(folder, 'sound.kdb');
    writeFileSync(path, (await writeWhole(kdb, records)).bytes);
    const question =
      'PRAGMA integrity_check; SELECT count(*), count(sha1) FROM hashes; SELECT count(*) FROM file_names;';
    expect(run('sqlite3', [path, question])).toBe('ok\n3000|1000\n3000\n');
  });
});
