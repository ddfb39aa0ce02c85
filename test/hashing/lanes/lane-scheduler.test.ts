import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms } from '../../../src/core/digest.ts';
import { type FileHash, headSizeBytes } from '../../../src/hashing/open-file.ts';
import { useScratchFolder } from '../../files/scratch-folder.ts';
import { cycleOf251, edgeLengths } from '../cycle.ts';
import { digestsOf } from '../digests-of.ts';
import { layoutOf, makeScheduler } from './make-lanes.ts';

const scratch = useScratchFolder();

interface Schedule {
  /** Paths, and after how many rounds they come. */
  readonly files: readonly { readonly path: string; readonly round: number }[];
  readonly pieceSizeBytes?: number;
  readonly algorithms?: readonly Algorithm[];
  readonly onBytes?: (bytes: number) => void;
}

/** What became of each file, in the order of the schedule. */
function hashInLanes(schedule: Schedule): FileHash[] {
  const { files, pieceSizeBytes = 4096, onBytes = () => undefined } = schedule;
  const { scheduler } = makeScheduler(schedule.algorithms ?? algorithms, layoutOf(pieceSizeBytes), { onBytes });
  const results: FileHash[] = [];
  let done = 0;
  for (let round = 0; done < files.length; round += 1) {
    const tasks = files.flatMap((file, index) => {
      const onDone = (result: FileHash) => {
        expect(results[index]).toBeUndefined();
        results[index] = result;
        done += 1;
      };
      const head = new Uint8Array(headSizeBytes);
      return file.round === round ? [{ path: Buffer.from(file.path), head, onDone }] : [];
    });
    scheduler.add(tasks);
    scheduler.round();
    if (round > 1e6) throw new Error('The lanes do not come to an end.');
  }
  expect(scheduler.isIdle).toBe(true);
  return results;
}

const atOnce = (paths: readonly string[]) => paths.map((path) => ({ path, round: 0 }));

function write(name: string, content: Uint8Array): string {
  writeFileSync(scratch.in(name), content);
  // Far from now: a change within one tick of the file system's clock could not be told.
  utimesSync(scratch.in(name), 1_000_000, 1_000_000);
  return scratch.in(name);
}

const hashed = (content: Uint8Array, ids: readonly Algorithm[] = algorithms) => ({
  kind: 'hashed',
  sizeBytes: content.length,
  digests: digestsOf(content, ids),
  stamp: { mtimeMs: 1e9, ctimeMs: expect.any(Number), inode: expect.any(Number) },
});

describe('LaneScheduler', () => {
  it.each([64, 1024, 4096, 131_072])('gives every length, with pieces of %d bytes', (pieceSizeBytes) => {
    const lengths = edgeLengths.filter((length) => length < pieceSizeBytes * 3000);
    const files = atOnce(lengths.map((length) => write(`${length}`, cycleOf251(length))));
    let bytes = 0;
    const found = hashInLanes({ files, pieceSizeBytes, onBytes: (count) => (bytes += count) });
    expect(found).toEqual(lengths.map((length) => hashed(cycleOf251(length))));
    expect(bytes).toBe(lengths.reduce((sum, length) => sum + length, 0));
  });

  it('gives the algorithms in the order asked for, and MD5 without others', () => {
    const contents = [1, 2, 3].map((length) => cycleOf251(length));
    const paths = contents.map((content) => write(`${content.length}`, content));
    for (const ids of [['sha1', 'md5'], ['md5'], ['md5', 'blake3']] as const) {
      const found = hashInLanes({ files: atOnce(paths), algorithms: ids });
      expect(found).toEqual(contents.map((content) => hashed(content, ids)));
      for (const file of found) expect(Object.keys('digests' in file ? file.digests : {})).toEqual(ids);
    }
  });

  it('hashes side by side without MD5 as well', () => {
    const content = cycleOf251(10_000);
    const found = hashInLanes({ files: atOnce([write('a', content), write('b', content)]), algorithms: ['blake3'] });
    expect(found).toEqual([hashed(content, ['blake3']), hashed(content, ['blake3'])]);
  });

  it('lets others join a file that was alone, and the other way round', () => {
    const long = cycleOf251(100_000);
    const short = cycleOf251(10_001);
    const files = [3, 0, 7, 500].map((round, index) => ({ path: write(`short${index}`, short), round }));
    const found = hashInLanes({ files: [{ path: write('long', long), round: 0 }, ...files], pieceSizeBytes: 64 });
    expect(found).toEqual([hashed(long), ...files.map(() => hashed(short))]);
  });

  it('gives the right digests whenever files come, however long they are', () => {
    const lengths = fc.oneof(fc.nat(300), fc.nat(20_000), fc.constantFrom(...edgeLengths.filter((it) => it < 9000)));
    const files = fc.array(fc.record({ length: lengths, round: fc.oneof(fc.constant(0), fc.nat(60)) }), {
      maxLength: 30,
    });
    const pieces = fc.constantFrom(64, 128, 192, 1024, 4096);
    const content = (length: number, index: number) => cycleOf251(length + index).subarray(index);
    fc.assert(
      fc.property(files, pieces, (files, pieceSizeBytes) => {
        const schedule = files.map(({ length, round }, index) => {
          return { path: write(`${index}`, content(length, index)), round };
        });
        const found = hashInLanes({ files: schedule, pieceSizeBytes, algorithms: ['md5', 'sha1'] });
        expect(found).toEqual(files.map(({ length }, index) => hashed(content(length, index), ['md5', 'sha1'])));
      }),
      { numRuns: 150 },
    );
  });
});

describe('LaneScheduler, a bad file among good ones', () => {
  const good = (index: number) => cycleOf251(9000 + index * 777).map((byte) => byte ^ index);

  /** Ten good files with the bad one among them; all but the bad one must be right. */
  function hashAmongGood(bad: string, place: number, onBytes: () => void = () => undefined): FileHash | undefined {
    const paths = Array.from({ length: 10 }, (_, index) => write(`good${index}`, good(index)));
    paths.splice(place, 0, bad);
    const found = hashInLanes({ files: atOnce(paths), pieceSizeBytes: 1024, onBytes });
    const [result] = found.splice(place, 1);
    expect(found).toEqual(Array.from({ length: 10 }, (_, index) => hashed(good(index))));
    return result;
  }

  it.each([
    ['grows', () => appendFileSync(scratch.in('bad'), 'more')],
    ['grows much', () => appendFileSync(scratch.in('bad'), cycleOf251(100_000))],
    ['is cut', () => truncateSync(scratch.in('bad'), 5000)],
    ['is emptied', () => truncateSync(scratch.in('bad'), 0)],
    ['is written again with the same size', () => writeFileSync(scratch.in('bad'), good(3), { flag: 'r+' })],
    ['is removed', () => unlinkSync(scratch.in('bad'))],
  ])('has no digest for one that %s, and leaves its neighbours alone', (_, change) => {
    for (const place of [0, 3, 7, 10]) {
      write('bad', good(3));
      let pieces = 0;
      // The files beside it have begun, and it has not ended.
      const result = hashAmongGood(scratch.in('bad'), place, () => {
        pieces += 1;
        if (pieces === (place < 8 ? 20 : 100)) change();
      });
      expect(result).toMatchObject({ kind: 'unhashed', code: 'changed-while-read' });
    }
  });

  it.each([
    ['is not there', 'nothing', 'unreadable'],
    ['is a folder', 'folder', 'not-a-file'],
    ['is a link', 'link', 'not-a-file'],
  ])('has no digest for one that %s, and leaves its neighbours alone', (_, name, code) => {
    mkdirSync(scratch.in('folder'));
    symlinkSync('good0', scratch.in('link'));
    for (const place of [0, 7, 8, 10]) expect(hashAmongGood(scratch.in(name), place)).toMatchObject({ code });
  });

  it.skipIf(process.platform !== 'linux')('has no digest where reading fails, or gives more than was stated', () => {
    expect(hashAmongGood('/proc/self/mem', 4)).toMatchObject({ code: 'unreadable', message: /EIO/ });
    expect(hashAmongGood('/proc/version', 4)).toMatchObject({ code: 'changed-while-read', message: /stated 0 bytes/ });
  });

  it.skipIf(process.platform !== 'linux')('leaves no file open', () => {
    const before = readdirSync('/proc/self/fd').length;
    for (const bad of ['/proc/self/mem', '/proc/version', scratch.path]) hashAmongGood(bad, 4);
    expect(readdirSync('/proc/self/fd')).toHaveLength(before);
  });
});
