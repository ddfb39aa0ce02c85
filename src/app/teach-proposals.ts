import type { Row, Table, TableDocument } from '../containers/contract.ts';
import { type Algorithm, algorithmsOfText } from '../core/digest.ts';
import type { ReadingContext } from '../reports/contract.ts';
import { columnsNamedBy, isBlank } from '../reports/columns.ts';
import { mediaKindOfWord } from '../reports/media-kind-words.ts';
import { namesMedia } from '../reports/line-words.ts';
import { isMediaName } from '../reports/row-kinds.ts';

/** Enough rows to see what a column holds. */
const sampleRows = 5000;

/** The table of a document with the most rows that name media; undefined where none does. */
export function tableToTeach(document: TableDocument, context: ReadingContext): Table | undefined {
  let best: { readonly table: Table; readonly count: number } | undefined;
  for (const table of document.tables) {
    const count = table.rows.filter((row) => isMediaRow(row, context)).length;
    if (count > (best?.count ?? 0)) best = { table, count };
  }
  return best?.table;
}

/** True for a row that names media and is not around the text of a page. */
export function isMediaRow(row: Row, context: ReadingContext): boolean {
  return row.furniture !== true && row.issue === undefined && namesMedia(row, context);
}

/**
 * True where most rows that name media have as many cells as one another, one of which is a digest or a name and nothing
 * else. In written text words that happen to stand below one another look like columns; there a header is needed too.
 */
export function isColumnar(table: Table, { container }: TableDocument, context: ReadingContext): boolean {
  const media = table.rows.filter((row) => isMediaRow(row, context));
  const counts = media.flatMap((row) => {
    const filled = row.cells.filter((cell) => !isBlank(cell)).map((cell) => cell.text.trim());
    const isCells = filled.length > 1 && filled.some((text) => isDigest(text) || isName(text, context));
    return isCells ? [widthOf(row)] : [];
  });
  const alike = [...Map.groupBy(counts, (width) => width).values()].reduce(
    (most, { length }) => Math.max(most, length),
    0,
  );
  if (container === 'plain-text' && proposeHeader(table, context) === undefined) return false;
  return counts.length * 2 > media.length && alike * 2 > counts.length;
}

/** Behind the last filled cell. */
export function widthOf(row: Row): number {
  return row.cells.findLastIndex((cell) => !isBlank(cell)) + 1;
}

/** Index of the nearest row with several cells above the first one that names media; undefined where there is none. */
export function proposeHeader(table: Table, context: ReadingContext): number | undefined {
  const first = table.rows.findIndex((row) => isMediaRow(row, context));
  const index = table.rows.findLastIndex(
    (row, at) => at < first && row.furniture !== true && row.cells.filter((cell) => !isBlank(cell)).length > 1,
  );
  return index < 0 ? undefined : index;
}

/** Which columns hold what, by index. Without one for the outcome, headings among the rows state it. */
export interface ColumnRoles {
  readonly digests: readonly number[];
  readonly names: readonly number[];
  readonly outcomes: readonly number[];
  readonly series: readonly number[];
  readonly contacts: readonly number[];
}

/** What each role's column most likely is; none where nothing speaks for one. */
export function proposeColumns(media: readonly Row[], header: Row | undefined, context: ReadingContext): ColumnRoles {
  const sample = media.slice(0, sampleRows);
  const width = sample.reduce((most, row) => Math.max(most, row.cells.length), 0);
  const textsOf = Array.from({ length: width }, (_, index) =>
    sample.map((row) => row.cells[index]?.text.trim() ?? '').filter((text) => text !== ''),
  );
  const named = header === undefined ? undefined : columnsNamedBy(header, context.vocabulary);
  const digests = textsOf.flatMap((texts, index) => (mostAre(texts, isDigest) ? [index] : []));
  const names = best(textsOf, digests, (texts) => texts.filter((text) => isName(text, context)).length);
  const others = [...digests, ...names];
  const understood = best(
    textsOf,
    others,
    (texts) => texts.filter((text) => context.vocabulary.outcomeOf(text) !== undefined).length,
  );
  const byHeading = named?.outcomes.map(({ index }) => index).slice(0, 1) ?? [];
  const outcomes = [understood, byHeading, best(textsOf, others, fewWords)].find((one) => one.length > 0) ?? [];
  const isFree = (index: number) => !others.includes(index) && !outcomes.includes(index);
  return {
    digests,
    names: names.length > 0 ? names : (named?.fileNames.filter((index) => !digests.includes(index)).slice(0, 1) ?? []),
    outcomes,
    series: named?.series.filter(isFree).slice(0, 1) ?? [],
    contacts: named?.contacts.filter(isFree).slice(0, 1) ?? [],
  };
}

/** The algorithm that the digests of a column are of; undefined where their lengths differ. */
export function algorithmOfColumn(rows: readonly Row[], columnIndex: number, heading: string): Algorithm | undefined {
  const found = new Set<Algorithm>();
  for (const row of rows) {
    const possible = algorithmsOfText(row.cells[columnIndex]?.text.trim() ?? '');
    const named = possible.find((algorithm) =>
      heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '')
        .includes(algorithm),
    );
    const [byLength] = possible;
    if (byLength !== undefined) found.add(named ?? byLength);
  }
  const [only, another] = found;
  return another === undefined ? only : undefined;
}

/** The column with the highest score above zero, the leftmost of equals; as a list of one or none. */
function best(
  textsOf: readonly (readonly string[])[],
  taken: readonly number[],
  score: (texts: readonly string[]) => number,
): readonly number[] {
  let found: { readonly index: number; readonly score: number } | undefined;
  for (const [index, texts] of textsOf.entries()) {
    const points = taken.includes(index) ? 0 : score(texts);
    if (points > (found?.score ?? 0)) found = { index, score: points };
  }
  return found === undefined ? [] : [found.index];
}

/** High for columns that repeat a few words; zero for numbers, dates and words for kinds of media. */
function fewWords(texts: readonly string[]): number {
  const distinct = new Set(texts.map((text) => text.toLowerCase()));
  const isWords = mostAre(texts, (text) => /\p{L}{2}/u.test(text) && text.length <= 60 && !/^[\d\W]/.test(text));
  const isKind = mostAre(texts, (text) => mediaKindOfWord(text) !== 'unknown');
  if (texts.length === 0 || !isWords || isKind || distinct.size > 20) return 0;
  return texts.length / distinct.size + texts.length / 1_000_000;
}

function mostAre(texts: readonly string[], is: (text: string) => boolean): boolean {
  return texts.filter(is).length * 2 > texts.length;
}

function isDigest(text: string): boolean {
  return algorithmsOfText(text).length > 0;
}

function isName(text: string, { sentNames }: ReadingContext): boolean {
  return isMediaName(text) || sentNames.has(text);
}
