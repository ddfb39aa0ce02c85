import * as fc from 'fast-check';
import type { Cell, Row, Table, TableDocument } from '../../src/containers/contract.ts';
import { hostileSnippets } from './hostile.ts';
import { rows, word } from './grammars/words.ts';

const cellKind = fc.constantFrom<Cell['kind'][]>(
  'text',
  'text',
  'text',
  'number',
  'date',
  'boolean',
  'error',
  'formula',
);

function cellOf(text: string, kind: Cell['kind']): Cell {
  return text.trim() === '' ? { kind: 'blank', text } : { kind, text };
}

/** What no container says of most rows. */
const oddity = fc.constantFrom<('merged' | 'hidden' | 'furniture' | 'issue')[]>(
  'merged',
  'hidden',
  'furniture',
  'issue',
);

const table = fc
  .tuple(rows, fc.array(cellKind, { minLength: 1, maxLength: 30 }), fc.option(word, { nil: undefined }))
  .map(([lines, kinds, name]): Table => {
    let cells = 0;
    return {
      ...(name === undefined ? {} : { name }),
      hidden: false,
      rows: lines.map((line, index) => ({
        place: { row: index + 1 },
        cells: line.map((text) => cellOf(text, kinds[cells++ % kinds.length] ?? 'text')),
        hidden: false,
      })),
    };
  });

type RowEdit =
  | { readonly kind: 'remove' | 'double' | 'first' }
  | { readonly kind: 'odd'; readonly oddity: 'merged' | 'hidden' | 'furniture' | 'issue' }
  | { readonly kind: 'cell'; readonly column: number; readonly text: string; readonly cut: number };

const rowEdit: fc.Arbitrary<readonly [number, RowEdit]> = fc.tuple(
  fc.nat(0xffff),
  fc.oneof(
    fc.record({ kind: fc.constantFrom<('remove' | 'double' | 'first')[]>('remove', 'double', 'first') }),
    fc.record({ kind: fc.constant('odd' as const), oddity }),
    fc.record({
      kind: fc.constant('cell' as const),
      column: fc.nat(9),
      text: fc.oneof(word, fc.constantFrom(...hostileSnippets)),
      cut: fc.nat(70),
    }),
  ),
);

/** Documents of invented tables, and of `seeds` with some rows changed, as JSON text. */
export function documentsFrom(seeds: readonly TableDocument[]): fc.Arbitrary<Uint8Array> {
  const invented = fc.array(table, { minLength: 1, maxLength: 3 });
  const sources = seeds.map(({ tables }) => fc.constant(tables));
  const source = sources.length === 0 ? invented : fc.oneof(invented, fc.oneof(...sources));
  return fc
    .tuple(source, fc.array(rowEdit, { maxLength: 8 }))
    .map(([tables, edits]) => Buffer.from(JSON.stringify(tables.map((one, index) => editTable(one, index, edits)))));
}

/** The document of such a JSON text. */
export function documentOf(bytes: Uint8Array, name: string): TableDocument {
  const tables = JSON.parse(Buffer.from(bytes).toString()) as readonly Table[];
  const issues = tables.flatMap((table) => table.rows.flatMap((row) => row.issue ?? []));
  return { container: 'invented', name, tables, issues, traits: new Map() };
}

function editTable(table: Table, tableIndex: number, edits: readonly (readonly [number, RowEdit])[]): Table {
  const rows = [...table.rows];
  for (const [place, edit] of edits) {
    const index = place % (rows.length + 1);
    const row = rows[index];
    if (row === undefined || place % 3 === tableIndex) continue;
    if (edit.kind === 'remove') rows.splice(index, 1);
    else if (edit.kind === 'double') rows.splice(index, 0, row);
    else if (edit.kind === 'first') rows.unshift(...rows.splice(index, 1));
    else if (edit.kind === 'odd') rows[index] = oddRow(row, edit.oddity);
    else if (edit.kind === 'cell') rows[index] = withCell(row, edit);
  }
  return { ...table, rows: rows.map((row, index) => placedAt(row, index + 1)) };
}

function placedAt(row: Row, rowNumber: number): Row {
  const place = { row: rowNumber };
  return { ...row, place, ...(row.issue === undefined ? {} : { issue: { ...row.issue, place } }) };
}

function oddRow(row: Row, oddity: 'merged' | 'hidden' | 'furniture' | 'issue'): Row {
  if (oddity === 'hidden') return { ...row, hidden: true };
  // No container says both: what comes again on every page is no row that could not be read.
  if (oddity === 'furniture') return row.issue === undefined ? { ...row, furniture: true } : row;
  if (oddity === 'issue') {
    const { furniture: _, ...rest } = row;
    return { ...rest, issue: { code: 'cut-off', message: 'The row is cut off.', place: row.place } };
  }
  return { ...row, cells: row.cells.map((cell, index) => (index === 0 ? cell : { ...cell, merged: true })) };
}

function withCell(
  row: Row,
  { column, text, cut }: { readonly column: number; readonly text: string; readonly cut: number },
): Row {
  const cells = [...row.cells];
  const index = column % (cells.length + 1);
  const old = cells[index]?.text ?? '';
  cells[index] = cellOf(
    `${old.slice(0, cut)}${text}${old.slice(cut)}`,
    cells[index]?.kind === 'number' ? 'number' : 'text',
  );
  return { ...row, cells };
}
