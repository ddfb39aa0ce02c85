import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAppendFile, openAppendFile } from '../../src/files/append-file.ts';
import { useScratchFolder } from './scratch-folder.ts';

const scratch = useScratchFolder();
const isRoot = process.getuid?.() === 0;

function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

describe('a file that is only added to', () => {
  it('is made for its owner alone, read, added to, cut, closed and removed', () => {
    const path = scratch.in('file');
    const made = createAppendFile(path);
    made.append(Buffer.from('one\n'));
    made.close();
    made.close();
    expect(process.platform === 'win32' ? 0 : statSync(path).mode & 0o077).toBe(0);
    const again = openAppendFile(path);
    const buffer = Buffer.alloc(10);
    expect(again?.read(buffer, 1)).toBe(3);
    expect(buffer.toString('utf8', 0, 3)).toBe('ne\n');
    expect(again?.read(buffer, 4)).toBe(0);
    again?.append(Buffer.from('two\n'));
    expect(textOf(path)).toBe('one\ntwo\n');
    again?.truncate(2);
    again?.append(Buffer.from('!'));
    expect(textOf(path)).toBe('on!');
    again?.remove();
    expect(existsSync(path)).toBe(false);
    expect(openAppendFile(path)).toBeUndefined();
  });

  it('is never made where something is, not even a link that leads nowhere', () => {
    writeFileSync(scratch.in('there'), 'mine');
    symlinkSync(scratch.in('nowhere'), scratch.in('link'));
    for (const name of ['there', 'link']) {
      expect(() => createAppendFile(scratch.in(name))).toThrow(expect.objectContaining({ code: 'OUTPUT_FAILED' }));
    }
    expect(textOf(scratch.in('there'))).toBe('mine');
    expect(existsSync(scratch.in('nowhere'))).toBe(false);
    expect(() => createAppendFile(scratch.in('no/file'))).toThrow(/folder does not exist|cannot be written/);
  });

  it('is not opened through a link, nor where a folder or a pipe is', () => {
    writeFileSync(scratch.in('target'), 'mine');
    symlinkSync(scratch.in('target'), scratch.in('link'));
    symlinkSync(scratch.in('nowhere'), scratch.in('dangling'));
    mkdirSync(scratch.in('folder'));
    const names = ['link', 'dangling', 'folder'];
    if (process.platform !== 'win32' && spawnSync('mkfifo', [scratch.in('pipe')]).status === 0) names.push('pipe');
    for (const name of names) {
      expect(() => openAppendFile(scratch.in(name))).toThrow(expect.objectContaining({ code: 'OUTPUT_EXISTS' }));
    }
  });

  it.skipIf(!isRoot)('is not opened where somebody put it who does not own the folder', () => {
    writeFileSync(scratch.in('file'), 'forged');
    chownSync(scratch.in('file'), 65_534, 65_534);
    expect(() => openAppendFile(scratch.in('file'))).toThrow(/belongs to somebody else/);
    chownSync(scratch.path, 65_534, 65_534);
    openAppendFile(scratch.in('file'))?.close();
  });

  it.skipIf(!existsSync('/bin/bash'))('keeps nothing of what does not fit on the disk as a whole', () => {
    const path = scratch.in('file');
    const moduleUrl = JSON.stringify(new URL('../../src/files/append-file.ts', import.meta.url).href);
    const script = `import { createAppendFile } from ${moduleUrl};
      const file = createAppendFile(process.argv[1]);
      file.append(Buffer.alloc(3000, 'a'));
      try { file.append(Buffer.alloc(3000, 'b')); } catch (error) { console.log(error.code); }`;
    const argv = [
      '-c',
      'ulimit -f 4 && exec "$@"',
      'bash',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
      path,
    ];
    const { stdout, stderr } = spawnSync('bash', argv, { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['OUTPUT_FAILED\n', '']);
    expect(textOf(path)).toBe('a'.repeat(3000));
  });
});
