import { columnLetters } from '../containers/column-letters.ts';
import type { Row, Table } from '../containers/contract.ts';
import { excerpt } from '../core/printable.ts';
import { formatTextTable } from '../core/text-table.ts';
import { isBlank } from '../reports/columns.ts';
import type { ReadingContext } from '../reports/contract.ts';
import { headingKey } from '../reports/row-text.ts';
import type { RawColumn, RawLayout } from './layout-file-schema.ts';
import { askForRoles } from './teach-columns.ts';
import { type Answer, askUntilUnderstood, type Dialogue, none } from './teach-dialogue.ts';
import { algorithmOfColumn, type ColumnRoles, isMediaRow, proposeHeader, widthOf } from './teach-proposals.ts';
import { askForWords } from './teach-words.ts';

/** What is taught of a layout besides its name. */
export type TaughtContent = Pick<RawLayout, 'sections' | 'fingerprint' | 'columns' | 'lines' | 'outcomes'>;

/** Nine questions at most: the header, four on columns, one for each outcome. */
export async function teachTable(dialogue: Dialogue, table: Table, context: ReadingContext): Promise<TaughtContent> {
  showRows(dialogue, table, context);
  const headerIndex = await askForHeader(dialogue, table, context);
  const header = headerIndex === undefined ? undefined : table.rows[headerIndex];
  const rows = table.rows.slice((headerIndex ?? -1) + 1);
  const media = rows.filter((row) => isMediaRow(row, context));
  const width = [header, ...media].reduce((most, row) => Math.max(most, row === undefined ? 0 : widthOf(row)), 0);
  const headings = Array.from({ length: width }, (_, index) => header?.cells[index]?.text.trim() ?? '');
  const roles = await askForRoles(dialogue, { media, header, headings, context });
  const texts =
    roles.outcomes.length > 0
      ? media.flatMap((row) => roles.outcomes.map((index) => row.cells[index]?.text ?? ''))
      : textsBetween(rows, context);
  return {
    sections: roles.outcomes.length === 0,
    fingerprint: header === undefined ? { width } : { header: headings.slice(0, widthOf(header)) },
    columns: columnsOf(roles, media, headings),
    outcomes: await askForWords(dialogue, texts, context.vocabulary),
  };
}

async function askForHeader(dialogue: Dialogue, table: Table, context: ReadingContext): Promise<number | undefined> {
  const proposed = proposeHeader(table, context);
  return askUntilUnderstood(dialogue, {
    question: `Which row holds the headings of the columns (${none}: none does)?`,
    proposed: proposed === undefined ? none : String(proposed + 1),
    read: (answer) => readHeaderNumber(answer, table, context),
  });
}

function readHeaderNumber(answer: string, { rows }: Table, context: ReadingContext): Answer<number | undefined> {
  if (answer === none) return { value: undefined };
  const index = /^[1-9]\d{0,6}$/.test(answer) ? Number(answer) - 1 : -1;
  const row = rows[index];
  if (row === undefined) return { fault: `"${excerpt(answer, 30)}" is none of the rows 1 to ${rows.length}.` };
  if (row.cells.every(isBlank)) return { fault: `Row ${answer} is blank.` };
  if (isMediaRow(row, context)) return { fault: `Row ${answer} names media; it is no row of headings.` };
  const hasMedia = rows.slice(index + 1).some((one) => isMediaRow(one, context));
  return hasMedia ? { value: index } : { fault: `No row below row ${answer} names media.` };
}

/** Texts that stand alone in a row among those that name media: they may be headings. */
function textsBetween(rows: readonly Row[], context: ReadingContext): readonly string[] {
  return rows.flatMap((row) => {
    const [only, ...others] = row.cells.filter((cell) => !isBlank(cell));
    const isText = only !== undefined && others.length === 0 && row.furniture !== true && !isMediaRow(row, context);
    return isText ? [only.text.trim()] : [];
  });
}

function columnsOf(
  roles: ColumnRoles,
  media: readonly Row[],
  headings: readonly string[],
): NonNullable<RawLayout['columns']> {
  const named = (role: string, indexes: readonly number[]) => {
    const columns = indexes.map((index) => columnName(index, headings));
    const [only, another] = columns;
    return only === undefined ? {} : { [role]: another === undefined ? only : columns };
  };
  const digests = roles.digests.map((index) => {
    const algorithm = algorithmOfColumn(media, index, headings[index] ?? '');
    return { column: columnName(index, headings), ...(algorithm === undefined ? {} : { algorithm }) };
  });
  return {
    ...(digests.length === 0 ? {} : { digests }),
    ...named('name', roles.names),
    ...named('outcome', roles.outcomes),
    ...named('series', roles.series),
    ...named('contact', roles.contacts),
  };
}

/** By its heading, where it has one that no other column has; a column that is named by its place may not move. */
function columnName(index: number, headings: readonly string[]): RawColumn {
  const heading = headings[index] ?? '';
  const key = headingKey(heading);
  const isOnly = key !== '' && headings.filter((one) => headingKey(one) === key).length === 1;
  return isOnly ? heading : { letters: columnLetters(index) };
}

/** The first rows, and the first two that name media wherever they stand. */
function showRows(dialogue: Dialogue, { name, rows }: Table, context: ReadingContext): void {
  const shownRows = 12;
  const shownColumns = 12;
  const first = rows.findIndex((row) => isMediaRow(row, context));
  const shown = rows.flatMap((row, index) => {
    const isShown = index < shownRows || (index >= first - 2 && index <= first + 1);
    return isShown ? [{ row, number: index + 1 }] : [];
  });
  const width = Math.min(
    shownColumns,
    shown.reduce((most, { row }) => Math.max(most, widthOf(row)), 0),
  );
  const letters = Array.from({ length: width }, (_, index) => ({ title: columnLetters(index) }));
  const cells = shown.map(({ row, number }) => [
    String(number),
    ...letters.map((_, index) => excerpt(row.cells[index]?.text.trim() ?? '', 34)),
  ]);
  const sheet = name === undefined ? '' : ` of the sheet "${excerpt(name, 40)}"`;
  dialogue.show([`Rows${sheet} (${rows.length} in all):`, ...formatTextTable([{ title: '' }, ...letters], cells)]);
}
