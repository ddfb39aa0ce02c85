import { escapeXml, findAttribute, type Splice } from '../containers/xml/xml-scan.ts';
import type { SheetCell, SheetRow } from './row-scan.ts';

/** Cells as XML, by the number of their column. */
export type WrittenCells = ReadonlyMap<number, string>;

/** Attributes of a row that belong to that row alone. */
const ownAttributes = ['r', 'hidden', 'collapsed'];

/**
 * The changes that put cells into a row that exists. Cells that are not named stay as they are, but formulas lose the
 * result stored with them, which the change may have made wrong.
 */
export function editRow(text: string, row: SheetRow, cells: WrittenCells): readonly Splice[] {
  const splices: Splice[] = [];
  const waiting = [...cells].sort(([a], [b]) => a - b);
  for (const cell of row.cells) {
    const before = takeWhileBefore(waiting, cell.column);
    if (before !== '') splices.push({ start: cell.tag.start, end: cell.tag.start, text: before });
    const written = cells.get(cell.column);
    if (written === undefined) splices.push(...dropResult(text, cell));
    else {
      waiting.shift();
      splices.push({ start: cell.tag.start, end: cell.end, text: written });
    }
  }
  const rest = waiting.map(([, xml]) => xml).join('');
  if (rest === '') return splices;
  if (!row.tag.isSelfClosing) return [...splices, { start: row.contentEnd, end: row.contentEnd, text: rest }];
  return [...splices, { start: row.tag.end - 2, end: row.tag.end, text: `>${rest}</${row.tag.name}>` }];
}

/** A row like `like` in height, outline and so on, with these cells alone. */
export function formatRow(number: number, like: SheetRow | undefined, cells: WrittenCells, prefix: string): string {
  const attributes = Object.entries(like?.tag.attributes ?? {})
    .filter(([name]) => !ownAttributes.includes(name))
    .map(([name, value = '']) => ` ${name}="${escapeXml(value)}"`);
  const content = [...cells].sort(([a], [b]) => a - b).map(([, xml]) => xml);
  return `<${prefix}row r="${number}"${attributes.join('')}>${content.join('')}</${prefix}row>`;
}

/** Removes and joins the cells of the columns before `column`. */
function takeWhileBefore(waiting: [number, string][], column: number): string {
  let taken = '';
  while (waiting[0] !== undefined && waiting[0][0] < column) taken += waiting.shift()?.[1] ?? '';
  return taken;
}

function dropResult(text: string, cell: SheetCell): readonly Splice[] {
  if (cell.formula === undefined || cell.value === undefined) return [];
  const result = { start: cell.value.start, end: cell.value.end, text: '' };
  const type = findAttribute(text, cell.tag, 't');
  return type === undefined ? [result] : [{ start: type.start, end: type.valueEnd + 1, text: '' }, result];
}
