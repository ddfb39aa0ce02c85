import { excerpt } from '../../core/printable.ts';
import { columnLetters } from '../column-letters.ts';
import type { Table } from '../contract.ts';

/**
 * What a workbook does not show, for the log: sheets, rows, and columns. `hiddenColumns`: 0-based, for each of the
 * tables, only those that hold anything.
 */
export function hiddenTraits(
  tables: readonly Table[],
  hiddenColumns: readonly (readonly number[])[],
): readonly (readonly [string, string])[] {
  const shown = (table: Table): string => `"${excerpt(table.name ?? '', 31)}"`;
  const sheets = tables.filter((table) => table.hidden).map(shown);
  const rows = tables.flatMap((table) => {
    const count = table.rows.filter((row) => row.hidden).length;
    return count > 0 ? [`${count} on sheet ${shown(table)}`] : [];
  });
  const columns = tables.flatMap((table, index) => {
    const letters = (hiddenColumns[index] ?? []).map(columnLetters);
    return letters.length > 0 ? [`${letters.join(' ')} on sheet ${shown(table)}`] : [];
  });
  const traits = { 'hidden sheets': sheets, 'hidden rows': rows, 'hidden columns': columns };
  return Object.entries(traits).flatMap(([name, texts]) =>
    texts.length > 0 ? [[name, texts.join(', ')] as const] : [],
  );
}
