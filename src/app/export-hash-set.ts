import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Digest } from '../core/digest.ts';
import { parseCalendarDate } from '../core/dates.ts';
import { CriskitError } from '../core/errors.ts';
import { streamInput } from '../files/read-file.ts';
import { orderFor } from '../hashsets/carried.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from '../hashsets/contract.ts';
import type { NotCarried } from '../hashsets/loss.ts';
import { writeHashSet } from '../hashsets/write-hash-set.ts';
import type { MediaRecord, NewExport } from '../store/contract.ts';
import { chooseExportForm, type ExportForm, type ExportFormRequest } from './export-form.ts';
import { checkCategory, type Lab } from './lab.ts';
import type { Progress } from './progress.ts';
import { writeHashFile } from './write-hash-file.ts';

export interface ExportHashSetRequest extends ExportFormRequest {
  readonly categoryId: string;
  /** Calendar date in universal time: the state at its end. */
  readonly asOf: string | undefined;
  /** Absolute. */
  readonly path: string;
  readonly replace: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface ExportHashSetResult {
  readonly format: string;
  /** Title of the program or format whose form nothing confirms. */
  readonly unverified: string | undefined;
  readonly records: number;
  readonly sha256: Digest<'sha256'>;
  readonly notCarried: readonly NotCarried[];
  /** Media of the category that an open conflict keeps out. */
  readonly leftOut: number;
  /** True where the file was there already, with the very same bytes. */
  readonly unchanged: boolean;
}

/**
 * Writes a category as a hash set, reads it back, notes in the database what went out, and only then gives the file its
 * name. Throws NOT_FOUND, USAGE, FORMAT_…, OUTPUT_….
 */
export async function exportHashSet(lab: Lab, request: ExportHashSetRequest): Promise<ExportHashSetResult> {
  checkCategory(lab.settings, request.categoryId);
  const form = chooseExportForm(request);
  const { format, options, unverified } = form;
  const outcome = { leftOut: 0 };
  const records = () => categoryRecords(lab, request, format, options, outcome);
  if (request.dryRun || (!request.replace && (await isThere(request.path)))) {
    const result = await digestOnly(format, records(), options);
    if (!request.dryRun) await checkSame(lab, request, form, result);
    return { ...result, format: format.id, unverified, leftOut: outcome.leftOut, unchanged: !request.dryRun };
  }
  const written = await writeHashFile(format, records(), options, {
    ...request,
    beforeName: async (sha256, summary) => {
      const entry = exportEntry(request, form, summary.records, sha256);
      await lab.store.addExport(entry, lab.actor());
    },
  });
  request.progress.end();
  const { records: count, sha256, notCarried } = written;
  const { leftOut } = outcome;
  return { format: format.id, unverified, records: count, sha256, notCarried, leftOut, unchanged: false };
}

async function* categoryRecords(
  lab: Lab,
  request: ExportHashSetRequest,
  format: HashSetFormat,
  options: WriteOptions,
  outcome: { leftOut: number },
): AsyncGenerator<readonly HashSetRecord[]> {
  const [orderBy = 'md5'] = orderFor(format, options);
  const asOfUtc = request.asOf === undefined ? undefined : endOfDay(request.asOf);
  const found = await lab.store.recordsOf(request.categoryId, {
    orderBy,
    ...(asOfUtc === undefined ? {} : { asOfUtc }),
  });
  outcome.leftOut = found.leftOut;
  request.progress.start('exporting', { items: found.total, unit: 'records' });
  let line = 1;
  for await (const batch of found.records) {
    yield batch.map((record) => hashSetRecord(record, line++));
    request.progress.advance({ items: batch.length });
  }
}

function hashSetRecord(record: MediaRecord, line: number): HashSetRecord {
  const { digests, kind, sizeBytes, attributes } = record;
  return { place: { line }, digests, kind, attributes, ...(sizeBytes === null ? {} : { sizeBytes }) };
}

function endOfDay(text: string): string {
  const date = parseCalendarDate(text);
  if (date === undefined) {
    throw new CriskitError('USAGE', `--as-of must be a date such as 2026-11-22, and is "${text}".`);
  }
  return `${date}T23:59:59.999Z`;
}

interface Digested {
  readonly records: number;
  readonly sha256: Digest<'sha256'>;
  readonly notCarried: readonly NotCarried[];
}

/** What the file would be, without writing it. */
async function digestOnly(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
): Promise<Digested> {
  const writing = writeHashSet(format, records, options);
  const sha256 = await digestOf(writing.bytes);
  const summary = writing.summary();
  return { records: summary.records, sha256, notCarried: summary.notCarried };
}

/** A command that was cut off after the file got its name, repeated: the file is right, the note may be missing. */
async function checkSame(lab: Lab, request: ExportHashSetRequest, form: ExportForm, result: Digested): Promise<void> {
  if ((await digestOf(readFile(request.path, request.signal))) !== result.sha256) {
    throw new CriskitError('OUTPUT_EXISTS', `${request.path} exists already and holds something else.`, {
      path: request.path,
      hint: 'Choose another name, or replace it with --force.',
    });
  }
  const entry = exportEntry(request, form, result.records, result.sha256);
  const noted = (await lab.store.listExports()).some(
    ({ sha256, fileName }) => sha256 === entry.sha256 && fileName === entry.fileName,
  );
  if (!noted) await lab.store.addExport(entry, lab.actor());
}

function exportEntry(
  request: ExportHashSetRequest,
  { format, options }: ExportForm,
  records: number,
  sha256: Digest<'sha256'>,
): NewExport {
  return {
    categoryId: request.categoryId,
    format: format.id,
    algorithm: options.algorithm ?? null,
    asOfUtc: request.asOf === undefined ? null : endOfDay(request.asOf),
    fileName: basename(request.path),
    records,
    sha256,
  };
}

async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<Digest<'sha256'>> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex') as Digest<'sha256'>;
}

async function* readFile(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if ((await stat(path)).size > 0) yield* streamInput(path, { signal });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
