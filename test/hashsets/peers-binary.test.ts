import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { HashSetRecord, WriteOptions } from '../../src/hashsets/contract.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { itWith } from '../peer-program.ts';
import { readWhole, writeWhole } from './reading.ts';

const names = ['a.bin', 'b.bin', 'c.bin'];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-binary-'));
  for (const name of names) writeFileSync(join(folder, name), `content of ${name}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function md5Of(name: string): string {
  return createHash('md5').update(`content of ${name}`).digest('hex');
}

function recordOf(name: string): HashSetRecord {
  return { place: {}, digests: { md5: md5Of(name) as never } };
}

/** What the program makes of these lines. */
function filterByProgram(file: string, lines: readonly string[], size: readonly string[]): Buffer {
  run('bloom', 'create', ...size, file);
  const { status, stderr } = spawnSync('bloom', ['insert', file], { cwd: folder, input: `${lines.join('\n')}\n` });
  if (status !== 0) throw new Error(stderr.toString());
  return readFileSync(join(folder, file));
}

async function writeSet(file: string, records: readonly HashSetRecord[], options: WriteOptions): Promise<void> {
  writeFileSync(join(folder, file), (await writeWhole(getFormat('encase'), records, options)).bytes);
}

function run(program: string, ...args: readonly string[]) {
  return spawnSync(program, args, { cwd: folder, encoding: 'utf8', input: '' });
}

describe('a hash set as encase', () => {
  itWith('md5deep')('is matched by md5deep -m, which checks the count', async () => {
    await writeSet('set.hash', ['a.bin', 'c.bin'].map(recordOf), { setName: 'Set ä', categoryTitle: 'Notable' });
    const { stdout, stderr } = run('md5deep', '-b', '-m', 'set.hash', ...names);
    expect(stderr).toBe('');
    expect(stdout.split('\n').toSorted()).toEqual(['', 'a.bin', 'c.bin']);
    await writeSet('wrong.hash', ['a.bin', 'c.bin'].map(recordOf), { recordCount: 3 });
    expect(run('md5deep', '-b', '-m', 'wrong.hash', ...names).stderr).toMatch(/hash/i);
  });

  itWith('hfind')('is indexed and found by hfind -q, under its name', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => `file ${index}`);
    await writeSet('many.hash', many.map(recordOf), { setName: 'Lab set ä' });
    expect(run('hfind', '-i', 'encase', 'many.hash').stdout).toContain('Index created');
    for (const name of many.slice(0, 20)) expect(run('hfind', '-q', 'many.hash', md5Of(name)).stdout.trim()).toBe('1');
    expect(run('hfind', '-q', 'many.hash', md5Of('another')).stdout.trim()).toBe('0');
  });

  itWith('hfind')(
    'is found by hfind without -q no more than any other: Sleuth Kit counts entries from offset 0',
    async () => {
      await writeSet('plain.hash', names.map(recordOf), {});
      run('hfind', '-i', 'encase', 'plain.hash');
      const { stdout, stderr } = run('hfind', 'plain.hash', md5Of('a.bin'));
      expect(stdout + stderr).toContain('Hash not found in file at offset');
    },
  );
});

describe('a hash set as bloom', () => {
  const digests = Array.from({ length: 3000 }, (_, index) => {
    const content = `file ${index}`;
    return {
      md5: createHash('md5').update(content).digest('hex') as never,
      sha1: createHash('sha1').update(content).digest('hex') as never,
    };
  });
  const records = digests.map((values): HashSetRecord => ({ place: {}, digests: values }));

  itWith('bloom')('is byte for byte what bloom create and bloom insert make', async () => {
    const bloom = getFormat('bloom');
    for (const count of [1, 2, 7, 64, 1000, 2999, 3000]) {
      for (const rate of ['0.0001', '0.01', '0.5', '0.000001', '1e-12', '0.3333333']) {
        const lines = digests.slice(0, count).map(({ sha1 }) => String(sha1).toUpperCase());
        const expected = filterByProgram(`${count}-${rate}.bloom`, lines, ['-n', String(count), '-p', rate]);
        const given = records.slice(0, count);
        const { bytes } = await writeWhole(bloom, given, { falsePositiveRate: Number(rate) });
        expect(bytes.equals(expected), `${count} at ${rate}`).toBe(true);
      }
    }
  });

  itWith('bloom')('is the same where texts share their bits, so that not all of them count', async () => {
    const lines = digests.map(({ md5 }) => String(md5));
    const expected = filterByProgram('full.bloom', lines, ['-n', '100', '-p', '0.1']);
    const options = { recordCount: 100, falsePositiveRate: 0.1, algorithm: 'md5', letterCase: 'lower' } as const;
    const { bytes } = await writeWhole(getFormat('bloom'), records, options);
    expect(bytes.readBigUInt64LE(40)).toBeLessThan(3000n);
    expect(bytes.equals(expected)).toBe(true);
  });

  itWith('bloom')('is asked by bloom check, in upper case', async () => {
    writeFileSync(join(folder, 'set.bloom'), (await writeWhole(getFormat('bloom'), records.slice(0, 2000))).bytes);
    const ask = (lines: readonly string[]) =>
      spawnSync('bloom', ['check', 'set.bloom'], { cwd: folder, encoding: 'utf8', input: `${lines.join('\n')}\n` })
        .stdout.split('\n')
        .filter((line) => line !== '');
    const upper = digests.map(({ sha1 }) => String(sha1).toUpperCase());
    expect(ask(upper.slice(0, 2000))).toEqual(upper.slice(0, 2000));
    // One in ten thousand may be taken for known.
    expect(ask(upper.slice(2000)).length).toBeLessThan(5);
    expect(ask(digests.slice(0, 100).map(({ sha1 }) => String(sha1)))).toEqual([]);
  });
});

describe('a hash set as tsk-idx', () => {
  for (const algorithm of ['md5', 'sha1'] as const) {
    const digestOf = (text: string) => createHash(algorithm).update(text).digest('hex');

    itWith('hfind')(
      `of ${algorithm} is searched by hfind, in full and with -q, without a database beside it`,
      async () => {
        const digests = Array.from({ length: 3000 }, (_, index) => digestOf(`file ${index}`)).toSorted();
        const records = digests.map(
          (digest): HashSetRecord => ({ place: {}, digests: { [algorithm]: digest as never } }),
        );
        const options = { algorithm, setName: `Lab set ä, ${'long '.repeat(40)}` };
        const file = `set-${algorithm}.idx`;
        writeFileSync(join(folder, file), (await writeWhole(getFormat('tsk-idx'), records, options)).bytes);
        for (const digest of [digests[0], digests[1499], digests[2999]]) {
          expect(run('hfind', '-q', file, String(digest)).stdout.trim()).toBe('1');
          expect(run('hfind', file, String(digest)).stdout).toContain('File name not available');
        }
        expect(run('hfind', '-q', file, digestOf('another')).stdout.trim()).toBe('0');
      },
    );
  }

  itWith('hfind')('is read as hfind -i makes it', async () => {
    const digests = names.map(md5Of).toSorted();
    writeFileSync(join(folder, 'lab.md5'), digests.map((digest, index) => `${digest}  ${index}\n`).join(''));
    run('hfind', '-i', 'md5sum', 'lab.md5');
    const read = await readWhole(getFormat('tsk-idx'), readFileSync(join(folder, 'lab.md5-md5.idx')));
    expect(read).toMatchObject({ issues: [], headings: 2, blanks: 0 });
    expect(read.records.map(({ digests: { md5 } }) => md5)).toEqual(digests);
  });
});
