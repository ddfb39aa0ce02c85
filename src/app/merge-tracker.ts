import type { Finding } from '../core/finding.ts';
import { excerpt } from '../core/printable.ts';
import { columnTitle } from '../tracker/column-names.ts';
import {
  type TrackerCells,
  type TrackerColumn,
  type TrackerContents,
  type TrackerDataRow,
  type TrackerRow,
  type TrackerValue,
  trackerColumns,
} from '../tracker/contract.ts';
import { type HandChange, mergeRow } from '../tracker/merge.ts';
import { normaliseCaseNumber } from '../tracker/row-key.ts';
import { isSameMeaning } from '../tracker/same-value.ts';
import type { KeptCell, RowMemory } from './remembered-row.ts';

/** The row of one case as the database has it, and what is known of its cells. */
export interface WantedRow {
  readonly caseNumber: string;
  readonly wanted: TrackerRow;
  readonly memory: RowMemory;
  readonly isPending: boolean;
}

/** What is to become of the row of one case. */
export interface MergedRow {
  readonly caseNumber: string;
  readonly state: 'as-it-is' | 'to-add' | 'to-change' | 'removed' | 'doubled';
  /** To be written; empty where nothing has to change. */
  readonly values: TrackerRow;
  readonly cells: TrackerCells;
  readonly findings: readonly Finding[];
  /** What to remember once the values stand in the workbook. */
  readonly memory: RowMemory;
}

export type Take = 'ours' | 'theirs' | undefined;

/** Decides cell by cell what criskit may write; what a person changed is a finding and stays, unless `take` says `ours`. */
export function mergeTrackerRow(row: WantedRow, contents: TrackerContents, take: Take): MergedRow {
  const rows = rowsOf(contents, row.caseNumber);
  const [standing] = rows;
  const columns = contents.columns.map(({ column }) => column);
  const { memory, wanted, caseNumber } = row;
  const nothing = { caseNumber, values: {}, cells: standing?.cells ?? {}, memory };
  if (rows.length > 1) return { ...nothing, state: 'doubled', findings: [doubledFinding(caseNumber, rows)] };
  const { written: before, intended } = memory;
  const merged = mergeRow({ written: before, intended, standing: standing?.cells, wanted, columns, take });
  if (merged.isRowRemoved && take !== 'ours') {
    return { ...nothing, state: 'removed', findings: [removedFinding(caseNumber)] };
  }
  const open = merged.handChanges.filter((change) => !isKept(change, memory));
  const isLeft = take !== 'ours';
  const changesWrite = Object.keys(merged.values).length > 0;
  return {
    caseNumber,
    state: standing === undefined ? 'to-add' : changesWrite ? 'to-change' : 'as-it-is',
    values: merged.values,
    cells: standing?.cells ?? {},
    findings: [
      ...open.map((change) => handChangeFinding(caseNumber, change, take)),
      ...merged.computedOtherwise.flatMap((change) => formulaFinding(caseNumber, change)),
    ],
    memory: {
      written: written(row, standing?.cells, merged.values, columns),
      intended: {},
      kept: isLeft ? keptCells(merged.handChanges, memory, take) : {},
    },
  };
}

/** The rows of that case; more than one where a person doubled it. */
export function rowsOf(contents: TrackerContents, caseNumber: string): readonly TrackerDataRow[] {
  const wanted = normaliseCaseNumber(caseNumber);
  return contents.rows.filter((row) => row.caseNumber === wanted);
}

/** True where a person's change was kept before, and neither side has changed since. */
function isKept({ column, standing, wanted }: HandChange, memory: RowMemory): boolean {
  const kept = memory.kept[column];
  return kept !== undefined && kept.standing === (standing?.text ?? '') && sameValue(kept.wanted, wanted);
}

function keptCells(changes: readonly HandChange[], memory: RowMemory, take: Take): RowMemory['kept'] {
  const kept: { [C in TrackerColumn]?: KeptCell } = {};
  for (const change of changes) {
    if (take !== 'theirs' && !isKept(change, memory)) continue;
    kept[change.column] = { standing: change.standing?.text ?? '', wanted: change.wanted };
  }
  return kept;
}

/** Of each cell: what is written now, or stands there already as wanted; else what was written before. */
function written(
  row: WantedRow,
  cells: TrackerCells | undefined,
  values: TrackerRow,
  columns: readonly TrackerColumn[],
): TrackerRow {
  const result: { [C in TrackerColumn]?: TrackerValue } = {};
  for (const column of trackerColumns) {
    const wanted = row.wanted[column];
    const isThere = columns.includes(column) && wanted !== undefined && isSameMeaning(cells?.[column], wanted);
    const value = values[column] ?? (isThere ? wanted : row.memory.written[column]);
    if (value !== undefined) result[column] = value;
  }
  return result;
}

function doubledFinding(caseNumber: string, rows: readonly TrackerDataRow[]): Finding {
  const places = rows.map(({ place }) => place.row).join(', ');
  const message = `Case ${excerpt(caseNumber)} stands in several rows (${places}); none of them was written. Keep one.`;
  const place = rows[1]?.place;
  return {
    kind: 'spreadsheet-unreadable',
    weight: 'difference',
    message,
    caseNumber,
    ...(place === undefined ? {} : { place }),
  };
}

function removedFinding(caseNumber: string): Finding {
  const message = `The row of case ${excerpt(caseNumber)} was written by criskit and is gone from the spreadsheet.`;
  return { kind: 'spreadsheet-missing', weight: 'difference', message, caseNumber };
}

function handChangeFinding(caseNumber: string, change: HandChange, take: Take): Finding {
  const title = columnTitle(change.column);
  const [expected, found] = [formatTrackerValue(change.wanted), change.standing?.text ?? ''];
  const become = {
    ours: 'It is overwritten.',
    theirs: 'It is kept.',
    none: 'It is left alone: --take ours writes over it, --take theirs keeps it.',
  }[take ?? 'none'];
  return {
    kind: 'spreadsheet-hand-change',
    weight: take === undefined ? 'difference' : 'note',
    message: `A person changed ${title} to ${show(found)}; criskit has ${show(expected)}. ${become}`,
    caseNumber,
    subject: title,
    expected,
    found,
    ...(change.standing === undefined ? {} : { place: change.standing.place }),
  };
}

/** A formula whose stored result was dropped by an edit says nothing until the workbook is opened again. */
function formulaFinding(caseNumber: string, change: HandChange): readonly Finding[] {
  const found = change.standing?.text ?? '';
  if (found === '') return [];
  const title = columnTitle(change.column);
  const expected = formatTrackerValue(change.wanted);
  return [
    {
      kind: 'spreadsheet-differs',
      weight: 'difference',
      message: `A formula computes ${title} as ${show(found)}; criskit has ${show(expected)}, and never writes over a formula.`,
      caseNumber,
      subject: title,
      expected,
      found,
      ...(change.standing === undefined ? {} : { place: change.standing.place }),
    },
  ];
}

/** As a person would read it; empty text for nothing. */
export function formatTrackerValue(value: TrackerValue | undefined): string {
  switch (value?.kind) {
    case 'text':
      return value.text;
    case 'number':
      return String(value.number);
    case 'date':
      return value.date;
    default:
      return '';
  }
}

function show(text: string): string {
  return text === '' ? 'nothing' : `"${excerpt(text)}"`;
}

function sameValue(a: TrackerValue, b: TrackerValue): boolean {
  return a.kind === b.kind && formatTrackerValue(a) === formatTrackerValue(b);
}
