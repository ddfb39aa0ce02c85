import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Digest } from '../core/digest.ts';
import { parseCalendarDate } from '../core/dates.ts';
import { CriskitError } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { sha256OfStream, streamInput } from '../files/read-file.ts';
import { orderFor } from '../hashsets/carried.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from '../hashsets/contract.ts';
import type { NotCarried } from '../hashsets/loss.ts';
import { withRecordCount } from '../hashsets/record-count.ts';
import { writeHashSet } from '../hashsets/write-hash-set.ts';
import type { MediaRecord, NewExport } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import { findSetLoss, type SetLoss } from './export-choices.ts';
import { chooseExportForm, type ExportForm, type KeptForm, keptForm } from './export-form.ts';
import { checkCategory, type Lab } from './lab.ts';
import type { Progress } from './progress.ts';
import { companionPath, writeCompanion } from './write-companion.ts';
import { digestHashDatabase } from './write-hash-database.ts';
import { writeHashFile } from './write-hash-file.ts';

export interface ExportHashSetRequest extends KeptForm {
  readonly categoryId: string;
  /** Calendar date in universal time: the state at its end. */
  readonly asOf: string | undefined;
  /** Whom or what it is made for; kept with the entry in the database. */
  readonly madeFor: string | undefined;
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
  readonly setLoss: readonly SetLoss[];
  /** The file beside it that belongs to it. */
  readonly companion: string | undefined;
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
  if (request.madeFor !== undefined) checkedText('What the export is made for', request.madeFor);
  const asked = namedForm(lab, request);
  const { format, unverified } = asked;
  const outcome = { leftOut: 0 };
  const records = (label: string) => () => categoryRecords(lab, request, asked, label, outcome);
  const options = await withRecordCount(format, records('counting'), asked.options);
  const form = { ...asked, options };
  const stated = {
    format: format.id,
    unverified,
    setLoss: findSetLoss(format, options, request.setName !== undefined),
    companion: companionPath(format, request.path),
  };
  if (request.dryRun || (!request.replace && (await isThere(request.path)))) {
    const result = await digestOnly(format, records('comparing')(), options, request.signal);
    if (!request.dryRun) await checkSame(lab, request, form, result);
    return { ...stated, ...result, leftOut: outcome.leftOut, unchanged: !request.dryRun };
  }
  const written = await writeHashFile(format, records('exporting'), options, {
    ...request,
    beforeName: async (sha256, summary) => {
      const entry = exportEntry(request, form, summary.records, sha256);
      await lab.store.addExport(entry, lab.actor());
    },
  });
  request.progress.end();
  const { records: count, sha256, notCarried } = written;
  return { ...stated, records: count, sha256, notCarried, leftOut: outcome.leftOut, unchanged: false };
}

/** With the name of the set, and the title and the kind of the category. */
function namedForm(lab: Lab, request: ExportHashSetRequest): ExportForm {
  const form = chooseExportForm(request);
  const category = lab.settings.categories.find(({ id }) => id === request.categoryId);
  const categoryTitle = category?.title ?? request.categoryId;
  const setName = request.setName === undefined ? categoryTitle : checkedText('The name of the set', request.setName);
  const categoryKind = category === undefined ? {} : { categoryKind: category.kind };
  return { ...form, options: { ...form.options, setName, categoryTitle, ...categoryKind } };
}

async function* categoryRecords(
  lab: Lab,
  request: ExportHashSetRequest,
  { format, options }: ExportForm,
  label: string,
  outcome: { leftOut: number },
): AsyncGenerator<readonly HashSetRecord[]> {
  const [orderBy = 'md5'] = orderFor(format, options);
  const asOfUtc = request.asOf === undefined ? undefined : endOfDay(request.asOf);
  const found = await lab.store.recordsOf(request.categoryId, {
    orderBy,
    ...(asOfUtc === undefined ? {} : { asOfUtc }),
  });
  outcome.leftOut = found.leftOut;
  request.progress.start(label, { items: found.total, unit: 'records' });
  let line = 1;
  for await (const batch of found.records) {
    throwIfInterrupted(request.signal);
    yield batch.map((record) => hashSetRecord(record, line++));
    request.progress.advance({ items: batch.length });
  }
}

function hashSetRecord(record: MediaRecord, line: number): HashSetRecord {
  const { digests, kind, sizeBytes, attributes } = record;
  const place = { line };
  return sizeBytes === null ? { place, digests, kind, attributes } : { place, digests, kind, attributes, sizeBytes };
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
  signal: AbortSignal,
): Promise<Digested> {
  if (format.writeDatabase !== undefined) return digestHashDatabase(format, records, options, signal);
  const writing = writeHashSet(format, records, options);
  const sha256 = await sha256OfStream(writing.bytes);
  const summary = writing.summary();
  return { records: summary.records, sha256, notCarried: summary.notCarried };
}

/** A command that was cut off after the file got its name, repeated: the file is right, what belongs to it may be missing. */
async function checkSame(lab: Lab, request: ExportHashSetRequest, form: ExportForm, result: Digested): Promise<void> {
  if ((await sha256OfStream(readFile(request.path, request.signal))) !== result.sha256) {
    throw new CriskitError('OUTPUT_EXISTS', `${request.path} exists already and holds something else.`, {
      path: request.path,
      hint: 'Choose another name, or replace it with --force.',
    });
  }
  const entry = exportEntry(request, form, result.records, result.sha256);
  const noted = (await lab.store.listExports()).some(
    ({ sha256, fileName, madeFor }) =>
      sha256 === entry.sha256 && fileName === entry.fileName && madeFor === entry.madeFor,
  );
  await writeCompanion(form.format, form.options, request);
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
    madeFor: request.madeFor === undefined ? null : checkedText('What the export is made for', request.madeFor),
    form: keptForm(request),
    fileName: basename(request.path),
    records,
    sha256,
  };
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
