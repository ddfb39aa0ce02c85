import type { RememberedRow } from '../store/contract.ts';
import { type TrackerColumn, type TrackerRow, type TrackerValue, trackerColumns } from '../tracker/contract.ts';

/** What the database knows of the cells that criskit owns in the row of one case. */
export interface RowMemory {
  /** What was written last. */
  readonly written: TrackerRow;
  /** What was about to be written last; a crash may have come before or after. */
  readonly intended: TrackerRow;
  /** Cells that a person changed and the lab decided to keep, for as long as neither side changes again. */
  readonly kept: { readonly [C in TrackerColumn]?: KeptCell };
}

export interface KeptCell {
  /** As it stands in the workbook. */
  readonly standing: string;
  readonly wanted: TrackerValue;
}

const noMemory: RowMemory = { written: {}, intended: {}, kept: {} };

const intendedPrefix = 'intended ';
const keptPrefix = 'kept ';

export function parseMemory(remembered: RememberedRow | undefined): RowMemory {
  if (remembered === undefined) return noMemory;
  return {
    written: readColumns<TrackerValue>(remembered, ''),
    intended: readColumns<TrackerValue>(remembered, intendedPrefix),
    kept: readColumns<KeptCell>(remembered, keptPrefix),
  };
}

/** Columns in their fixed order, so that equal memories give equal rows. */
export function formatMemory(memory: RowMemory): RememberedRow {
  const cells = new Map<string, string>();
  for (const [prefix, row] of [
    ['', memory.written],
    [intendedPrefix, memory.intended],
    [keptPrefix, memory.kept],
  ] as const) {
    for (const column of trackerColumns) {
      const value = row[column];
      if (value !== undefined) cells.set(prefix + column, JSON.stringify(value));
    }
  }
  return cells;
}

export function isSameMemory(a: RowMemory, b: RowMemory): boolean {
  return JSON.stringify([...formatMemory(a)]) === JSON.stringify([...formatMemory(b)]);
}

/** The values were written by criskit itself, into its own database. */
function readColumns<V>(remembered: RememberedRow, prefix: string): { readonly [C in TrackerColumn]?: V } {
  return Object.fromEntries(
    trackerColumns.flatMap((column) => {
      const text = remembered.get(prefix + column);
      return text === undefined ? [] : [[column, JSON.parse(text) as V]];
    }),
  );
}
