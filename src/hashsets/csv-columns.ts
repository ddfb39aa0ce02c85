import { formatCell } from './csv-cells.ts';

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

/** The column that goes by this name, as criskit or as other programs call it. */
export function findColumn(name: string): CsvColumn | undefined {
  return columnByName.get(plainName(name));
}

/** What a column is read as; `skip`: not at all. */
export type ColumnUse = CsvColumn | 'skip';

/** Columns that can say the same of every record of a file. */
export const fixedColumns = [
  'kind',
  'series',
  'contact',
  'victim_identified',
  'offender_identified',
  'is_distributed',
  'vics_category',
  'vics_scheme',
  'tags',
  'comments',
  'mime',
] as const satisfies readonly CsvColumn[];

export type FixedColumn = (typeof fixedColumns)[number];

/** The first line that criskit writes. */
export function formatHeader(): string {
  return csvColumns.map((column) => formatCell(column)).join(',');
}

function plainName(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
