import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { formatCount } from '../../core/units.ts';
import { columnLetters } from '../column-letters.ts';
import type { Cell, Row } from '../contract.ts';
import { workbookLimits } from './workbook-limits.ts';

/** Cells that are alike, side by side. */
interface Stretch {
  readonly cell: Cell;
  readonly count: number;
  readonly isFilled: boolean;
}

/** Beyond what a row holds, a merged cell is followed this far, as in `workbook`. */
const mostCoveredBeyond = 63;

/**
 * How many more cells than entries a document may have, and how many times as many. A report repeats some cells of each
 * row, mostly blank ones; a few bytes that stand for millions of cells are no report.
 */
const repetition = {
  cells: 300_000,
  perEntry: 16,
  /** Cells with the same text side by side. */
  alike: 256,
  /** Of text that is not written out. */
  characters: 4_000_000,
} as const;

/** A row of a sheet while it is read. */
export class OdsRow {
  readonly repeated: number;
  readonly hidden: boolean;
  readonly #stretches: Stretch[] = [];
  #columns = 0;
  /** The column of a formula whose result is not stored. */
  #withoutResult: number | undefined;

  constructor(repeated: number, hidden: boolean) {
    this.repeated = repeated;
    this.hidden = hidden;
  }

  add(cell: Cell, count: number, lacksResult: boolean): void {
    if (lacksResult) this.#withoutResult ??= this.#columns;
    const isFilled = cell.text !== '' || cell.kind !== 'blank';
    this.#stretches.push({ cell, count, isFilled });
    this.#columns += count;
  }

  /** Cells and stretches of cells that are alike, as the file has them. */
  get entries(): number {
    return this.#stretches.length;
  }

  /** The most cells with the same text side by side. */
  get mostAlike(): number {
    return this.#stretches.reduce((most, { count, isFilled }) => (isFilled ? Math.max(most, count) : most), 0);
  }

  /** Of the text of all cells. */
  get characters(): number {
    return this.#stretches.reduce((sum, { cell, count }) => sum + cell.text.length * count, 0);
  }

  /** Of the text that the file has. */
  get writtenCharacters(): number {
    return this.#stretches.reduce((sum, { cell }) => sum + cell.text.length, 0);
  }

  get isFilled(): boolean {
    return this.#stretches.some((stretch) => stretch.isFilled);
  }

  /** Its cells, up to the last that holds anything or is covered by one that does. */
  cells(): readonly Cell[] {
    const end = this.#stretches.findLastIndex((one) => one.isFilled || one.cell.merged === true) + 1;
    const lastFilled = this.#stretches.findLastIndex((one) => one.isFilled);
    const cells: Cell[] = [];
    for (const [index, { cell, count }] of this.#stretches.slice(0, end).entries()) {
      const wanted = index > lastFilled && cell.merged === true ? Math.min(count, mostCoveredBeyond) : count;
      if (cells.length + wanted > workbookLimits.cells) throw tooManyCells();
      for (let made = 0; made < wanted; made += 1) cells.push(cell);
    }
    return cells;
  }

  issueAt(place: Row['place']): Issue | undefined {
    if (this.#withoutResult === undefined) return undefined;
    return {
      code: 'formula-without-value',
      message:
        'A formula has no stored result; nothing of the row was used. Open and save the sheet in LibreOffice, then import it again.',
      place: { ...place, column: columnLetters(this.#withoutResult) },
    };
  }
}

/** What all sheets of a document hold so far: cells, and the entries that stand for them. */
export interface OdsExtent {
  cells: number;
  entries: number;
  /** Of text that stands for more than one cell, but for the first. */
  repeatedCharacters: number;
}

/** The rows of one sheet, up to the last that holds anything. */
export class OdsRows {
  readonly rows: Row[] = [];
  readonly #sheet: string;
  #empty: { readonly row: OdsRow; readonly count: number }[] = [];
  #emptyCount = 0;
  readonly #extent: OdsExtent;

  constructor(sheet: string, extent: OdsExtent) {
    this.#sheet = sheet;
    this.#extent = extent;
  }

  add(row: OdsRow): void {
    if (!row.isFilled) {
      this.#empty.push({ row, count: row.repeated });
      this.#emptyCount += row.repeated;
      return;
    }
    this.#refuseTooMany(this.rows.length + this.#emptyCount + row.repeated);
    for (const { row: empty, count } of this.#empty) this.#push(empty, count);
    this.#empty = [];
    this.#emptyCount = 0;
    this.#push(row, row.repeated);
  }

  #push(row: OdsRow, count: number): void {
    const extent = this.#extent;
    extent.repeatedCharacters += row.characters * count - row.writtenCharacters;
    const isHostile = row.mostAlike > repetition.alike || extent.repeatedCharacters > repetition.characters;
    if (isHostile) throw this.#tooMuchRepeated();
    const cells = row.cells();
    extent.cells += Math.max(1, cells.length) * count;
    extent.entries += row.entries;
    if (extent.cells > workbookLimits.cells) throw tooManyCells();
    if (extent.cells > repetition.cells + repetition.perEntry * extent.entries) throw this.#tooMuchRepeated();
    for (let made = 0; made < count; made += 1) {
      const place = { sheet: this.#sheet, row: this.rows.length + 1 };
      const issue = row.issueAt(place);
      this.rows.push({ place, cells, hidden: row.hidden, ...(issue === undefined ? {} : { issue }) });
    }
  }

  #tooMuchRepeated(): CriskitError {
    const message = 'few entries of its sheets stand for many cells, more than any report needs';
    return new CriskitError('INPUT_HOSTILE', message, {
      place: { sheet: this.#sheet, row: this.rows.length + 1 },
      hint: 'Look for rows or cells that are filled down or across to the end of the sheet, remove them in a copy, and import that.',
    });
  }

  #refuseTooMany(rowCount: number): void {
    if (rowCount <= workbookLimits.rowsPerSheet) return;
    const message = `a sheet has more than ${formatCount(workbookLimits.rowsPerSheet)} rows`;
    throw new CriskitError('INPUT_TOO_LARGE', message, {
      place: { sheet: this.#sheet, row: rowCount },
      hint: 'Look for a stray entry far below the table, remove it in a copy, and import that.',
    });
  }
}

function tooManyCells(): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `its sheets have more than ${formatCount(workbookLimits.cells)} cells`, {
    hint: 'Look for stray entries beside the table, remove them in a copy, and import that.',
  });
}

/** A count as `number-rows-repeated` states it; 1 where it is none. */
export function repetitions(attribute: string | undefined): number {
  return Math.max(1, Number(/^\d{1,9}$/.exec(attribute ?? '')?.[0] ?? 1));
}
