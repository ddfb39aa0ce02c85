import { type WordBytes, wordBytesOf } from '../core/byte-words.ts';
import { type BatchTarget, ObjectBatches } from './batch-target.ts';
import type { HashSetBatch, PackedBatch, ReadOptions } from './contract.ts';
import { CsvVerdicts, missingHeading } from './fixed-rows.ts';
import type { LineVerdict } from './line-verdicts.ts';
import { packUsualRow } from './nsrl-packed-row.ts';
import { judgeCells, nsrlHeading, type NsrlVersion, versionOfHeading } from './nsrl-rows.ts';
import { readUsualRow } from './nsrl-usual-row.ts';
import { PackedBatches } from './packed-batches.ts';
import { linesOfBytes, readWholeLines, startOfNextLine } from './text-lines.ts';

export function readNsrlRows(bytes: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<HashSetBatch> {
  return readRows(bytes, options, new NsrlObjects());
}

export function readPackedNsrlRows(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<PackedBatch> {
  return readRows(bytes, options, new NsrlColumns());
}

/** Where rows go. */
interface NsrlTarget<B> extends BatchTarget<B> {
  /** Adds the row at `start` where it is of the usual form, and gives the place behind it; -1 where it is left to others. */
  addUsual(rows: WordBytes, start: number, line: number): number;
}

class NsrlObjects extends ObjectBatches implements NsrlTarget<HashSetBatch> {
  addUsual({ bytes }: WordBytes, start: number, line: number): number {
    const row = readUsualRow(bytes, start, line);
    if (row === undefined) return -1;
    this.add(row.record);
    return row.next;
  }
}

class NsrlColumns extends PackedBatches implements NsrlTarget<PackedBatch> {
  addUsual(rows: WordBytes, start: number, line: number): number {
    return packUsualRow(rows, start, line, this.columns);
  }
}

async function* readRows<B>(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  target: NsrlTarget<B>,
): AsyncGenerator<B> {
  const reader = new NsrlReader(options, target);
  for await (const lines of readWholeLines(bytes, options, () => reader.nextLine)) {
    reader.push(lines);
    const batch = target.batch();
    if (batch !== undefined) yield batch;
  }
  reader.finish();
  const rest = target.rest();
  if (rest !== undefined) yield rest;
}

/** Reads one file, in pieces of whole lines. */
class NsrlReader<B> {
  readonly #options: ReadOptions;
  readonly #target: NsrlTarget<B>;
  readonly #rows = new CsvVerdicts((cells, line) => this.#judge(cells, line));
  #version: NsrlVersion | undefined;
  #line = 1;

  constructor(options: ReadOptions, target: NsrlTarget<B>) {
    this.#options = options;
    this.#target = target;
  }

  get nextLine(): number {
    return this.#line;
  }

  push(lines: Buffer): void {
    const rows = wordBytesOf(lines);
    for (let start = 0; start < lines.length; ) {
      const isUsual = this.#version === '2.0' && !this.#rows.isWithinRow;
      const behind = isUsual ? this.#target.addUsual(rows, start, this.#line) : -1;
      start = behind < 0 ? this.#pushLine(lines, start) : behind;
      if (behind >= 0) this.#line += 1;
    }
  }

  finish(): void {
    for (const verdict of this.#rows.finish()) this.#target.add(verdict);
  }

  /** The general way, for a line or for several that end with CR alone; gives the place behind. */
  #pushLine(lines: Buffer, start: number): number {
    const next = startOfNextLine(lines, start);
    for (const text of linesOfBytes(lines.subarray(start, next))) {
      for (const verdict of this.#rows.push(text, this.#line)) this.#target.add(verdict);
      this.#line += 1;
    }
    return next;
  }

  /** Files that were joined have the heading again in their midst. */
  #judge(cells: readonly string[], line: number): LineVerdict {
    const version = versionOfHeading(cells);
    if (version !== undefined) {
      this.#version = version;
      return 'heading';
    }
    if (this.#version === undefined) throw missingHeading(this.#options, line, nsrlHeading('2.0'));
    return judgeCells(cells, line, this.#version);
  }
}
