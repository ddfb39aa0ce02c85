import { CriskitError } from '../core/errors.ts';
import { formatPlace } from '../core/place.ts';
import { excerpt } from '../core/printable.ts';
import { placeOf } from './cell-values.ts';
import type { HeaderNames } from './column-names.ts';
import type { FoundColumn, TrackerColumn } from './contract.ts';

/** A row that names columns of ours, the case number among them. */
export interface HeaderRow {
  readonly sheet: string;
  readonly row: number;
  /** Where each column stands, counted from 1. */
  readonly positions: ReadonlyMap<TrackerColumn, number>;
  readonly found: readonly FoundColumn[];
  /** First and last column of the row that is not blank: how wide the list is. */
  readonly left: number;
  readonly right: number;
  /** Columns that more than one cell names, or cells that name more than one column: one sentence each. */
  readonly clashes: readonly string[];
}

export interface HeaderCell {
  readonly column: number;
  readonly text: string;
}

interface Match {
  readonly cell: HeaderCell;
  readonly isOwn: boolean;
}

/** A header with this many columns of ours is taken for the list even where a lesser one stands elsewhere. */
const convincingColumns = 3;

/** Undefined where no cell of the row names the case number. */
export function matchHeader(
  cells: readonly HeaderCell[],
  names: HeaderNames,
  at: { readonly sheet: string; readonly row: number },
): HeaderRow | undefined {
  const written = cells.filter((cell) => cell.text.trim() !== '');
  const clashes: string[] = [];
  const matches = new Map<TrackerColumn, Match[]>();
  for (const cell of written) {
    const { columns, isOwn } = names.find(cell.text);
    if (columns.length > 1) clashes.push(`"${excerpt(cell.text)}" is set for ${columns.join(' and ')}`);
    for (const column of columns) matches.set(column, [...(matches.get(column) ?? []), { cell, isOwn }]);
  }
  if (!matches.has('caseNumber')) return undefined;
  const found: FoundColumn[] = [];
  const positions = new Map<TrackerColumn, number>();
  for (const [column, all] of matches) {
    const own = all.filter((match) => match.isOwn);
    const chosen = own.length > 0 ? own : all;
    if (chosen.length > 1) {
      clashes.push(`${column} could be ${chosen.map(({ cell }) => `"${excerpt(cell.text)}"`).join(' or ')}`);
    }
    const cell = chosen[0]?.cell ?? { column: 0, text: '' };
    positions.set(column, cell.column);
    found.push({ column, header: cell.text, place: placeOf(at.sheet, at.row, cell.column) });
  }
  found.sort((a, b) => (positions.get(a.column) ?? 0) - (positions.get(b.column) ?? 0));
  return { ...at, positions, found, left: written[0]?.column ?? 0, right: written.at(-1)?.column ?? 0, clashes };
}

/** True where the header has so many columns of ours that it is certainly no sentence that mentions one. */
export function isConvincing(header: HeaderRow): boolean {
  return header.positions.size >= convincingColumns;
}

/** The one header that is meant. Throws `TRACKER_COLUMNS` where there is none, or more than one. */
export function chooseHeader(candidates: readonly HeaderRow[], path: string): HeaderRow {
  const convincing = candidates.filter(isConvincing);
  const pool = convincing.length > 0 ? convincing : candidates;
  const [chosen, ...others] = pool;
  if (chosen === undefined) {
    throw new CriskitError('TRACKER_COLUMNS', 'No row of the spreadsheet names a case number column.', {
      path,
      hint: 'Write "Lab case number" above the case numbers, or add the header that you use to criskit.toml.',
    });
  }
  if (others.length > 0) {
    const places = pool.map((header) => formatPlace({ sheet: excerpt(header.sheet), row: header.row }));
    throw new CriskitError('TRACKER_COLUMNS', `Several rows could be the header of the list: ${places.join('; ')}.`, {
      path,
      hint: 'Name the sheet in criskit.toml, or change the header of the rows that are not the list.',
    });
  }
  if (chosen.clashes.length > 0) {
    throw new CriskitError('TRACKER_COLUMNS', `The header is not clear: ${chosen.clashes.join('; ')}.`, {
      path,
      place: { sheet: excerpt(chosen.sheet), row: chosen.row },
      hint: 'Name the header of each such column in criskit.toml; a name there comes before the built-in ones.',
    });
  }
  return chosen;
}
