import { CriskitError, errorMessage } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Issue } from '../core/issue.ts';
import { columnTitle } from '../tracker/column-names.ts';
import { type TrackerColumn, type TrackerContents, trackerColumns } from '../tracker/contract.ts';
import { readTrackerFile, syncTrackerFile } from '../tracker/sync-file.ts';
import { getCase } from './cases.ts';
import type { Lab } from './lab.ts';
import { formatTrackerValue, type MergedRow, mergeTrackerRow, type Take, type WantedRow } from './merge-tracker.ts';
import { formatMemory, isSameMemory, parseMemory } from './remembered-row.ts';
import { readConflictCases, readTrackerRow } from './tracker-row.ts';

export interface SyncTrackerRequest {
  /** Case numbers; empty: every case of the lab. */
  readonly cases: readonly string[];
  /** What to do with cells that a person changed; undefined: report them and leave them. */
  readonly take: Take;
  readonly dryRun: boolean;
  readonly signal?: AbortSignal;
}

export interface SyncTrackerResult {
  /** Absolute path of the workbook. */
  readonly workbook: string;
  /** True where the workbook was replaced. */
  readonly written: boolean;
  /** Its last version; null where nothing was written. */
  readonly backup: string | null;
  readonly rows: readonly SyncedRow[];
  readonly findings: readonly Finding[];
}

/** What became (with `dryRun`: would become) of the row of one case. */
export interface SyncedRow {
  readonly case: string;
  readonly state: 'unchanged' | 'added' | 'changed' | 'removed' | 'doubled';
  readonly cells: readonly SyncedCell[];
}

interface SyncedCell {
  readonly column: TrackerColumn;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Brings the rows of cases in the lab's workbook up to what the database says. Only cells that criskit owns change;
 * what a person changed is a finding. What is about to be written is remembered before the workbook is replaced, so that
 * a crash in between is not taken for a person's change. Throws NOT_FOUND for an unknown case, and TRACKER_….
 */
export async function syncTracker(lab: Lab, request: SyncTrackerRequest): Promise<SyncTrackerResult> {
  const settings = lab.settings.tracker;
  if (request.dryRun) {
    const wanted = await readWantedRows(lab, request.cases, request.signal);
    const contents = await readTrackerFile(settings);
    const merged = wanted.map((row) => mergeTrackerRow(row, contents, request.take));
    return describe(request, { workbook: settings.path, merged, contents, backup: null });
  }
  for (let attempt = 1; ; attempt += 1) {
    const { result, isOvertaken } = await syncOnce(lab, request);
    if (!isOvertaken || attempt === mostAttempts) return result;
  }
}

/** How often to begin anew where another criskit syncs the same case at the same moment. */
const mostAttempts = 3;

async function syncOnce(
  lab: Lab,
  request: SyncTrackerRequest,
): Promise<{ readonly result: SyncTrackerResult; readonly isOvertaken: boolean }> {
  const wanted = await readWantedRows(lab, request.cases, request.signal);
  const settings = lab.settings.tracker;
  let merged: readonly MergedRow[] = [];
  const synced = await syncTrackerFile({
    settings,
    nowUtc: lab.clock.nowUtc(),
    program: 'criskit tracker sync',
    decide: (contents) => {
      merged = wanted.map((row) => mergeTrackerRow(row, contents, request.take));
      return merged
        .filter(({ values }) => Object.keys(values).length > 0)
        .map(({ caseNumber, values }) => ({ caseNumber, values }));
    },
    beforeReplace: () => rememberIntentions(lab, wanted, merged),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  const isOvertaken = await rememberWritten(lab, wanted, merged);
  const backup = synced.isWritten ? (synced.backupPath ?? null) : null;
  const result = describe(request, { workbook: settings.path, merged, contents: synced.contents, backup });
  return { result, isOvertaken };
}

/** The rows of these cases (none named: of all) as the database has them. Throws NOT_FOUND. */
export async function readWantedRows(
  lab: Lab,
  caseNumbers: readonly string[],
  signal?: AbortSignal,
): Promise<readonly WantedRow[]> {
  const cases =
    caseNumbers.length === 0
      ? await lab.store.listCases()
      : await Promise.all([...new Set(caseNumbers)].map((caseNumber) => getCase(lab, caseNumber)));
  const conflictCases = await readConflictCases(lab);
  const pending = new Set((await lab.store.listPending()).map(({ caseNumber }) => caseNumber));
  const rows: WantedRow[] = [];
  for (const labCase of cases) {
    const { caseNumber } = labCase;
    rows.push({
      caseNumber,
      wanted: await readTrackerRow(lab, labCase, conflictCases, signal),
      memory: parseMemory(await lab.store.rememberedRow(caseNumber)),
      isPending: pending.has(caseNumber),
    });
  }
  return rows;
}

/** Only where the row is going to change: what stands there is then ours, whether or not the workbook was replaced. */
async function rememberIntentions(lab: Lab, wanted: readonly WantedRow[], merged: readonly MergedRow[]): Promise<void> {
  for (const [index, { caseNumber, values }] of merged.entries()) {
    const row = wanted[index];
    if (row === undefined || Object.keys(values).length === 0) continue;
    const memory = { ...row.memory, intended: values };
    if (isSameMemory(memory, row.memory)) continue;
    await lab.store.rememberRow(caseNumber, formatMemory(memory), lab.actor());
    if (row.isPending) await lab.store.markPending(caseNumber, 'a sync was about to write it', lab.actor());
  }
}

/** True where another criskit has remembered something of such a row meanwhile: its row is then left to a new attempt. */
async function rememberWritten(lab: Lab, wanted: readonly WantedRow[], merged: readonly MergedRow[]): Promise<boolean> {
  let isOvertaken = false;
  for (const [index, { caseNumber, memory, values, state, findings }] of merged.entries()) {
    const row = wanted[index];
    if (row === undefined || state === 'removed' || state === 'doubled') continue;
    const isChanged = Object.keys(values).length > 0 || !isSameMemory(memory, row.memory);
    if (!isChanged && !row.isPending && findings.length === 0) continue;
    const now = parseMemory(await lab.store.rememberedRow(caseNumber));
    if (!isSameMemory({ ...now, intended: {} }, { ...row.memory, intended: {} })) isOvertaken = true;
    else if (isChanged || row.isPending) await lab.store.rememberRow(caseNumber, formatMemory(memory), lab.actor());
  }
  return isOvertaken;
}

interface Synced {
  readonly workbook: string;
  readonly merged: readonly MergedRow[];
  readonly contents: TrackerContents;
  readonly backup: string | null;
}

function describe(request: SyncTrackerRequest, synced: Synced): SyncTrackerResult {
  const { workbook, merged, contents, backup } = synced;
  // Rows of other cases concern nobody who named a case; a doubled row is told with its case.
  const issues = request.cases.length > 0 ? [] : contents.issues.filter(({ code }) => code !== 'duplicate-case');
  return {
    workbook,
    written: backup !== null,
    backup,
    rows: merged.map((row) => describeRow(row, contents)),
    findings: [...issues.map(unreadableRow), ...merged.flatMap((row) => row.findings)],
  };
}

function unreadableRow({ message, place }: Issue): Finding {
  return { kind: 'spreadsheet-unreadable', weight: 'difference', message, place };
}

function describeRow(row: MergedRow, contents: TrackerContents): SyncedRow {
  const states = { 'as-it-is': 'unchanged', 'to-add': 'added', 'to-change': 'changed' } as const;
  const listed = new Set(contents.columns.map(({ column }) => column));
  return {
    case: row.caseNumber,
    state: row.state === 'removed' || row.state === 'doubled' ? row.state : states[row.state],
    cells: trackerColumns.flatMap((column) => {
      const value = row.values[column];
      const before = row.cells[column]?.text ?? '';
      const after = formatTrackerValue(value);
      if (value === undefined || !listed.has(column) || before === after) return [];
      return [{ column, title: columnTitle(column), before, after }];
    }),
  };
}

/** What became of the rows of cases whose data has just changed. The change itself stands in any case. */
export type RowSync =
  | { readonly state: 'written' | 'unchanged'; readonly findings: readonly Finding[] }
  | { readonly state: 'pending'; readonly reason: string; readonly findings: readonly Finding[] };

/** `syncCaseRows` of one case. */
export async function syncCaseRow(lab: Lab, caseNumber: string, signal?: AbortSignal): Promise<RowSync> {
  return syncCaseRows(lab, [caseNumber], signal);
}

/**
 * Syncs the rows of these cases after something else was written. Where the workbook cannot be written now, the rows are
 * marked as pending and each of that is a finding. Throws INTERRUPTED and faults after marking the rows, and DATABASE_… where
 * not even that can be written.
 */
export async function syncCaseRows(lab: Lab, caseNumbers: readonly string[], signal?: AbortSignal): Promise<RowSync> {
  // To the spreadsheet no case means every case.
  if (caseNumbers.length === 0) return { state: 'unchanged', findings: [] };
  try {
    const { written, findings } = await syncTracker(lab, {
      cases: caseNumbers,
      take: undefined,
      dryRun: false,
      ...(signal === undefined ? {} : { signal }),
    });
    return { state: written ? 'written' : 'unchanged', findings };
  } catch (error) {
    const reason = errorMessage(error);
    for (const caseNumber of caseNumbers) await markPending(lab, caseNumber, reason);
    if (!(error instanceof CriskitError) || error.exitCode === 70 || error.exitCode === 130) throw error;
    const findings = caseNumbers.map((caseNumber): Finding => {
      const message = `The row of case ${caseNumber} could not be written into the spreadsheet and is pending: ${reason} "criskit tracker sync" writes it later.`;
      return { kind: 'spreadsheet-pending', weight: 'difference', message, caseNumber };
    });
    return { state: 'pending', reason, findings };
  }
}

/** A full disk may let the change through and nothing after it: whoever reads the error must not believe it undone. */
async function markPending(lab: Lab, caseNumber: string, reason: string): Promise<void> {
  try {
    await lab.store.markPending(caseNumber, reason, lab.actor());
  } catch (error) {
    if (!(error instanceof CriskitError)) throw error;
    throw new CriskitError(
      error.code,
      `The change to case ${caseNumber} is stored, but not its row of the spreadsheet: ${reason} That it waits could not be noted either: ${error.message}`,
      { hint: 'When the cause is removed: criskit tracker sync', cause: error },
    );
  }
}
