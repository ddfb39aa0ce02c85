import type { Cell, Row } from '../containers/contract.ts';
import { algorithms, algorithmsOfText } from '../core/digest.ts';
import type { Outcome } from '../core/outcome.ts';
import type { DigestLabel } from './digest-cell.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Which column of a table holds what, by its headings. Indexes are 0-based; several columns may share a role. */
export interface Columns {
  /** Behind the last headed column. */
  readonly width: number;
  /** As they are written, by index, for messages. */
  readonly headings: readonly string[];
  readonly digests: readonly { readonly index: number; readonly label: DigestLabel }[];
  readonly fileNames: readonly number[];
  readonly outcomes: readonly OutcomeColumn[];
  readonly series: readonly number[];
  readonly contacts: readonly number[];
  readonly kinds: readonly number[];
}

export interface OutcomeColumn {
  readonly index: number;
  /** Set where the heading itself is an outcome ("Identified") and the cells say yes or no. */
  readonly flag?: Outcome;
  /** Stated by a person: it is a column for outcomes even where no word in it is understood. */
  readonly isCertain?: true;
}

/** `other`: a heading that is seen beside a file's, of a column that criskit does not read. */
type PlainRole = 'fileName' | 'path' | 'outcome' | 'series' | 'contact' | 'kind' | 'other';

/** By `plainName`. */
const plainRoles: ReadonlyMap<string, PlainRole> = new Map([
  ...roleOfAll('fileName', 'file filename filenames originalfilename originalname medianame imagename nameoffile'),
  ...roleOfAll('path', 'path filepath fullpath relativepath originalpath filelocation'),
  ...roleOfAll(
    'outcome',
    'result results status outcome classification category finding determination disposition match',
  ),
  ...roleOfAll(
    'outcome',
    'hashstatus hashresult matchstatus matchresult comparisonresult comparisonstatus reviewresult',
  ),
  ...roleOfAll(
    'outcome',
    'reviewstatus ncmecresult ncmecstatus crisresult crisstatus cvipresult cvipstatus filestatus',
  ),
  ...roleOfAll('outcome', 'identificationstatus identificationresult victimstatus childstatus'),
  ...roleOfAll('series', 'series seriesname nameofseries victimseries ncmecseries'),
  ...roleOfAll('contact', 'poc pocname pointofcontact pointsofcontact contact contactname seriespoc seriescontact'),
  ...roleOfAll('contact', 'seriespointofcontact pocinformation contactinformation lawenforcementcontact'),
  ...roleOfAll('kind', 'type kind mediatype mediakind media filetype contenttype mimetype imagevideo imageorvideo'),
  ...roleOfAll(
    'other',
    'size filesize sizebytes bytes created modified date number no item itemnumber id comment comments notes',
  ),
]);

function roleOfAll(role: PlainRole, list: string): [string, PlainRole][] {
  return list.split(' ').map((name) => [name, role]);
}

const digestLabels: ReadonlyMap<string, DigestLabel> = new Map([
  ...[
    'hash',
    'hashes',
    'hashvalue',
    'hashvalues',
    'digest',
    'filehash',
    'filehashvalue',
    'checksum',
    'messagedigest',
  ].map((name): [string, DigestLabel] => [name, 'any']),
  ...algorithms.flatMap((algorithm) =>
    ['', 'hash', 'value', 'hashvalue', 'digest', 'sum', 'checksum']
      .flatMap((word) => [`${algorithm}${word}`, `${word}${algorithm}`, `file${algorithm}${word}`])
      .map((name): [string, DigestLabel] => [name, algorithm]),
  ),
]);

/** True for a word that heads a column, whatever the column holds; in text it stands before a value (`Hash: …`). */
export function isColumnHeading(text: string): boolean {
  const name = plainName(text);
  return plainRoles.has(name) || digestLabels.has(name);
}

/** A heading in small letters, with nothing but letters and digits left. */
function plainName(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/**
 * The columns that a row names, where it is a header row: it names a digest, or a file together with something else
 * that is understood, and holds no digest itself. Undefined for any other row.
 */
export function readHeader(row: Row, vocabulary: Vocabulary): Columns | undefined {
  if (row.cells.some((cell) => algorithmsOfText(cell.text.trim()).length > 0)) return undefined;
  const columns = columnsNamedBy(row, vocabulary);
  return isHeader(columns, columns.headings.map(plainName)) ? columns : undefined;
}

/** The columns that a row would name if it were a header row. */
export function columnsNamedBy(row: Row, vocabulary: Vocabulary): Columns {
  const headings = row.cells.map((cell) => cell.text.trim());
  const names = headings.map(plainName);
  const indexesOf = (role: PlainRole): number[] =>
    names.flatMap((name, index) => (plainRoles.get(name) === role ? [index] : []));
  const fileNames = indexesOf('fileName');
  return {
    width: row.cells.findLastIndex((cell) => !isBlank(cell)) + 1,
    headings,
    digests: names.flatMap((name, index) => {
      const label = digestLabels.get(name);
      return label === undefined ? [] : [{ index, label }];
    }),
    fileNames: fileNames.length > 0 ? fileNames : indexesOf('path'),
    outcomes: headings.flatMap((heading, index): OutcomeColumn[] => {
      if (plainRoles.get(names[index] ?? '') === 'outcome') return [{ index }];
      const flag = vocabulary.outcomeOf(heading.replace(/\?$|\((?:y\/n|yes\/no)\)\??$/i, ''));
      return flag === undefined ? [] : [{ index, flag }];
    }),
    series: indexesOf('series'),
    contacts: indexesOf('contact'),
    kinds: indexesOf('kind'),
  };
}

function isHeader(columns: Columns, names: readonly string[]): boolean {
  if (columns.digests.length > 0) return true;
  if (columns.fileNames.length === 0) return false;
  const flags = columns.outcomes.filter((column) => column.flag !== undefined).length;
  const understood = flags + names.filter((name) => plainRoles.has(name)).length;
  return understood > 1 || names.filter((name) => name !== '').length === 1;
}

/** True for a cell that shows nothing, also for one that another cell covers. */
export function isBlank(cell: Cell): boolean {
  return cell.text.trim() === '';
}
