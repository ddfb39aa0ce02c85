import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { HashSetRecord, WriteOptions } from '../../src/hashsets/contract.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { itWith } from '../peer-program.ts';
import { writeWhole } from './reading.ts';

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
