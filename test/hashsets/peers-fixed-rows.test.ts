import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import type { HashSetRecord, WriteOptions } from '../../src/hashsets/contract.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { itWith } from '../peer-program.ts';
import { writeWhole } from './reading.ts';

/** Contents that are in the set, by the names that they have there; in `media/` they are called 0, 1, … */
const names = [
  'abc.bin',
  '    ___',
  'fox, "lazy".txt',
  'a", b',
  'grün.txt',
  `${'long'.repeat(150)}.txt`,
  'C:\\a\\b.jpg',
  '=1',
];
const filesOfSet = names.map((_, index) => String(index));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-fixed-rows-'));
  mkdirSync(join(folder, 'media'));
  for (const [index, name] of names.entries()) writeFileSync(join(folder, 'media', String(index)), contentOf(name));
  writeFileSync(join(folder, 'media', 'stranger'), 'content of none');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contentOf(name: string): Buffer {
  return Buffer.from(name.trim() === '___' ? '' : `content of ${name}`);
}

/** Digests by OpenSSL, as `node:crypto` has it; every other record without size and codes. */
function recordOf(name: string, index: number): HashSetRecord {
  const content = contentOf(name);
  const digests = Object.fromEntries(
    ['md5', 'sha1', 'sha256'].map((algorithm) => [algorithm, createHash(algorithm).update(content).digest('hex')]),
  ) as Digests;
  const record = { place: { line: index + 1 }, digests, attributes: { names: [name] } };
  if (index % 2 === 0) return record;
  const unknownMembers = new Map([['ProductCode', '1']]);
  return { ...record, sizeBytes: content.length, attributes: { names: [name], unknownMembers } };
}

const records = names.map(recordOf);
const ends: readonly WriteOptions[] = [{ lineEnd: 'lf' }, { lineEnd: 'crlf', letterCase: 'lower' }];

async function writeFile(id: string, options: WriteOptions): Promise<string> {
  const path = join(folder, `${id}-${Object.values(options).join('-')}.set`);
  writeFileSync(path, (await writeWhole(getFormat(id), records, options)).bytes);
  return path;
}

function run(program: string, args: readonly string[]) {
  return spawnSync(program, args, { cwd: join(folder, 'media'), encoding: 'utf8' });
}

/** Every file of the set is matched, the stranger is not, and no line of the set is complained of. */
function expectMatches(program: string, path: string): void {
  const { stdout, stderr } = run(program, ['-l', '-m', path, ...filesOfSet, 'stranger']);
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n').toSorted()).toEqual(filesOfSet);
}

/** Every digest is found, one that is not in the set is not; `-q` because hfind stumbles over offsets of some formats. */
function expectFound(path: string, type: string, algorithm: 'md5' | 'sha1'): void {
  expect(run('hfind', ['-i', type, path]).stdout).toContain('Index created');
  for (const { digests } of records) {
    expect(run('hfind', ['-q', path, String(digests[algorithm])]).stdout.trim()).toBe('1');
  }
  const stranger = createHash(algorithm).update('content of none').digest('hex');
  expect(run('hfind', ['-q', path, stranger]).stdout.trim()).toBe('0');
}

describe.each([['2.0'], ['1.5']])('a hash set as nsrl-v2, RDS %s', (version) => {
  for (const type of ['md5', 'sha1'] as const) {
    itWith('hfind')(`is indexed and found by hfind -i nsrl-${type}`, async () => {
      for (const options of ends)
        expectFound(await writeFile('nsrl-v2', { ...options, version }), `nsrl-${type}`, type);
    });

    itWith('md5deep')(`is matched by ${type}deep -m`, async () => {
      for (const options of ends) expectMatches(`${type}deep`, await writeFile('nsrl-v2', { ...options, version }));
    });
  }

  itWith('hfind')('gives hfind the names of records, those of 2.0 up to their first comma', async () => {
    const path = await writeFile('nsrl-v2', { version });
    run('hfind', ['-i', 'nsrl-md5', path]);
    expect(run('hfind', [path, String(records[1]?.digests.md5)]).stdout).toContain('    ___');
    const fox = run('hfind', [path, String(records[2]?.digests.md5)]).stdout;
    expect(fox).toContain(version === '2.0' ? '\tfo' : '\tfox, ""lazy"".txt');
  });
});

describe('a hash set as hashkeeper', () => {
  itWith('hfind')('is indexed and found by hfind -i hk', async () => {
    for (const options of ends) expectFound(await writeFile('hashkeeper', options), 'hk', 'md5');
  });
});

describe.each([['V3'], ['V4']])('a hash set as ilook %s', (version) => {
  for (const program of ['md5deep', 'sha1deep', 'sha256deep']) {
    itWith(program)(`is matched by ${program} -m, names that it cannot hold left out`, async () => {
      for (const options of ends) expectMatches(program, await writeFile('ilook', { ...options, version }));
    });
  }
});

describe('hfind finds what is in', () => {
  // Without -q hfind calls the list of HashKeeper corrupt: it forgets the heading when it counts offsets.
  for (const [name, type, md5] of [
    ['nsrl-v2/NSRL-2.0.txt', 'nsrl-md5', '2193697C470774EA58DA24B3BAC5FCDE'],
    ['nsrl-v2/NSRL-1.5.txt', 'nsrl-md5', '2193697C470774EA58DA24B3BAC5FCDE'],
    ['hashkeeper/Z00236.hsh', 'hk', '9497ACF3CF8A2E90AE82DAE37B6373E4'],
  ] as const) {
    itWith('hfind')(`${name}, a file that criskit did not write, with the same call`, () => {
      const path = join(folder, basename(name));
      copyFileSync(resolve(import.meta.dirname, 'fixtures', name), path);
      run('hfind', ['-i', type, path]);
      expect(run('hfind', ['-q', path, md5]).stdout.trim()).toBe('1');
    });
  }
});
