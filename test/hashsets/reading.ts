import type { Issue } from '../../src/core/issue.ts';
import type { HashSetFormat, HashSetRecord, ReadOptions, WriteOptions } from '../../src/hashsets/contract.ts';
import { type WrittenSummary, writeHashSet } from '../../src/hashsets/write-hash-set.ts';

/** Everything that a reader says of a file. */
export interface WholeReading {
  readonly records: readonly HashSetRecord[];
  readonly issues: readonly Issue[];
  readonly headings: number;
  readonly blanks: number;
}

/** `pieceBytes`: how much of the file comes at a time. */
export async function readWhole(
  format: HashSetFormat,
  content: Uint8Array | string,
  options: Partial<ReadOptions> & { readonly pieceBytes?: number } = {},
): Promise<WholeReading> {
  const { pieceBytes = 65_536, ...readOptions } = options;
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const records: HashSetRecord[] = [];
  const issues: Issue[] = [];
  let headings = 0;
  let blanks = 0;
  if (format.read === undefined) throw new Error(`${format.id} cannot read`);
  for await (const batch of format.read(inPieces(bytes, pieceBytes), { name: 'a file', ...readOptions })) {
    records.push(...batch.records);
    issues.push(...batch.issues);
    headings += batch.headings ?? 0;
    blanks += batch.blanks ?? 0;
  }
  return { records, issues, headings, blanks };
}

/** Issues as places and codes, which are stable; messages are for people. */
export function codes(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ code, place }) => `${place.line ?? place.row ?? 0} ${code}`);
}

export async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export async function* inBatches<T>(values: readonly T[], size = 3): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

export async function writeWhole(
  format: HashSetFormat,
  records: readonly HashSetRecord[],
  options: WriteOptions = {},
): Promise<{ readonly bytes: Buffer; readonly summary: WrittenSummary }> {
  const writing = writeHashSet(format, inBatches(records), options);
  const parts: Uint8Array[] = [];
  for await (const part of writing.bytes) parts.push(part);
  return { bytes: Buffer.concat(parts), summary: writing.summary() };
}
