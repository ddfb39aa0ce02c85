import { CriskitError, errorMessage } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { isPasswordError, openPdf, type OpenPdf, type Surroundings } from './pdf-js.ts';
import { layOut } from './pdf-layout.ts';
import { drawsBlanks, linesOf, type Sheet } from './pdf-lines.ts';
import { notesOf } from './pdf-notes.ts';
import { type PageText, pdfLimits, readPage } from './pdf-pages.ts';
import { CharacterSum } from './pdf-text.ts';
import type { PdfRow } from './pdf-thread-messages.ts';

export interface PdfContent {
  readonly rows: readonly PdfRow[];
  readonly traits: ReadonlyMap<string, string>;
}

/** How long the last step may take, by what it has to do. */
const wordsPerSecond = 50_000;
const stepSeconds = 4;

const askForText = 'Ask for the report as a PDF with text, as CSV or as an Excel file.';
const askAgain = 'Ask for the report to be sent again, or as CSV or Excel file.';

/** Reads a PDF whole; takes the bytes over. Throws `INPUT_…` and `FORMAT_CANNOT`. For a thread of its own. */
export async function readPdf(bytes: Uint8Array, onStep: (nextStepSeconds: number) => void): Promise<PdfContent> {
  const pdf = await openPdf(bytes).catch((error: unknown) => {
    throw isPasswordError(error) ? encrypted() : damaged(errorMessage(error));
  });
  if (pdf.pageCount > pdfLimits.pages) throw tooLarge(`${formatCount(pdf.pageCount)} pages`);
  const repairs = pdf.takeWarnings().filter((warning) => repaired.test(warning));
  if (repairs.length > 0) throw damaged('its table of contents does not fit what it holds');
  const surroundings = await pdf.surroundings().catch((error: unknown) => {
    throw damaged(errorMessage(error));
  });
  const pages = await readPages(pdf, surroundings, onStep);
  refuseTextless(pages);
  onStep(stepSeconds + pages.reduce((sum, { wordCount }) => sum + wordCount, 0) / wordsPerSecond);
  const rows = [...rowsOf(pages), ...attachmentRows(surroundings, pages.length)];
  return { rows, traits: traitsOf(pages, surroundings) };
}

/** What pdf.js says where it has to guess what the pages are. */
const repaired = /Indexing all PDF objects|invalid \/Pages tree|Skipping invalid first page|XRef/;

async function readPages(
  pdf: OpenPdf,
  { hasForm }: Surroundings,
  onStep: (seconds: number) => void,
): Promise<PageText[]> {
  const pages: PageText[] = [];
  let words = 0;
  for (let number = 1; number <= pdf.pageCount; number += 1) {
    onStep(stepSeconds);
    const page = await readPage(pdf, number, hasForm).catch((error: unknown) => {
      throw error instanceof CriskitError ? error : damaged(`page ${number}: ${errorMessage(error)}`);
    });
    words += page.wordCount;
    if (words > pdfLimits.words) throw tooLarge(`more than ${formatCount(pdfLimits.words)} words`);
    pages.push(page);
  }
  return pages;
}

function rowsOf(pages: readonly PageText[]): readonly PdfRow[] {
  const hasBlanks = drawsBlanks(pages.flatMap(({ frames }) => frames));
  const sheets = pages.flatMap(({ page, frames }) =>
    frames.map((frame): Sheet => {
      const { degrees, levelRules, uprightRules } = frame;
      return { page, degrees, slot: 0, lines: linesOf(frame, hasBlanks), levelRules, uprightRules };
    }),
  );
  const laidOut = Map.groupBy(layOut(sheets), ({ page }) => page);
  const rows = pages.flatMap((page) => [
    ...(laidOut.get(page.page) ?? []).map(
      ({ isUnclear, ...row }): PdfRow => (isUnclear ? { ...row, issue: unclear } : row),
    ),
    ...notesOf(page).map((note): PdfRow => ({ page: page.page, isFurniture: false, ...note })),
  ]);
  refuseLostText(pages, rows);
  return rows;
}

/** A file inside the document may be the report. */
function attachmentRows({ attachmentNames }: Surroundings, page: number): readonly PdfRow[] {
  return attachmentNames.map((name) => {
    const message = `The document carries a file "${excerpt(name)}", which was not read. Save it from the document, and import it if it is the report.`;
    return { page, cells: [], isFurniture: false, issue: { code: 'attached-file', message } };
  });
}

const unclear = {
  code: 'row-unclear',
  message: 'It cannot be told which lines of the page belong to this row; nothing of it was used.',
};

/** What the pages hold must all have come out. */
function refuseLostText(pages: readonly PageText[], rows: readonly PdfRow[]): void {
  const [held, found] = [new CharacterSum(), new CharacterSum()];
  for (const { frames, outside } of pages) {
    for (const { text } of outside) held.add(text);
    for (const { words } of frames) for (const { text } of words) held.add(text);
  }
  for (const { cells, issue } of rows) if (issue?.code !== 'form-field') for (const cell of cells) found.add(cell);
  if (held.equals(found)) return;
  throw new CriskitError('INTERNAL', `The pages hold ${held.count} characters, of which ${found.count} stand in rows.`);
}

function refuseTextless(pages: readonly PageText[]): void {
  if (pages.some(({ frames, outside, fieldValues }) => frames.length + outside.length + fieldValues.length > 0)) return;
  const [warning] = pages.flatMap(({ warnings }) => warnings);
  if (warning !== undefined) throw damaged(warning);
  const isScan = pages.some(({ hasPictures }) => hasPictures);
  const what = isScan
    ? `${countOf(pages.length, 'picture')} of pages, as a scan does,`
    : countOf(pages.length, 'empty page');
  throw new CriskitError('FORMAT_CANNOT', `holds ${what} and no text`, { hint: askForText });
}

function traitsOf(
  pages: readonly PageText[],
  { attachmentNames, hasScripts, hasForm }: Surroundings,
): ReadonlyMap<string, string> {
  const traits = new Map([['pages', String(pages.length)]]);
  const invisible = pages.filter(({ hasInvisibleText }) => hasInvisibleText).map(({ page }) => page);
  if (invisible.length > 0)
    traits.set('text that is not shown, as of a scan that was read by a program', `on ${pagesText(invisible)}`);
  const turned = pages.filter(({ frames }) => frames.some(({ degrees }) => degrees !== 0)).map(({ page }) => page);
  if (turned.length > 0) traits.set('turned text', `on ${pagesText(turned)}`);
  if (attachmentNames.length > 0) traits.set('attached files, not read', String(attachmentNames.length));
  if (hasScripts) traits.set('scripts', 'not run');
  if (hasForm) traits.set('form', 'its values were read where the pages show them');
  return traits;
}

function pagesText(pages: readonly number[]): string {
  const shown = pages.slice(0, 10).join(', ');
  return `page ${shown}${pages.length > 10 ? ` and ${pages.length - 10} more` : ''}`;
}

function encrypted(): CriskitError {
  return new CriskitError('INPUT_ENCRYPTED', 'is protected by a password', {
    hint: 'Open it with the password, print it to a new PDF without one, and import that; or ask for it without a password.',
  });
}

function damaged(what: string): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `cannot be read as a PDF: ${excerpt(what, 100)}`, { hint: askAgain });
}

function tooLarge(what: string): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `holds ${what}, more than a report can`, {
    hint: 'Ask for the report as CSV or Excel file.',
  });
}
