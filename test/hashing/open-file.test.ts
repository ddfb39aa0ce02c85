import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/core/digest.ts';
import { type FileHash, headSizeBytes } from '../../src/hashing/open-file.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';
import { cycleOf251, edgeLengths } from './cycle.ts';
import { digestsOf } from './digests-of.ts';
import { layoutOf, makeScheduler } from './lanes/make-lanes.ts';

const scratch = useScratchFolder();

interface Hashed {
  readonly result: FileHash;
  readonly head: Uint8Array;
}

/** Alone, in pieces of 1,024 bytes. */
function hashWithHead(path: string | Uint8Array, onBytes: (bytes: number) => void): Hashed {
  const { scheduler } = makeScheduler(algorithms, layoutOf(1024, { laneCount: 1 }), { onBytes });
  const head = new Uint8Array(headSizeBytes);
  let found: FileHash | undefined;
  scheduler.add([{ path: Buffer.from(path), head, onDone: (result) => (found = result) }]);
  while (!scheduler.isIdle) scheduler.round();
  if (found === undefined) throw new Error('The file came to no end.');
  return { result: found, head };
}

function hash(path: string | Uint8Array, onBytes: () => void = () => undefined): FileHash {
  return hashWithHead(path, onBytes).result;
}

/** Hashes 10,000 bytes and does something to the file after the first thousand. */
function hashAndDo(change: () => void): FileHash {
  writeFileSync(scratch.in('a'), cycleOf251(10_000));
  // Far from now: a change within one tick of the file system's clock could not be told.
  utimesSync(scratch.in('a'), 1_000_000, 1_000_000);
  let done = false;
  return hash(scratch.in('a'), () => {
    if (!done) change();
    done = true;
  });
}

describe('a file that is hashed', () => {
  it('gives all digests, the size and the head of files of any length, in one read', () => {
    for (const length of edgeLengths) {
      const bytes = cycleOf251(length);
      writeFileSync(scratch.in('a'), bytes);
      const { mtimeMs, ctimeMs, ino: inode } = statSync(scratch.in('a'));
      let read = 0;
      const { result, head } = hashWithHead(scratch.in('a'), (count) => (read += count));
      expect(result).toEqual({
        kind: 'hashed',
        sizeBytes: length,
        digests: digestsOf(bytes, algorithms),
        stamp: { mtimeMs, ctimeMs, inode },
      });
      expect(head.subarray(0, length)).toEqual(bytes.slice(0, 4100));
      expect(read).toBe(length);
    }
  });

  it('opens by bytes: names that are not UTF-8', () => {
    const path = Buffer.concat([Buffer.from(scratch.in('K')), Buffer.from([0xe4])]);
    writeFileSync(path, 'x');
    expect(hash(path)).toMatchObject({ kind: 'hashed', sizeBytes: 1 });
  });

  it.skipIf(process.platform !== 'linux')('leaves the time of the last access as it was', () => {
    writeFileSync(scratch.in('a'), 'x');
    utimesSync(scratch.in('a'), 1_000_000, 2_000_000);
    expect(hash(scratch.in('a')).kind).toBe('hashed');
    expect(statSync(scratch.in('a')).atimeMs).toBe(1_000_000_000);
  });
});

describe('a file that changes while it is read', () => {
  const changed = { kind: 'unhashed', code: 'changed-while-read' };

  it.each([
    ['grows', () => appendFileSync(scratch.in('a'), 'more')],
    ['is cut', () => truncateSync(scratch.in('a'), 5000)],
    ['is emptied', () => truncateSync(scratch.in('a'), 0)],
    ['is written again with the same size', () => writeFileSync(scratch.in('a'), cycleOf251(10_000), { flag: 'r+' })],
    ['is removed', () => unlinkSync(scratch.in('a'))],
    ['is replaced', () => (writeFileSync(scratch.in('b'), 'x'), renameSync(scratch.in('b'), scratch.in('a')))],
  ])('has no digest where it %s', (_, change) => {
    expect(hashAndDo(change)).toMatchObject(changed);
  });

  it('ends where the file grows as fast as it is read', () => {
    writeFileSync(scratch.in('a'), cycleOf251(10_000));
    expect(hash(scratch.in('a'), () => appendFileSync(scratch.in('a'), cycleOf251(1000)))).toMatchObject(changed);
  });

  it('has a digest where it is only read by somebody else, too', () => {
    expect(hashAndDo(() => readFileSync(scratch.in('a')))).toMatchObject({ kind: 'hashed' });
  });

  it.skipIf(process.platform !== 'linux')('has none where it holds more than it states', () => {
    expect(hash('/proc/version')).toMatchObject({ ...changed, message: /stated 0 bytes/ });
  });
});

describe('what cannot be hashed', () => {
  it.each([
    ['is not there', () => scratch.in('nothing'), 'unreadable', /no such file or directory \(ENOENT\)/],
    ['goes through a file', () => scratch.in('file', 'x'), 'unreadable', /ENOTDIR/],
    ['is a folder', () => scratch.in('folder'), 'not-a-file', /./],
    ['is a link', () => scratch.in('link'), 'not-a-file', /is a link/],
    ['is a device', () => '/dev/zero', 'not-a-file', /./],
  ])('has no digest where it %s', (_, path, code, message) => {
    writeFileSync(scratch.in('file'), 'x');
    mkdirSync(scratch.in('folder'));
    symlinkSync('file', scratch.in('link'));
    const found = hash(path());
    expect(found).toMatchObject({ kind: 'unhashed', code, message });
    expect(JSON.stringify(found)).not.toContain(scratch.path);
  });

  it.skipIf(process.platform === 'win32')('does not hang on a pipe, and refuses a socket', async () => {
    spawnSync('mkfifo', [scratch.in('pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(scratch.in('socket'), resolve));
    expect(hash(scratch.in('pipe'))).toMatchObject({ code: 'not-a-file' });
    expect(hash(scratch.in('socket'))).toMatchObject({ code: 'not-a-file' });
    server.close();
  });

  it.skipIf(process.platform !== 'linux')('has no digest where reading fails', () => {
    expect(hash('/proc/self/mem')).toMatchObject({ code: 'unreadable', message: /EIO/ });
  });

  it('stops for what is no fault of the file', () => {
    expect(() => hash(Buffer.from('a\0b'))).toThrow(/null bytes/);
  });
});
