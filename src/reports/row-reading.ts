import type { Cell, Row } from '../containers/contract.ts';
import { columnLetters } from '../containers/column-letters.ts';
import type { Algorithm, Digest, Digests } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { MediaKind } from '../core/media.ts';
import type { Place } from '../core/place.ts';
import { excerpt } from '../core/printable.ts';
import { type Columns, isBlank, type OutcomeColumn } from './columns.ts';
import type { ReportLine, ReportRecord } from './contract.ts';
import { readDigestCell } from './digest-cell.ts';
import { mediaKindOfName, mediaKindOfWord } from './media-kind-words.ts';
import { readOutcome, type Statement } from './outcome-cells.ts';
import { digestOfPath } from './path-digest.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface RowContext {
  readonly columns: Columns;
  /** The columns of the table that are understood to state outcomes. */
  readonly outcomeColumns: readonly OutcomeColumn[];
  /** What stands above the row: its sheet, its section. */
  readonly above: readonly Statement[];
  readonly vocabulary: Vocabulary;
}

/** A part of a row, read; or the issue that makes the row one. */
type Part<T> = { readonly value: T } | { readonly issue: Issue };

/** One row below a header as the record that it is, or as the first issue found in it. Never throws for what it holds. */
export function readDataRow(row: Row, context: RowContext): Extract<ReportLine, { kind: 'record' | 'issue' }> {
  const { columns } = context;
  const extra = row.cells.findIndex((cell, index) => index >= columns.width && !isBlank(cell));
  if (extra >= 0 && row.place.line !== undefined) {
    return asIssue(
      issueAt(row, columns, 'extra-cells', 'The row has more fields than there are headings, so they may be shifted.'),
    );
  }
  const fileName = readText(row, columns, columns.fileNames);
  if ('issue' in fileName) return asIssue(fileName.issue);
  const digests = readDigests(row, columns);
  if ('issue' in digests) return asIssue(digests.issue);
  const all = columns.digests.length > 0 ? digests.value : digestOfName(fileName.value);
  if (Object.keys(all).length === 0 && fileName.value === undefined) {
    return asIssue(
      issueAt(row, columns, 'no-digest-or-name', `The row names no file and no digest: ${rowExcerpt(row)}`),
    );
  }
  return readStatedRow(row, context, all, fileName.value);
}

function readStatedRow(
  row: Row,
  { columns, outcomeColumns, above, vocabulary }: RowContext,
  digests: Digests,
  fileName: string | undefined,
): Extract<ReportLine, { kind: 'record' | 'issue' }> {
  const understood = readOutcome(row, outcomeColumns, above, vocabulary);
  if (understood.kind === 'issue') {
    return asIssue(issueAt(row, columns, understood.code, understood.message, understood.index));
  }
  const series = readText(row, columns, columns.series);
  if ('issue' in series) return asIssue(series.issue);
  const contact = readText(row, columns, columns.contacts);
  if ('issue' in contact) return asIssue(contact.issue);
  const kind = readText(row, columns, columns.kinds);
  if ('issue' in kind) return asIssue(kind.issue);
  const record: ReportRecord = {
    place: row.place,
    digests,
    ...(fileName === undefined ? {} : { fileName }),
    outcome: understood.outcome,
    outcomeText: understood.text,
    kind: kindOf(kind.value, fileName),
    ...(series.value === undefined ? {} : { series: series.value }),
    ...(contact.value === undefined ? {} : { contact: contact.value }),
  };
  return { kind: 'record', record };
}

function kindOf(word: string | undefined, fileName: string | undefined): MediaKind {
  const stated = word === undefined ? 'unknown' : mediaKindOfWord(word);
  if (stated !== 'unknown') return stated;
  return fileName === undefined ? 'unknown' : mediaKindOfName(fileName);
}

function readDigests(row: Row, columns: Columns): Part<Digests> {
  const found: { [A in Algorithm]?: Digest<A> } = {};
  for (const { index, label } of columns.digests) {
    const cell = row.cells[index];
    if (cell === undefined) continue;
    const read = readDigestCell(cell, label);
    if (read.kind === 'issue') return { issue: issueAt(row, columns, read.code, read.message, index) };
    if (read.kind === 'blank') continue;
    const other = found[read.algorithm];
    if (other !== undefined && other !== read.value) {
      const message = 'Two columns give different digests of the same algorithm.';
      return { issue: issueAt(row, columns, 'columns-contradict', message, index) };
    }
    Object.assign(found, { [read.algorithm]: read.value });
  }
  return { value: found };
}

/** The text on which all columns of one role agree; undefined where all are blank. */
function readText(row: Row, columns: Columns, indexes: readonly number[]): Part<string | undefined> {
  let found: string | undefined;
  for (const index of indexes) {
    const cell = row.cells[index];
    if (cell === undefined) continue;
    const fault = faultOf(cell);
    if (fault !== undefined) return { issue: issueAt(row, columns, fault.code, fault.message, index) };
    const text = cell.text.trim();
    if (text === '') continue;
    if (found !== undefined && found !== text) {
      const message = 'Two columns that mean the same hold different texts.';
      return { issue: issueAt(row, columns, 'columns-contradict', message, index) };
    }
    found = text;
  }
  return { value: found };
}

function faultOf(cell: Cell): { code: string; message: string } | undefined {
  if (cell.kind === 'error')
    return { code: 'cell-error', message: `The cell holds the error ${excerpt(cell.text, 20)}.` };
  if (cell.merged !== true) return undefined;
  return {
    code: 'merged-cell',
    message: 'A merged cell covers this one, so what it holds for this row cannot be told.',
  };
}

function digestOfName(name: string | undefined): Digests {
  const digest = digestOfPath(name ?? '');
  return digest.kind === 'digest' ? digest.digests : {};
}

/** The beginning of what a row says. */
export function rowExcerpt(row: Row): string {
  const texts = row.cells.filter((cell) => !isBlank(cell)).map((cell) => cell.text.trim());
  return `"${excerpt(texts.join(' | '), 50)}"`;
}

function issueAt(row: Row, columns: Columns, code: string, message: string, index?: number): Issue {
  const place: Place = index === undefined ? row.place : { ...row.place, column: columnName(row, columns, index) };
  return { code, message, place };
}

/** Letters in a workbook; the heading in a text. */
function columnName(row: Row, columns: Columns, index: number): string {
  if (row.place.line === undefined) return columnLetters(index);
  return excerpt(columns.headings[index] ?? '', 30) || String(index + 1);
}

function asIssue(issue: Issue): { readonly kind: 'issue'; readonly issue: Issue } {
  return { kind: 'issue', issue };
}
