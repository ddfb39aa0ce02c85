/**
 * Text from documents, file names and other people's spreadsheets, made safe to show. Nothing of it reaches a terminal,
 * a cell or a page raw (DESIGN.md §7).
 */

// C0, DEL, C1, bidirectional controls, line and paragraph separators, zero-width characters, byte order mark.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Control characters and invisible direction marks shown as `\n`, `\t`, `\x1b`, `\u202e`; all else as it is. */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** `printable`, cut to `length` characters with an ellipsis. */
export function excerpt(text: string, length = 60): string {
  const shown = printable(text.slice(0, length + 1));
  return text.length > length ? `${shown.slice(0, length)}…` : shown;
}

/** True where a spreadsheet program would take the text for a formula when it reads it from a CSV file. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}
