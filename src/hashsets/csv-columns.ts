import { type Algorithm, algorithms } from '../core/digest.ts';
import { formatCell } from './csv-cells.ts';
import { CsvRows } from './csv-rows.ts';

/** Columns that criskit writes, in their order. `hash` is read only: its values tell their algorithm by length. */
export const csvColumns = [
  'md5',
  'sha1',
  'sha256',
  'blake3',
  'size',
  'kind',
  'path',
  'series',
  'contact',
  'victim_identified',
  'offender_identified',
  'is_distributed',
  'vics_category',
  'vics_scheme',
  'tags',
  'comments',
  'photodna',
  'mime',
  'names',
  'unknown_members',
] as const;

export type CsvColumn = (typeof csvColumns)[number] | 'hash';

/** What other programs call the columns, without blanks, punctuation and letter case. */
const aliases: { readonly [C in CsvColumn]?: readonly string[] } = {
  md5: ['md5hash', 'hashmd5', 'md5hashvalue', 'md5digest', 'md5sum'],
  sha1: ['sha1hash', 'hashsha1', 'sha1hashvalue', 'sha1digest'],
  sha256: ['sha256hash', 'hashsha256', 'sha256hashvalue', 'sha256digest'],
  blake3: ['blake3hash', 'hashblake3'],
  hash: ['hashvalue', 'hashes', 'digest'],
  size: ['sizebytes', 'filesize', 'mediasize', 'bytes', 'logicalsize'],
  kind: ['mediakind', 'mediatype'],
  path: ['filepath', 'fullpath', 'relativepath', 'relativefilepath', 'file', 'filename', 'name'],
  series: ['seriesname'],
  contact: ['pointofcontact', 'seriescontact'],
  is_distributed: ['distributed'],
  tags: ['tag'],
  comments: ['comment', 'notes'],
  photodna: ['pdna'],
  mime: ['mimetype'],
};

const columnByName: ReadonlyMap<string, CsvColumn> = new Map(
  [...csvColumns, 'hash' as const].flatMap((column) =>
    [plainName(column), ...(aliases[column] ?? [])].map((name): [string, CsvColumn] => [name, column]),
  ),
);

/** The heading of a file: what each column holds. A column that is not known is kept under its own heading. */
export interface CsvHeader {
  readonly delimiter: string;
  readonly columns: readonly (CsvColumn | { readonly unknown: string })[];
}

/** True for a column that holds digests. */
function isDigestColumn(column: CsvHeader['columns'][number]): column is Algorithm | 'hash' {
  return column === 'hash' || algorithms.some((algorithm) => algorithm === column);
}

/**
 * The heading that this line is, with the delimiter under which the most columns are known, or the one given; undefined
 * where no column of digests is named, or one of them twice.
 */
export function parseHeader(line: string, delimiter?: string): CsvHeader | undefined {
  const headers = (delimiter === undefined ? [',', ';', '\t'] : [delimiter]).flatMap((candidate) => {
    const row = new CsvRows(candidate).push(line, 1)[0];
    return row?.kind === 'row' ? [{ delimiter: candidate, columns: nameColumns(row.cells) }] : [];
  });
  const best = headers.sort((a, b) => knownColumns(b) - knownColumns(a))[0];
  const digestColumns = best?.columns.filter(isDigestColumn) ?? [];
  return digestColumns.length === 0 || new Set(digestColumns).size < digestColumns.length ? undefined : best;
}

/** The first line that criskit writes. */
export function formatHeader(): string {
  return csvColumns.map(formatCell).join(',');
}

/** Two columns of one meaning: the first has it, the other is kept as an unknown one. Digest columns keep theirs. */
function nameColumns(cells: readonly string[]): CsvHeader['columns'] {
  const taken = new Set<CsvColumn>();
  const unknown = new Set<string>();
  return cells.map((cell, index) => {
    const column = columnByName.get(plainName(cell));
    if (column !== undefined && (!taken.has(column) || isDigestColumn(column))) {
      taken.add(column);
      return column;
    }
    const name = unknown.has(cell.trim()) ? `${cell.trim()} (column ${index + 1})` : cell.trim();
    unknown.add(name);
    return { unknown: name };
  });
}

function knownColumns(header: CsvHeader): number {
  return header.columns.filter((column) => typeof column === 'string').length;
}

function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
