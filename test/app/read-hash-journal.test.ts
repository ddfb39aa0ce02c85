import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatJournalHeader,
  type JournaledFile,
  type JournalHeader,
  JournalLines,
} from '../../src/app/hash-journal-lines.ts';
import { type FoundJournal, readHashJournal } from '../../src/app/read-hash-journal.ts';
import type { Digest } from '../../src/core/digest.ts';
import { openAppendFile } from '../../src/files/append-file.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';

const scratch = useScratchFolder();
const header: JournalHeader = {
  begunAtUtc: '2026-11-22T09:30:00.000Z',
  token: '0123456789abcdef',
  settings: { paths: ['/Exhibit'], algorithms: ['md5'], followLinks: false, kinds: false },
};

function fileOf(index: number, path = `folder/${index}`): JournaledFile {
  const md5 = index.toString(16).padStart(32, '0') as Digest<'md5'>;
  const stamp = { mtimeMs: index / 7, ctimeMs: index / 3, inode: index };
  return { entry: { path, sizeBytes: index, kind: 'unknown', digests: { md5 } }, stamp };
}

function journalOf(files: readonly JournaledFile[]): Buffer {
  const lines = new JournalLines(header);
  return Buffer.from(formatJournalHeader(header) + files.map((file) => lines.format(file)).join(''));
}

async function read(bytes: Uint8Array): Promise<FoundJournal> {
  writeFileSync(scratch.in('journal'), bytes);
  const file = openAppendFile(scratch.in('journal'));
  if (file === undefined) throw new Error('It was just written.');
  try {
    return await readHashJournal(file, new AbortController().signal);
  } finally {
    file.close();
  }
}

describe('reading a journal', () => {
  it('finds every file, wherever the pieces that are read end', async () => {
    const files = Array.from({ length: 20_000 }, (_, index) => fileOf(index, `${'ä'.repeat(index % 50)}${index}`));
    const bytes = journalOf(files);
    const found = await read(bytes);
    expect(found).toMatchObject({ header, damagedLines: 0, endOfLines: bytes.length });
    expect([...found.files.values()]).toEqual(files);
  });

  it('takes the last line of a file that was hashed again', async () => {
    const found = await read(journalOf([fileOf(1, 'a'), fileOf(2, 'b'), fileOf(3, 'a')]));
    expect(found.files.get('a')).toEqual(fileOf(3, 'a'));
  });

  it('finds nothing but what was written, whatever is done to it', async () => {
    const files = Array.from({ length: 8 }, (_, index) => fileOf(index));
    const whole = journalOf(files);
    const edit = fc.record({ at: fc.nat(), removed: fc.nat({ max: 90 }), added: fc.uint8Array({ maxLength: 20 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
        let bytes: Uint8Array = whole;
        for (const { at, removed, added } of edits) {
          const from = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, from), added, bytes.subarray(from + removed)]);
        }
        const found = await read(bytes);
        for (const [path, file] of found.files) expect(file).toEqual(files.find(({ entry }) => entry.path === path));
        expect(found.endOfLines).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('passes over a line that is longer than any, also where it ends the file', async () => {
    const [first, second] = [journalOf([fileOf(1)]), new JournalLines(header).format(fileOf(2))];
    const huge = Buffer.alloc(20_000_000, 'x');
    const inside = await read(Buffer.concat([first, huge, Buffer.from('\n'), Buffer.from(second)]));
    expect([inside.damagedLines, inside.files.size]).toEqual([1, 2]);
    const behind = await read(Buffer.concat([first, huge]));
    expect([behind.damagedLines, behind.files.size, behind.endOfLines]).toEqual([0, 1, first.length]);
  });

  it('is heard when it is interrupted', async () => {
    writeFileSync(scratch.in('journal'), journalOf([fileOf(1)]));
    const file = openAppendFile(scratch.in('journal'));
    if (file === undefined) throw new Error('It was just written.');
    await expect(readHashJournal(file, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
    file.close();
  });
});
