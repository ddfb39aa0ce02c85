import type { HashSetBatch, HashSetFormat, HashSetRecord, ReadOptions, Refusal, WriteOptions } from '../contract.ts';
import {
  cellsOfFirstLine,
  CsvVerdicts,
  fitRow,
  longestRowBytes,
  missingHeading,
  oneLine,
  oneLineMembers,
  withAttributes,
  writeRows,
} from '../fixed-rows.ts';
import { BatchInProgress, type LineVerdict } from '../line-verdicts.ts';
import {
  formatRow,
  judgeCells,
  keptColumns,
  nsrlHeading,
  type NsrlVersion,
  nsrlVersions,
  versionOfHeading,
} from '../nsrl-rows.ts';
import { readUsualRow } from '../nsrl-usual-row.ts';
import { linesOfBytes, readWholeLines } from '../text-lines.ts';

/**
 * NSRLFile.txt of NIST's reference data set in its text versions. Fields are found by position, also by peers, so every
 * row has SHA-1 and MD5; texts stand in quotation marks, numbers do not.
 */
export const nsrlV2 = {
  id: 'nsrl-v2',
  title: 'NSRL RDS 2.0 and 1.5 text (NSRLFile.txt)',
  extension: '.txt',
  algorithms: ['sha1', 'md5'],
  carries: ['sizeBytes', 'names', 'unknownMembers'],
  versions: nsrlVersions,
  requires: 'sha1',
  listsKnownFiles: true,
  checkedBy: 'hfind, md5deep -m',

  recognise(head) {
    const version = versionOfHeading(cellsOfFirstLine(head));
    return version === undefined ? undefined : { confidence: 1, reason: `the heading of RDS ${version}` };
  },

  async *read(bytes, options) {
    const reader = new NsrlReader(options);
    for await (const lines of readWholeLines(bytes, options, () => reader.nextLine)) {
      reader.push(lines);
      yield reader.takeBatch();
    }
    yield reader.finish();
  },

  write(records, options) {
    const version = versionToWrite(options);
    return writeRows(records, options, nsrlHeading(version), (record) => formatRow(record, version, options));
  },

  asCarried(record, options): HashSetRecord | Refusal {
    if (record.digests.md5 === undefined) return { refused: 'record without MD5' };
    if (record.attributes === undefined) return record;
    const version = versionToWrite(options);
    const { names, unknownMembers } = record.attributes;
    const carried = withAttributes(record, {
      names: names?.slice(0, 1).filter((name) => isSafeText(name, version)),
      unknownMembers: unknownMembers === undefined ? undefined : writableMembers(unknownMembers, version),
    });
    const rowOf = (fitting: HashSetRecord) => formatRow(fitting, version, options);
    return fitRow(carried, rowOf, ['names', 'unknownMembers'], longestRowBytes.hfind);
  },
} as const satisfies HashSetFormat;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function versionToWrite(options: WriteOptions): NsrlVersion {
  return nsrlVersions.find((version) => version === options.version) ?? nsrlVersions[0];
}

/** Before the MD5 of a row, hfind takes a comma that follows a quotation mark for the end of the text, and drops the row. */
function isSafeText(text: string, version: NsrlVersion): boolean {
  return oneLine(text) !== undefined && !(version === '1.5' && /".*,/.test(text));
}

/** Columns whose cells are of one shape; what is not cannot stand there. */
const shapes = {
  CRC32: /^(?!0{8})[0-9a-f]{8}$/i,
  MD4: /^(?!0{32})[0-9a-f]{32}$/i,
  ProductCode: /^\d{1,15}$/,
};

/** The same map where all of it can be written. */
function writableMembers(members: ReadonlyMap<string, unknown>, version: NsrlVersion): ReadonlyMap<string, unknown> {
  const columns = version === '1.5' ? keptColumns : keptColumns.filter((column) => column !== 'MD4');
  const kept = oneLineMembers(members, columns);
  for (const [column, text] of kept) {
    const shape = Object.entries(shapes).find(([name]) => name === column)?.[1];
    if (shape === undefined ? !isSafeText(text, version) : !shape.test(text)) kept.delete(column);
  }
  return kept.size === members.size ? members : kept;
}

/** Reads one file, in pieces of whole lines. */
class NsrlReader {
  readonly #options: ReadOptions;
  readonly #rows = new CsvVerdicts((cells, line) => this.#judge(cells, line));
  #batch = new BatchInProgress();
  #version: NsrlVersion | undefined;
  #line = 1;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  get nextLine(): number {
    return this.#line;
  }

  push(lines: Buffer): void {
    for (let start = 0; start < lines.length; ) {
      const feed = lines.indexOf(lineFeed, start);
      const next = feed < 0 ? lines.length : feed + 1;
      const record = this.#usualRecord(lines, start, next);
      if (record === undefined) this.#pushText(lines.subarray(start, next));
      else {
        this.#batch.add(record);
        this.#line += 1;
      }
      start = next;
    }
  }

  takeBatch(): HashSetBatch {
    const batch = this.#batch.finish();
    this.#batch = new BatchInProgress();
    return batch;
  }

  finish(): HashSetBatch {
    for (const verdict of this.#rows.finish()) this.#batch.add(verdict);
    return this.takeBatch();
  }

  #usualRecord(lines: Buffer, start: number, next: number): HashSetRecord | undefined {
    if (this.#version !== '2.0' || this.#rows.isWithinRow) return undefined;
    let end = next;
    if (lines[end - 1] === lineFeed) end -= 1;
    if (lines[end - 1] === carriageReturn) end -= 1;
    return readUsualRow(lines, start, end, this.#line);
  }

  /** The general way, for a line or for several that end with CR alone. */
  #pushText(piece: Buffer): void {
    for (const text of linesOfBytes(piece)) {
      for (const verdict of this.#rows.push(text, this.#line)) this.#batch.add(verdict);
      this.#line += 1;
    }
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
