import type { Issue } from '../core/issue.ts';
import { excerpt } from '../core/printable.ts';
import { placeOf } from './cell-values.ts';
import type { TrackerContents, TrackerDataRow, TrackerSettings } from './contract.ts';
import { keyOf } from './row-key.ts';
import { findList, isBelowTable, type ListRow, type SheetList } from './sheet-list.ts';
import { openWorkbook } from './workbook-parts.ts';

/**
 * The cells of ours in every row of the list. Throws `TRACKER_COLUMNS` where the list is not found or not clear, and
 * `TRACKER_REFUSED` where the bytes are no workbook that can be read whole.
 */
export function readTracker(bytes: Uint8Array, settings: TrackerSettings): TrackerContents {
  return readList(findList(openWorkbook(bytes), settings));
}

export function readList(list: SheetList): TrackerContents {
  const rows: TrackerDataRow[] = [];
  const issues: Issue[] = [];
  for (const row of list.rows) {
    const read = readRow(row, list);
    if (read === undefined) continue;
    if ('code' in read) issues.push(read);
    else rows.push(read);
  }
  issues.push(...duplicateIssues(rows));
  return { sheet: list.sheet.name, columns: list.header.found, rows, issues };
}

function readRow(row: ListRow, list: SheetList): TrackerDataRow | Issue | undefined {
  const place = placeOf(list.sheet.name, row.number, list.header.positions.get('caseNumber') ?? 0);
  const key = keyOf(row);
  if (isBelowTable(row, list)) {
    if (key.kind !== 'case' || row.number <= (list.table?.range.bottom ?? 0)) return undefined;
    const message = `The case number "${excerpt(key.caseNumber)}" stands below the table of cases and is not read.`;
    return { code: 'below-table', message, place };
  }
  if (key.kind === 'unusable') return key.issue;
  if (key.kind === 'case') {
    const cells = Object.fromEntries([...row.cells].map(([column, { content }]) => [column, content]));
    return { caseNumber: key.caseNumber, place, cells };
  }
  return row.hasContent
    ? { code: 'no-case-number', message: 'The row holds content but no case number.', place }
    : undefined;
}

function duplicateIssues(rows: readonly TrackerDataRow[]): readonly Issue[] {
  const first = new Map<string, TrackerDataRow>();
  return rows.flatMap((row) => {
    const earlier = first.get(row.caseNumber);
    if (earlier === undefined) first.set(row.caseNumber, row);
    if (earlier === undefined) return [];
    const message = `Case ${excerpt(row.caseNumber)} stands in row ${earlier.place.row} already.`;
    return [{ code: 'duplicate-case', message, place: row.place }];
  });
}
