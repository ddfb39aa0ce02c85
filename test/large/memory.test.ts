import { closeSync, ftruncateSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { endOf, runWell, startCriskit } from '../crash/criskit-process.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';
import { tellsMemory, watchPeakBytes } from './peak-memory.ts';

const mebibyte = 1024 * 1024;
const scratch = useScratchFolder();

/** A file that takes no room on the disk. */
function writeSparse(path: string, sizeBytes: number): void {
  const file = openSync(path, 'w');
  ftruncateSync(file, sizeBytes);
  closeSync(file);
}

describe.skipIf(!tellsMemory)('memory (skipped where the system does not tell it)', () => {
  it('of hashing does not grow with the size of the file, and Ctrl-C ends it without a trace', async () => {
    writeSparse(scratch.in('clip.bin'), 20 * 1024 * mebibyte);
    const child = startCriskit(['hash', scratch.in('clip.bin'), '-o', scratch.in('hashes.txt')]);
    const peakBytes = watchPeakBytes(child.pid);
    const ended = endOf(child);
    await setTimeout(2000);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('Interrupted') as string });
    expect(peakBytes()).toBeGreaterThan(20 * mebibyte);
    expect(peakBytes()).toBeLessThan(300 * mebibyte);
    expect(readdirSync(scratch.path)).toEqual(['clip.bin']);
  });

  it.each([
    ['one line', 'x'],
    ['one quoted cell', '"'],
  ])('of an import stays bounded where a reply of 100 MB is %s, which is refused', async (_, first) => {
    const lab = scratch.in('lab');
    await runWell(['init', lab]);
    await runWell(['--lab', lab, 'case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
    const line = Buffer.alloc(100 * mebibyte, 'ab,cd ');
    line.write(first);
    writeFileSync(scratch.in('reply.csv'), line);
    const child = startCriskit([
      '--lab',
      lab,
      'import',
      scratch.in('reply.csv'),
      '--case',
      '24-0001',
      '--yes',
      '--json',
    ]);
    const peakBytes = watchPeakBytes(child.pid);
    const { exitCode, stdout } = await endOf(child);
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { error: { code: 'INPUT_TOO_LARGE' } }]);
    expect(peakBytes()).toBeLessThan(512 * mebibyte);
  });
});
