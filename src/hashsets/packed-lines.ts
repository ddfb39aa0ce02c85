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
      line = judgeLines(piece.subarray(start, next), line, judge, batches);
      start = next;
    }
    const batch = batches.batch();
    if (batch !== undefined) yield batch;
  }
  const rest = batches.rest();
  if (rest !== undefined) yield rest;
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
