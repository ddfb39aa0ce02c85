import type { Issue } from '../../core/issue.ts';
import { excerpt } from '../../core/printable.ts';
import { chunkOf } from './pdf-lines.ts';
import type { PageText } from './pdf-pages.ts';

/** What has to be said about a page besides its rows, as a row of its own with an issue. */
export interface PageNote {
  readonly cells: readonly string[];
  readonly issue: Pick<Issue, 'code' | 'message'>;
}

/** What of a page could not be read, so that nothing of it goes unnoticed. */
export function notesOf(page: PageText): readonly PageNote[] {
  return [...textlessNotes(page), ...outsideNotes(page), ...fieldNotes(page), ...warningNotes(page)];
}

function textlessNotes({ frames, outside, hasPictures }: PageText): readonly PageNote[] {
  if (frames.length > 0 || outside.length > 0) return [];
  const message = hasPictures
    ? 'The page is a picture without text: nothing of it could be read. Ask for the report as a PDF with text, CSV or Excel file.'
    : 'The page shows no text. Look at it in the document.';
  return [{ cells: [], issue: { code: 'page-without-text', message } }];
}

function outsideNotes({ outside }: PageText): readonly PageNote[] {
  if (outside.length === 0) return [];
  const { text } = chunkOf(outside);
  const message = `Text stands outside of the edges of the page, where nobody sees it: "${excerpt(text)}"`;
  return [{ cells: [text], issue: { code: 'text-outside-page', message } }];
}

/** Values that the page does not show as text as well. */
function fieldNotes({ frames, fieldValues }: PageText): readonly PageNote[] {
  if (fieldValues.length === 0) return [];
  const shown = frames.map(({ words }) => words.map(({ text }) => text).join('')).join('\n');
  return fieldValues
    .filter((value) => value !== 'Off' && !shown.includes(value.replaceAll(/\s+/g, '')))
    .map((value) => {
      const message = `A field of a form holds "${excerpt(value)}", which the page does not show as text; it was not used.`;
      return { cells: [value], issue: { code: 'form-field', message } };
    });
}

function warningNotes({ warnings }: PageText): readonly PageNote[] {
  const [first] = warnings;
  if (first === undefined) return [];
  const message = `Something on the page could not be read, so that text may be missing: ${excerpt(first)}. Compare it with the document.`;
  return [{ cells: [], issue: { code: 'page-incomplete', message } }];
}
