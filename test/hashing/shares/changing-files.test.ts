import {
  appendFileSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../../src/core/digest.ts';
import type { FileHash } from '../../../src/hashing/open-file.ts';
import { useScratchFolder } from '../../files/scratch-folder.ts';
import { cycleOf251 } from '../cycle.ts';
import { digestsOf } from '../digests-of.ts';
import { layoutOf } from '../lanes/make-lanes.ts';
import { SteppedThreads } from './stepped-threads.ts';

const scratch = useScratchFolder();

function write(name: string, content: Uint8Array): string {
  writeFileSync(scratch.in(name), content);
  // Far from now: a change within one tick of the file system's clock could not be told.
  utimesSync(scratch.in(name), 1_000_000, 1_000_000);
  return scratch.in(name);
}

const good = (index: number) => cycleOf251(9000 + index * 777).map((byte) => byte ^ index);

const hashed = (content: Uint8Array) => ({
  kind: 'hashed',
  sizeBytes: content.length,
  digests: digestsOf(content, algorithms),
  stamp: expect.anything(),
});

const filesOpen = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);

/** Who computes what of the bad file, and of the good ones in turn: shared with one, two and three helpers, or with nobody. */
const divisions = [
  [0, 1, 1, 1],
  [0, 1, 2, 3],
  [0, 0, 0, 2],
  [0, 0, 0, 0],
];

/** Who goes on before the others: the owner is as far ahead as it can be, or helpers wait for every piece. */
const orders = [
  [0, 1, 2, 3],
  [3, 2, 1, 0],
];

interface BadFile {
  /** Makes it, before every run, and returns its path. */
  readonly make: () => string;
  /** Called when some of it was read, and not all. */
  readonly change?: () => void;
}

/**
 * Hashes the bad file at every place among ten good ones, shared in every way; then another good one in the same lanes. All
 * good ones must be right, the helpers must end, and no file may stay open. Returns what became of the bad file each time.
 */
function hashAmongGood({ make, change }: BadFile): FileHash[] {
  const goods = Array.from({ length: 11 }, (_, index) => write(`good${index}`, good(index)));
  const before = filesOpen();
  const ends = [0, 3, 7, 10].flatMap((place) =>
    divisions.flatMap((computedBy) =>
      orders.map((order) => {
        const bad = make();
        let reads = 0;
        // The files beside it have begun, and it has not ended.
        const onBytes = () => {
          reads += 1;
          if (reads === (place < 8 ? 20 : 100)) change?.();
        };
        const threads = new SteppedThreads({ algorithms, layout: layoutOf(1024, { piecesPerLane: 3 }), onBytes });
        const divisionOf = (index: number) => divisions[index % divisions.length] ?? [];
        const files = goods.slice(0, 10).map((path, index) => ({ path, computedBy: divisionOf(index) }));
        threads.add(files.toSpliced(place, 0, { path: bad, computedBy }));
        for (let turn = 0; turn < 20; turn += 1) for (const thread of order) threads.stepToStandstill(thread);
        threads.finish();
        threads.add([{ path: goods[10] ?? '', computedBy }]);
        threads.finish();
        const expected: unknown[] = Array.from({ length: 11 }, (_, index) => hashed(good(index)));
        expect(threads.results.toSpliced(place, 1)).toEqual(expected);
        return threads.results[place] as FileHash;
      }),
    ),
  );
  if (filesOpen() !== before) throw new Error('A file was left open.');
  return ends;
}

describe('a file that several threads hash and that changes', () => {
  const make = () => write('bad', good(3));

  it.each([
    ['grows', () => appendFileSync(scratch.in('bad'), 'more')],
    ['grows much', () => appendFileSync(scratch.in('bad'), cycleOf251(100_000))],
    ['is cut', () => truncateSync(scratch.in('bad'), 5000)],
    ['is emptied', () => truncateSync(scratch.in('bad'), 0)],
    ['is written again with the same size', () => writeFileSync(scratch.in('bad'), good(3), { flag: 'r+' })],
    ['is removed', () => unlinkSync(scratch.in('bad'))],
    ['is replaced', () => (write('other', good(3)), renameSync(scratch.in('other'), scratch.in('bad')))],
  ])('has no digest where it %s, and leaves its neighbours alone', (_, change) => {
    const ends = hashAmongGood({ make, change });
    for (const end of ends) expect(end).toMatchObject({ kind: 'unhashed', code: 'changed-while-read' });
  });

  it.skipIf(process.platform !== 'linux')('has none where reading fails in the middle', () => {
    // The number of the open file comes to mean one that cannot be read.
    const spoil = () => {
      const opened = readdirSync('/proc/self/fd').find((number) => isOpenAs(number, scratch.in('bad'))) ?? '';
      closeSync(Number(opened));
      expect(openSync('/dev/null', constants.O_WRONLY)).toBe(Number(opened));
    };
    for (const end of hashAmongGood({ make, change: spoil })) {
      expect(end).toMatchObject({ code: 'unreadable', message: /EBADF/ });
    }
  });

  function isOpenAs(number: string, path: string): boolean {
    try {
      return readlinkSync(`/proc/self/fd/${number}`) === path;
    } catch {
      return false;
    }
  }
});

describe('a file that several threads were to hash and cannot', () => {
  it.each([
    ['is not there', () => scratch.in('nothing'), 'unreadable'],
    ['is a folder', () => scratch.in('folder'), 'not-a-file'],
    ['is a link', () => scratch.in('link'), 'not-a-file'],
  ])('has no digest where it %s, and leaves its neighbours alone', (_, make, code) => {
    mkdirSync(scratch.in('folder'));
    symlinkSync('good0', scratch.in('link'));
    for (const end of hashAmongGood({ make })) expect(end).toMatchObject({ code });
  });

  it.skipIf(process.platform !== 'linux').each([
    ['cannot be read', '/proc/self/mem', 'unreadable', /EIO/],
    ['gives more than it stated', '/proc/version', 'changed-while-read', /stated 0 bytes/],
  ])('has no digest where it %s, and leaves its neighbours alone', (_, path, code, message) => {
    for (const end of hashAmongGood({ make: () => path })) expect(end).toMatchObject({ code, message });
  });
});
