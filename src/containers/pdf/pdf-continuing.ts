import { algorithmsOfText } from '../../core/digest.ts';
import { endsBefore, fits, isFull, isWhole } from './pdf-joining.ts';
import { namesMedia } from './pdf-furniture.ts';
import type { Chunk } from './pdf-lines.ts';
import type { DraftRow } from './pdf-rows.ts';
import type { TableModel } from './pdf-table-model.ts';

/** Rows of a page that may come before the rest of a row of the page before: a heading of two lines. */
const headingRows = 3;

/** Joins rows that go on over the end of a page. The parts of a row that is joined stand where its beginning stands. */
export function joinOverPages(rows: readonly DraftRow[]): DraftRow[] {
  const joined: DraftRow[] = [];
  const headings = new Set<string>();
  let open: DraftRow | undefined;
  let page = 0;
  let rowsOfPage = 0;
  for (const row of rows) {
    if (row.page !== page) [open, rowsOfPage] = [row.page === page + 1 ? joined.at(-1) : undefined, 0];
    page = row.page;
    rowsOfPage += 1;
    const text = textOf(row);
    const isHeading = rowsOfPage <= headingRows && headings.has(text);
    if (rowsOfPage > headingRows) open = undefined;
    if (open !== undefined && !isHeading && goesOn(open, row)) {
      for (const [column, chunks] of row.cells.entries()) open.cells[column]?.push(...chunks);
      open = undefined;
      continue;
    }
    if (!isHeading && row.model === open?.model) open = undefined;
    // The first heading of a table may stand anywhere on its page; it comes again at the top of those that follow.
    if (!namesMedia(text)) headings.add(text);
    joined.push(row);
  }
  return joined;
}

function goesOn(previous: DraftRow, row: DraftRow): boolean {
  const { model } = previous;
  if (model === undefined || row.model !== model) return false;
  let hasOpenDigest = false;
  for (const [column, { statedLength }] of model.digestColumns) {
    const [begun, rest] = [joinedText(previous.cells[column]), joinedText(row.cells[column])];
    const isDigest = (text: string): boolean =>
      algorithmsOfText(text).length > 0 && (statedLength === undefined || text.length === statedLength);
    if (rest === '' && (begun === '' || isDigest(begun))) continue;
    const end = previous.cells[column]?.at(-1);
    if (end === undefined || !isFull(end, { right: model.rights[column] ?? 0 })) return false;
    if (isDigest(begun) || isDigest(rest) || !isDigest(begun + rest)) return false;
    hasOpenDigest = true;
  }
  return (
    hasOpenDigest ||
    (continuesCells(previous, row, model) && (model.digestColumns.size > 0 || completesName(previous, row)))
  );
}

/** Without digests to go by: the row shows less than the one before, and makes a name of what was none. */
function completesName(previous: DraftRow, row: DraftRow): boolean {
  const isFilled = (chunks: readonly Chunk[] | undefined): boolean => chunks !== undefined && chunks.length > 0;
  const isLess = row.cells.filter(isFilled).length < previous.cells.filter(isFilled).length;
  return (
    isLess &&
    row.cells.some(
      (chunks, column) => isFilled(chunks) && isWhole(joinedText(previous.cells[column]) + joinedText(chunks)),
    )
  );
}

/** A row without a digest at the top of a page, each cell of which begins with what had no room in the row before. */
function continuesCells(previous: DraftRow, row: DraftRow, model: TableModel): boolean {
  return row.cells.every((chunks, column) => {
    const [first, before] = [chunks[0], previous.cells[column]?.at(-1)];
    if (first === undefined) return true;
    const right = model.rights[column] ?? 0;
    return before !== undefined && !endsBefore(before.text, first.text) && !fits(before, first, { right });
  });
}

/** Most lines that an entry of a list is broken into. */
const mostLines = 8;

/** A shorter word may be a heading. */
const shortestName = 16;

/**
 * Joins the lines of a list that stands in no table where a digest, a name without blanks or a path was broken at the
 * right margin: the first word of a line had no room on the line before, and all lines together are a digest or end with
 * the ending of a file.
 */
export function joinListLines(rows: readonly DraftRow[], right: number): DraftRow[] {
  const joined: DraftRow[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as DraftRow;
    const end = endOfEntry(rows, index, right);
    const chunks = rows.slice(index, end).flatMap(({ cells }) => cells[0] ?? []);
    joined.push(end === index + 1 ? row : { ...row, cells: [chunks] });
    index = end - 1;
  }
  return joined;
}

/** Behind the last row of the entry that begins with this one. */
function endOfEntry(rows: readonly DraftRow[], start: number, right: number): number {
  const first = loneChunk(rows[start]);
  if (first === undefined || !mayBeBegun(first, right)) return start + 1;
  const isPath = /[/\\]/.test(first.text);
  let before = first;
  for (let index = start + 1; index < Math.min(rows.length, start + mostLines); index += 1) {
    const chunk = loneChunk(rows[index]);
    if (chunk === undefined || chunk.size !== before.size || fits(before, chunk, { right })) return start + 1;
    const text = joinedText(rows.slice(start, index + 1).map(loneChunk));
    if (!isPath && (/\s/.test(text) || endsBefore(before.text, chunk.text))) return start + 1;
    if (isWhole(isPath ? chunk.text : text)) return index + 1;
    before = chunk;
  }
  return start + 1;
}

/** True for a path, and for a word that fills its line and is no whole name. */
function mayBeBegun(chunk: Chunk, right: number): boolean {
  if (/[/\\]/.test(chunk.text)) return !isWhole(chunk.text);
  return chunk.words.length === 1 && chunk.text.length >= shortestName && isFull(chunk, { right });
}

function loneChunk(row: DraftRow | undefined): Chunk | undefined {
  const [chunks, ...others] = row?.cells ?? [];
  return row?.model === undefined && others.length === 0 && chunks?.length === 1 ? chunks[0] : undefined;
}

function joinedText(chunks: readonly (Chunk | undefined)[] | undefined): string {
  return (chunks ?? []).map((chunk) => chunk?.text ?? '').join('');
}

function textOf(row: DraftRow): string {
  return row.cells.map((chunks) => chunks.map(({ text }) => text).join(' ')).join('\t');
}
