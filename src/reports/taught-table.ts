import type { Row, TableDocument } from '../containers/contract.ts';
import { algorithmsOfText } from '../core/digest.ts';
import { type Columns, columnsNamedBy, isBlank, type OutcomeColumn, readHeader } from './columns.ts';
import type { ReadingContext } from './contract.ts';
import { ignoredRowReader } from './ignored-rows.ts';
import { headingKey, joinerOf } from './row-text.ts';
import type { TableRules } from './table-reading.ts';
import type { ColumnReference, TaughtLayout, TaughtTable } from './taught-layout.ts';
import type { Vocabulary } from './vocabulary.ts';

type TableLayout = TaughtLayout & { readonly reading: TaughtTable };

/** By what rules the tables of a document are read, as a person taught them. */
export function taughtTableRules(document: TableDocument, context: ReadingContext, taught: TableLayout): TableRules {
  const { reading, hasSections, ignored } = taught;
  const hasHeader = reading.header.length > 0;
  const headerOf = taughtHeaderReader(reading, context.vocabulary);
  const fixed = columnsByPlace(reading);
  return {
    hasSections,
    taught: {
      columnsOfHeader: (row) => (hasHeader ? (headerOf(row) ?? readHeader(row, context.vocabulary)) : undefined),
      columnsOfRow: (row) => (!hasHeader && isTaughtRow(row, reading) ? fixed : undefined),
      readIgnored: ignoredRowReader(ignored, context, joinerOf(document)),
    },
  };
}

/**
 * Reads the columns of a row that is the header which was taught; undefined for any other row. Columns that are taught by
 * their headings may stand in any order, and others between them. Of those the ones that criskit knows for digests or
 * outcomes count as well, so that nothing which contradicts the taught ones is passed over.
 */
export function taughtHeaderReader(table: TaughtTable, vocabulary: Vocabulary): (row: Row) => Columns | undefined {
  const taughtKeys = table.header.map(headingKey);
  return (row) => {
    const keys = row.cells.slice(0, widthOf(row)).map((cell) => headingKey(cell.text));
    if (taughtKeys.length === 0 || !fits(keys, taughtKeys, table)) return undefined;
    const isAdded = ({ index }: { readonly index: number }) => !taughtKeys.includes(keys[index] ?? '');
    const named = columnsNamedBy(row, vocabulary);
    const columns = columnsAt(table, (reference) => indexesOf(reference, keys));
    return {
      ...columns,
      width: keys.length,
      headings: named.headings,
      digests: [...columns.digests, ...named.digests.filter(isAdded)],
      outcomes: [...columns.outcomes, ...named.outcomes.filter(isAdded)],
    };
  };
}

function fits(keys: readonly string[], taughtKeys: readonly string[], table: TaughtTable): boolean {
  const references = [
    ...table.digests.map(({ column }) => column),
    ...[table.names, table.outcomes, table.series, table.contacts, table.kinds].flat(),
  ];
  if (references.every(({ kind }) => kind === 'heading')) {
    return taughtKeys.every((key) => key === '' || keys.includes(key));
  }
  const last = taughtKeys.findLastIndex((key) => key !== '');
  return keys.length === last + 1 && keys.every((key, index) => key === taughtKeys[index]);
}

function indexesOf(reference: ColumnReference, keys: readonly string[]): readonly number[] {
  if (reference.kind === 'index') return [reference.columnIndex];
  const wanted = headingKey(reference.heading);
  return keys.flatMap((key, index) => (key === wanted ? [index] : []));
}

/** The columns of a table without a header. */
function columnsByPlace(table: TaughtTable): Columns {
  return columnsAt(table, (reference) => (reference.kind === 'index' ? [reference.columnIndex] : []));
}

function columnsAt(table: TaughtTable, indexesFor: (reference: ColumnReference) => readonly number[]): Columns {
  return {
    width: table.width ?? table.header.length,
    headings: [],
    digests: table.digests.flatMap(({ column, label }) => indexesFor(column).map((index) => ({ index, label }))),
    fileNames: table.names.flatMap(indexesFor),
    outcomes: table.outcomes.flatMap(indexesFor).map((index): OutcomeColumn => ({ index, isCertain: true })),
    series: table.series.flatMap(indexesFor),
    contacts: table.contacts.flatMap(indexesFor),
    kinds: table.kinds.flatMap(indexesFor),
  };
}

/** True for a row as a table without a header has them: so many columns, and media where the layout says. */
export function isTaughtRow(row: Row, table: TaughtTable): boolean {
  if (widthOf(row) !== table.width) return false;
  const { digests, fileNames } = columnsByPlace(table);
  if (digests.length > 0) return digests.some(({ index }) => isDigest(row, index));
  return fileNames.every((index) => !isBlank(row.cells[index] ?? blank));
}

const blank = { kind: 'blank', text: '' } as const;

function isDigest(row: Row, index: number): boolean {
  return algorithmsOfText(row.cells[index]?.text.trim() ?? '').length > 0;
}

/** Behind the last filled cell. */
function widthOf(row: Row): number {
  return row.cells.findLastIndex((cell) => !isBlank(cell)) + 1;
}
