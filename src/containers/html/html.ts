import type { ContainerInput, DocumentContainer, ReadingOptions, Recognition, TableDocument } from '../contract.ts';
import { decodeBeginning } from '../text/text-decoding.ts';

/** Web pages and bodies of messages. The parser is loaded when the first one is read. */
export const html: DocumentContainer = {
  id: 'html',
  title: 'web page (HTML)',
  endings: ['.html', '.htm'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const beginning = decodeBeginning(bytes);
    if (!beginning.includes('<') || beginning.startsWith('%PDF')) return undefined;
    const text = withoutPreamble(beginning);
    if (/^<(?:!doctype\s+html|html|head|body|table)(?=[\s>/])/i.test(text)) {
      return { confidence: 0.9, reason: 'it begins with a tag of HTML' };
    }
    if (
      blockTag.test(text) &&
      /<\/(?:p|div|table|td|ul|ol|li|span|font|h[1-6]|pre|html|style)\s*>|<br\s*\/?>/i.test(text)
    ) {
      return { confidence: 0.8, reason: 'it begins with a tag of HTML, and another one ends' };
    }
    // Weaker than what is sure: a message, an archive or a list may carry a page.
    if (text.includes('\0') || /^(?:[A-Za-z][A-Za-z-]*:[ \t].*\r?\n){2}/.test(text)) return undefined;
    const cells = text.match(/<\/(?:td|th|tr)\s*>/gi)?.length ?? 0;
    const isPage = /<html[\s>]/i.test(text) && /<body[\s>]/i.test(text);
    return isPage || cells >= 4 ? { confidence: 0.65, reason: 'it holds tags of HTML' } : undefined;
  },

  async read(input: ContainerInput, options: ReadingOptions = {}): Promise<TableDocument> {
    const { readHtml } = await import('./html-reading.ts');
    return readHtml(input, options.signal);
  },
};

const blockTag =
  /^<(?:p|div|span|font|center|h[1-6]|ul|ol|pre|br|meta|title|style|base|link|blockquote|article|section|main|form|b|i|strong|em|a|o:p)(?=[\s>/])/i;

/** Without what may stand before the first tag: blanks, an XML declaration, comments such as `saved from url`. */
function withoutPreamble(text: string): string {
  let rest = text.replace(/^[\ufeff\s]+/, '');
  for (const [begin, end] of [
    ['<?xml', '?>'],
    ['<!--', '-->'],
    ['<!--', '-->'],
  ] as const) {
    const stop = rest.startsWith(begin) ? rest.indexOf(end) : -1;
    if (stop >= 0) rest = rest.slice(stop + end.length).trimStart();
  }
  return rest;
}
