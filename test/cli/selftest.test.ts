import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SelfTestStatement } from '../../src/app/self-test.ts';
import { formatSelfTest } from '../../src/cli/self-test-page.ts';
import { executable, runExecutable } from './run-executable.ts';
import { runJson, runMain } from './run-main.ts';
import { tempFolder } from './temp-lab.ts';

const root = resolve(import.meta.dirname, '../..');

describe('criskit selftest', () => {
  it('prints a statement that names versions, machine, paths and sources: exit 0, without a lab', async () => {
    const { code, stdout, stderr } = await runMain(['selftest'], { cwd: tempFolder() });
    expect([code, stderr]).toEqual([0, '']);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    for (const line of [
      /^Made: +2026-11-22 09:30 UTC$/m,
      new RegExp(`^criskit: +${version}$`, 'm'),
      new RegExp(`^Node\\.js: +${process.versions.node}, `, 'm'),
      new RegExp(`^OpenSSL: +${process.versions.openssl} \\(MD5, SHA-1, SHA-256\\)$`, 'm'),
      /^BLAKE3: +@napi-rs\/blake-hash \d/m,
      /^MD5 in lanes: +md5-lanes\.wasm, SHA-256 [0-9a-f]{64}$/m,
      /^Processor: +\S/m,
      /^All [\d,]+ comparisons agree\.$/m,
      /^MD5 +lane 8 alone, kernel of 8 +(\d+) +\d+ +\1 {2}\[/m,
      /^SHA-256 +files, 3 threads, MD5 by OpenSSL +(\d+) +\d+ +\1 {2}\[/m,
      /^ {2}\[1\] RFC 1321, A\.5$/m,
      /^Signature: +_+$/m,
    ]) {
      expect(stdout).toMatch(line);
    }
  });

  it('gives the same as data', async () => {
    const data = await runJson(['selftest'], { cwd: tempFolder() });
    expect(data).toMatchObject({ ok: true, madeAtUtc: '2026-11-22T09:30:00.000Z', differences: [], notAvailable: [] });
    expect(data['paths']).toContainEqual(
      expect.objectContaining({ algorithm: 'md5', path: 'lane 1 alone, kernel of 4' }),
    );
  });

  it('writes the statement to a file, whole, and replaces none unless forced', async () => {
    const cwd = tempFolder();
    const first = await runMain(['selftest', '-o', 'statement.txt'], { cwd });
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^All [\d,]+ comparisons agree\.\n$/);
    expect(first.stderr).toBe(`Wrote ${join(cwd, 'statement.txt')}.\n`);
    const text = readFileSync(join(cwd, 'statement.txt'), 'utf8');
    expect(text).toMatch(/^Statement on the self-test/);
    expect(text).toMatch(/Signature: +_+\n$/);
    writeFileSync(join(cwd, 'statement.txt'), 'signed');
    expect(await runMain(['selftest', '-o', 'statement.txt'], { cwd })).toMatchObject({ code: 2, stdout: '' });
    expect(readFileSync(join(cwd, 'statement.txt'), 'utf8')).toBe('signed');
    expect((await runMain(['selftest', '-o', 'statement.txt', '--force', '-q'], { cwd })).stderr).toBe('');
    expect(readFileSync(join(cwd, 'statement.txt'), 'utf8')).toBe(text);
  });
});

describe('criskit selftest, as the real executable', () => {
  it('agrees', async () => {
    const { code, stdout, stderr } = await runExecutable(['selftest'], { cwd: tempFolder() });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^All [\d,]+ comparisons agree\.$/m);
  });

  it('says that there are no lanes where there is no WebAssembly, which is no difference', () => {
    const run = spawnSync(process.execPath, ['--jitless', executable, 'selftest'], { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/^MD5 in lanes: not available: no WebAssembly SIMD; OpenSSL is used instead$/m);
    expect(run.stdout).not.toMatch(/lane 1 alone/);
  });

  it('finds one wrong bit in the module of the lanes: exit 1', () => {
    const folder = tempFolder();
    for (const part of ['bin', 'dist', 'package.json'])
      cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const wasm = join(folder, 'dist/hashing/lanes/md5-lanes.wasm');
    const bytes = readFileSync(wasm);
    // The constant of the first step (RFC 1321, 3.4: T[1]), as it stands in the code.
    const at = bytes.indexOf(Buffer.from('78a46ad7', 'hex'));
    expect(at).toBeGreaterThan(0);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(wasm, bytes);
    const run = spawnSync(process.execPath, [join(folder, 'bin/criskit.js'), 'selftest'], { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toMatch(/^[\d,]+ of [\d,]+ comparisons DIFFER\. /m);
    expect(run.stdout).toMatch(/^ {2}MD5, lane \d alone, kernel of \d, pieces of 64 B: no bytes$/m);
    expect(run.stdout).toMatch(/^ {4}expected d41d8cd98f00b204e9800998ecf8427e \(RFC 1321, A\.5\)$/m);
    expect(run.stdout).toMatch(/^SHA-1 +files, 1 thread, MD5 in lanes +(\d+) +\d+ +\1 {2}\[/m);
  });
});

describe('the statement', () => {
  const difference = {
    algorithm: 'md5',
    path: 'files, 1 thread, MD5 in lanes',
    detail: undefined,
    content: '"a"',
    source: 'RFC 1321, A.5',
    isKnown: true,
    expected: '0cc175b9c0f1b6a831c399e269772661',
    found: 'none: a thread said \u001b[31mred',
    agrees: false,
  } as const;
  const statement: SelfTestStatement = {
    madeAtUtc: '2026-11-22T09:30:00.000Z',
    program: {
      version: '0.1.0',
      folder: '/opt/criskit\u0007',
      node: '26.0.0',
      nodePath: '/usr/bin/node',
      v8: '14',
      openssl: '3.5.0',
      blake3: { name: 'blake', version: null },
      laneModule: { name: 'md5-lanes.wasm', sha256: null },
    },
    machine: {
      name: 'lab-7',
      system: 'Linux',
      release: '6.1',
      systemVersion: '#1 SMP',
      architecture: 'arm64',
      processor: '',
      cores: 8,
      usableCores: 2,
    },
    ok: false,
    compared: 1200,
    paths: [],
    notAvailable: [],
    differences: Array.from({ length: 101 }, () => difference),
  };

  it('lists differences with what was expected and found, and says how many more there are', () => {
    const text = formatSelfTest(statement).join('\n');
    expect(text).toContain('101 of 1,200 comparisons DIFFER.');
    expect(text.match(/expected 0cc175b9c0f1b6a831c399e269772661 \(RFC 1321, A\.5\)/g)).toHaveLength(100);
    expect(text).toContain('… and 1 more; --json lists all');
  });

  it('says what it cannot know, and shows no control characters', () => {
    const text = formatSelfTest(statement).join('\n');
    expect(text).toMatch(/^Processor: +the system does not say$/m);
    expect(text).toMatch(/^Cores: +8, of which 2 can be used$/m);
    expect(text).toMatch(/^BLAKE3: +blake \(version cannot be read\)$/m);
    expect(text).toMatch(/^MD5 in lanes: +md5-lanes.wasm, SHA-256 \(file cannot be read\)$/m);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});
