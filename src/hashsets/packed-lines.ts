import { type WordBytes, wordBytesOf } from '../core/byte-words.ts';
import type { RecordColumns } from '../core/record-columns.ts';
import type { PackedBatch, ReadOptions } from './contract.ts';
import type { LineJudge } from './line-verdicts.ts';
import { PackedBatches } from './packed-batches.ts';
import { decode, endsLine, readWholeLines, splitLines, startOfNextLine } from './text-lines.ts';

/**
 * Writes the record that a line of the usual form is, and gives the place behind the line; -1 where the line is left to others,
 * as the last one is where it has no end: it may be cut off.
 */
export type UsualLine = (lines: WordBytes, start: number, line: number, columns: RecordColumns) => number;

/** As `readByLine`, with a quick way for lines that most are like. */
export async function* readPackedByLine(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  judge: LineJudge,
  addUsual: UsualLine,
): AsyncGenerator<PackedBatch> {
  const batches = new PackedBatches();
  let line = 1;
  for await (const piece of readWholeLines(bytes, options, () => line)) {
    const lines = wordBytesOf(piece);
    for (let start = 0; start < piece.length; ) {
      const behind = addUsual(lines, start, line, batches.columns);
      if (behind >= 0) {
        line += 1;
        start = behind;
        continue;
      }
      const next = startOfNextLine(piece, start);
      if (isEmptyLine(piece, start, next)) {
        batches.add(judge('', line, false));
        line += 1;
      } else line = judgeLines(piece.subarray(start, next), line, judge, batches);
      start = next;
    }
    const batch = batches.batch();
    if (batch !== undefined) yield batch;
  }
  const rest = batches.rest();
  if (rest !== undefined) yield rest;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A file can be millions of these, and making a text of each costs ten times as much. */
function isEmptyLine(bytes: Uint8Array, start: number, next: number): boolean {
  if (bytes[next - 1] !== lineFeed) return false;
  return next - start === 1 || (next - start === 2 && bytes[start] === carriageReturn);
}

/** One line, or several that end with CR alone; gives the number of the next one. */
function judgeLines(bytes: Buffer, firstLine: number, judge: LineJudge, batches: PackedBatches): number {
  const texts = splitLines(decode(bytes));
  const unended = !endsLine(bytes);
  for (const [index, text] of texts.entries()) {
    batches.add(judge(text, firstLine + index, unended && index === texts.length - 1));
  }
  return firstLine + texts.length;
}
