import { type Algorithm, algorithms } from '../core/digest.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import { type ColumnUse, findColumn } from './csv-columns.ts';
import { CsvRows } from './csv-rows.ts';
import { digestsOfText } from './digest-text.ts';

/** The heading of a file: what each column holds. A column that is not known is kept under its own heading. */
export interface CsvHeader {
  readonly delimiter: string;
  readonly columns: readonly (ColumnUse | { readonly unknown: string })[];
  /** Distinct: a heading that is empty, or stands there twice, with the number of its column. */
  readonly titles: readonly string[];
  /** Why rows under it cannot be read. */
  readonly fault?: HeaderFault;
}

/** Said of the file: `has no heading …`. */
interface HeaderFault {
  readonly message: string;
  readonly hint: string;
}

const noUses: ReadonlyMap<string, ColumnUse> = new Map();

/**
 * The heading that this line is, with the delimiter under which the most columns are known, or the one given. `uses` says
 * what columns are where their titles do not.
 */
export function parseHeader(line: string, delimiter?: string, uses = noUses): CsvHeader {
  const headers = (delimiter === undefined ? [',', ';', '\t'] : [delimiter]).flatMap((candidate) => {
    const row = new CsvRows(candidate).push(line, 1)[0];
    return row?.kind === 'row' ? [headerOf(row.cells, candidate, uses)] : [];
  });
  const [best] = headers.sort((a, b) => knownColumns(b) - knownColumns(a) || b.titles.length - a.titles.length);
  return best ?? withFault(noDigests([]));
}

/** True where the heading has these titles, in this order, and no others. */
export function hasTitles(header: CsvHeader, titles: readonly string[]): boolean {
  return header.titles.length === titles.length && header.titles.every((title, index) => title === titles[index]);
}

/** In place of a heading that is none. */
export function withFault(fault: HeaderFault): CsvHeader {
  return { delimiter: ',', columns: [], titles: [], fault };
}

function headerOf(cells: readonly string[], delimiter: string, uses: ReadonlyMap<string, ColumnUse>): CsvHeader {
  const titles = titlesOf(cells);
  const { useByIndex, missing } = placeUses(titles, uses);
  const columns = nameColumns(titles, cells, useByIndex);
  const fault = missing === undefined ? faultOf(columns, titles) : missingColumn(missing, titles);
  return { delimiter, columns, titles, ...(fault === undefined ? {} : { fault }) };
}

function titlesOf(cells: readonly string[]): readonly string[] {
  const seen = new Set<string>(['']);
  return cells.map((cell, index) => {
    let title = cell.trim();
    while (seen.has(title)) title = `${title} (column ${index + 1})`.trimStart();
    seen.add(title);
    return title;
  });
}

/** A title as it stands there goes before one that differs in letter case. */
function placeUses(titles: readonly string[], uses: ReadonlyMap<string, ColumnUse>) {
  const useByIndex = new Map<number, ColumnUse>();
  let missing: string | undefined;
  for (const [title, use] of uses) {
    const free = titles.map((one, index) => (useByIndex.has(index) ? undefined : one));
    const exact = free.indexOf(title);
    const index = exact < 0 ? free.findIndex((one) => one?.toLowerCase() === title.toLowerCase()) : exact;
    if (index < 0) missing ??= title;
    else useByIndex.set(index, use);
  }
  return { useByIndex, missing };
}

/** Two columns of one meaning: the first has it, the other is kept as an unknown one. Digest columns keep theirs. */
function nameColumns(
  titles: readonly string[],
  cells: readonly string[],
  useByIndex: ReadonlyMap<number, ColumnUse>,
): CsvHeader['columns'] {
  const taken = new Set<ColumnUse>(useByIndex.values());
  return titles.map((title, index) => {
    const use = useByIndex.get(index);
    if (use !== undefined) return use;
    const column = findColumn(cells[index] ?? '');
    if (column === undefined || (taken.has(column) && !isDigestColumn(column))) return { unknown: title };
    taken.add(column);
    return column;
  });
}

/** True for a column that holds digests. */
function isDigestColumn(column: CsvHeader['columns'][number]): column is Algorithm | 'hash' {
  return column === 'hash' || algorithms.some((algorithm) => algorithm === column);
}

function knownColumns(header: CsvHeader): number {
  return header.columns.filter((column) => typeof column === 'string').length;
}

function faultOf(columns: CsvHeader['columns'], titles: readonly string[]): HeaderFault | undefined {
  const repeated = columns.find(
    (column, index) => typeof column === 'string' && column !== 'skip' && columns.indexOf(column) < index,
  );
  if (typeof repeated === 'string') {
    const [first, second] = titles.filter((_, index) => columns[index] === repeated);
    const message = `has two columns that are read as ${repeated}: "${excerpt(first ?? '')}" and "${excerpt(second ?? '')}".`;
    return { message, hint: 'Leave one of them away: --map "TITLE=skip".' };
  }
  return columns.some(isDigestColumn) ? undefined : noDigests(titles);
}

function noDigests(titles: readonly string[]): HeaderFault {
  return {
    message: 'has no heading that names a column of digests.',
    hint: `The first line must name the columns, such as md5,sha1,path; or say which holds what: --map "TITLE=md5". ${listTitles(titles)}`,
  };
}

function missingColumn(title: string, titles: readonly string[]): HeaderFault {
  const near = suggest(title, titles);
  return {
    message: `has no column "${excerpt(title)}".`,
    hint: `${near === undefined ? '' : `Did you mean "${excerpt(near)}"? `}${listTitles(titles)}`,
  };
}

const mostTitlesShown = 40;

/** Where the first line holds a digest it is no heading, and nothing of it is told. */
function listTitles(titles: readonly string[]): string {
  if (titles.some((title) => digestsOfText(title, 'sha256') !== undefined)) return 'Its first line is no heading.';
  const shown = titles.slice(0, mostTitlesShown).map((title) => `"${excerpt(title)}"`);
  return `Its columns: ${shown.join(', ')}${titles.length > mostTitlesShown ? ', …' : ''}.`;
}
