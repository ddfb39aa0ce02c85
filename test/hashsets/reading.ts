import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Issue } from '../../src/core/issue.ts';
import { orderFor } from '../../src/hashsets/carried.ts';
import type { HashSetFormat, HashSetRecord, ReadOptions, WriteOptions } from '../../src/hashsets/contract.ts';
import { isDatabase, readHashSet } from '../../src/hashsets/hash-set-source.ts';
import { withRecordCount } from '../../src/hashsets/record-count.ts';
import { type WrittenSummary, writeHashSet, writeHashSetDatabase } from '../../src/hashsets/write-hash-set.ts';

/** Everything that a reader says of a file. */
export interface WholeReading {
  readonly records: readonly HashSetRecord[];
  readonly issues: readonly Issue[];
  readonly headings: number;
  readonly blanks: number;
  /** Where the file takes any out. */
  readonly removals?: readonly HashSetRecord[];
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
  const removals: HashSetRecord[] = [];
  const folder = isDatabase(bytes) ? mkdtempSync(join(tmpdir(), 'criskit-read-')) : undefined;
  try {
    const source = folder === undefined ? { bytes: inPieces(bytes, pieceBytes) } : { path: join(folder, 'a.db') };
    if ('path' in source) writeFileSync(source.path, bytes);
    for await (const batch of readHashSet(format, source, { name: 'a file', ...readOptions })) {
      records.push(...batch.records);
      issues.push(...batch.issues);
      removals.push(...(batch.removals ?? []));
      headings += batch.headings ?? 0;
      blanks += batch.blanks ?? 0;
    }
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  }
  return { records, issues, headings, blanks, ...(removals.length === 0 ? {} : { removals }) };
}

/** Issues as places and codes, which are stable; messages are for people. */
export function codes(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ code, place: { line, row, offset = 0 } }) => `${line ?? row ?? offset} ${code}`);
}

export async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export async function* inBatches<T>(values: readonly T[], size = 3): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

/** As an export gives them, where the format cannot do without: records without the digest last. */
export function inNeededOrder(
  format: HashSetFormat,
  records: readonly HashSetRecord[],
  options: WriteOptions,
): readonly HashSetRecord[] {
  const [algorithm] = orderFor(format, options);
  if (format.needsOrder !== true || algorithm === undefined) return records;
  const key = ({ digests }: HashSetRecord) => digests[algorithm] ?? 'none';
  return records.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** As an export does it: where the format says how many records follow, they are counted before. */
export async function writeWhole(
  format: HashSetFormat,
  records: readonly HashSetRecord[],
  options: WriteOptions = {},
): Promise<{ readonly bytes: Buffer; readonly summary: WrittenSummary }> {
  if (format.needsRecordCount === true && options.recordCount === undefined) {
    return writeWhole(format, records, await withRecordCount(format, () => inBatches(records), options));
  }
  if (format.writeDatabase !== undefined) return writeDatabase(format, records, options);
  const writing = writeHashSet(format, inBatches(records), options);
  const parts: Uint8Array[] = [];
  for await (const part of writing.bytes) parts.push(part);
  return { bytes: Buffer.concat(parts), summary: writing.summary() };
}

async function writeDatabase(format: HashSetFormat, records: readonly HashSetRecord[], options: WriteOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-write-'));
  try {
    const path = join(folder, 'a.db');
    const summary = await writeHashSetDatabase(format, inBatches(records), path, options);
    return { bytes: readFileSync(path), summary };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
