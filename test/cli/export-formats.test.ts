import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWith } from '../peer-program.ts';
import { invented, labWithReply, md5, sha256 } from './temp-lab.ts';

const unidentified = [md5(invented('b')), md5(invented('c'))].toSorted();

function exportAs(format: string, file: string, ...options: readonly string[]): readonly string[] {
  return ['hashset', 'export', '--category', 'unidentified', '--format', format, '-o', file, ...options];
}

/** Of the head of a hash set of EnCase. */
function texts(bytes: Buffer): readonly string[] {
  return [bytes.toString('utf16le', 0x408, 0x458), bytes.toString('utf16le', 0x458, 0x480)].map((text) =>
    text.replace(/\0+$/, ''),
  );
}

describe('hashset export as encase', () => {
  it('counts before it writes, and names the set after the category', async () => {
    const lab = await labWithReply();
    const said = await lab.json(exportAs('encase', 'un.hash'));
    const bytes = readFileSync(join(lab.cwd, 'un.hash'));
    expect(said).toMatchObject({ records: 2, sha256: sha256(bytes), companion: null, setLoss: [], unverified: false });
    expect(bytes).toHaveLength(0x480 + 2 * 18);
    expect(bytes.readUInt32LE(0x10)).toBe(2);
    expect(texts(bytes)).toEqual(['Unidentified', 'Unidentified']);
    expect(await lab.json(exportAs('encase', 'un.hash'))).toMatchObject({ sha256: said['sha256'], unchanged: true });
  });

  it('takes another name, and says what of it was cut', async () => {
    const lab = await labWithReply();
    const name = 'Unidentified media of the invented lab, November';
    const argv = exportAs('encase', 'un.hash', '--set-name', name);
    const planned = await lab.json([...argv, '--dry-run']);
    expect(existsSync(join(lab.cwd, 'un.hash'))).toBe(false);
    const { stdout } = await lab.run(...argv);
    expect(stdout).toContain(`  cut by the format: setName, to "${name.slice(0, 39)}"\n`);
    const bytes = readFileSync(join(lab.cwd, 'un.hash'));
    expect(texts(bytes)).toEqual([name.slice(0, 39), 'Unidentified']);
    expect(planned).toMatchObject({
      sha256: sha256(bytes),
      setLoss: [{ what: 'setName', carried: name.slice(0, 39) }],
    });
  });

  itWith('md5deep')('is matched by md5deep -m', async () => {
    const lab = await labWithReply();
    await lab.json(exportAs('encase', 'un.hash'));
    const said = execFileSync('md5deep', ['-m', 'un.hash', '-r', '-b', 'media'], { cwd: lab.cwd, encoding: 'utf8' });
    expect(said.split('\n').toSorted()).toEqual(['', 'b.png', 'c.png']);
  });
});

describe('hashset export as bloom', () => {
  itWith('bloom')('gives what the program makes of the SHA-1 values, and verifies it', async () => {
    const lab = await labWithReply();
    const lines = ['b', 'c'].map((name) => createHash('sha1').update(invented(name)).digest('hex').toUpperCase());
    execFileSync('bloom', ['create', '-n', '2', '-p', '0.001', 'expected.bloom'], { cwd: lab.cwd });
    execFileSync('bloom', ['insert', 'expected.bloom'], { cwd: lab.cwd, input: `${lines.join('\n')}\n` });
    const argv = exportAs('bloom', 'un.bloom', '--false-positive-rate', '0.001');
    const said = await lab.json(argv);
    const bytes = readFileSync(join(lab.cwd, 'un.bloom'));
    expect(bytes.equals(readFileSync(join(lab.cwd, 'expected.bloom')))).toBe(true);
    expect(said).toMatchObject({ records: 2, sha256: sha256(bytes), unchanged: false });
    expect(await lab.json(argv)).toMatchObject({ sha256: said['sha256'], unchanged: true });
  });

  it('is refused for a rate that is of no use, and cannot be imported', async () => {
    const lab = await labWithReply();
    const refused = exportAs('bloom', 'x.bloom', '--false-positive-rate', '0.9');
    expect(await lab.json(refused, 2)).toMatchObject({ error: { code: 'FORMAT_CANNOT' } });
    await lab.json(exportAs('bloom', 'un.bloom'));
    for (const options of [[], ['--format', 'bloom']]) {
      const argv = ['hashset', 'import', 'un.bloom', '--category', 'unidentified', ...options];
      expect(await lab.json(argv, 2)).toMatchObject({ error: { code: 'FORMAT_CANNOT' } });
    }
  });
});

describe('hashset export', () => {
  it('as nuix gives digests in order', async () => {
    const lab = await labWithReply();
    expect(await lab.json(exportAs('nuix', 'un.hash'))).toMatchObject({ records: 2 });
    expect(readFileSync(join(lab.cwd, 'un.hash')).toString('hex', 13)).toBe(unidentified.join(''));
    const again = ['hashset', 'import', 'un.hash', '--category', 'known-victim', '--dry-run'];
    expect(await lab.json(again)).toMatchObject({ format: 'nuix', records: 2, issues: 0 });
  });

  it('says that a format without a name does not carry the one that was asked for', async () => {
    const lab = await labWithReply();
    const { stdout } = await lab.run(...exportAs('plain', 'un.txt', '--set-name', 'A set'));
    expect(stdout).toContain('  not carried by the format: setName\n');
  });

  it.each([
    [['--format-version', '2'], 'FORMAT_CANNOT'],
    [['--false-positive-rate', '0.01'], 'FORMAT_CANNOT'],
    [['--false-positive-rate', 'low'], 'USAGE'],
    [['--false-positive-rate', '1'], 'USAGE'],
    [['--set-name', ' '], 'USAGE'],
    [['--set-name', 'a\u202eb'], 'USAGE'],
  ])('refuses %j', async (options, code) => {
    const lab = await labWithReply();
    expect(await lab.json(exportAs('plain', 'x', ...options), 2)).toMatchObject({ error: { code } });
    expect(existsSync(join(lab.cwd, 'x'))).toBe(false);
  });
});

describe('hash', () => {
  it('writes manifests in formats that count or sort, and says that names are lost', async () => {
    const lab = await labWithReply();
    const asWalked = ['a', 'b', 'c', 'd'].map((name) => md5(invented(name)));
    for (const { format, headBytes, entryBytes, expected } of [
      { format: 'nuix', headBytes: 13, entryBytes: 16, expected: asWalked.toSorted() },
      { format: 'encase', headBytes: 0x480, entryBytes: 18, expected: asWalked },
    ]) {
      const argv = ['hash', 'media', '--algorithms', 'md5', '--format', format, '-o', 'media.hash'];
      expect(await lab.json(argv, 1)).toMatchObject({ notCarried: [{ what: 'names', records: 4 }] });
      const entries = readFileSync(join(lab.cwd, 'media.hash')).subarray(headBytes);
      expect(expected.map((_, index) => entries.toString('hex', index * entryBytes, index * entryBytes + 16))).toEqual(
        expected,
      );
      rmSync(join(lab.cwd, 'media.hash'));
    }
  });
});
