import type { Issue } from '../../core/issue.ts';

/** Names of the code pages of Windows that text of Outlook comes in, where they are not `windows-` and their number. */
const codePageNames: ReadonlyMap<number, string> = new Map([
  [874, 'windows-874'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [20127, 'windows-1252'],
  [20866, 'koi8-r'],
  [21866, 'koi8-u'],
  [28591, 'iso-8859-1'],
  [28592, 'iso-8859-2'],
  [28605, 'iso-8859-15'],
  [50220, 'iso-2022-jp'],
  [51932, 'euc-jp'],
  [51949, 'euc-kr'],
  [54936, 'gb18030'],
  [65001, 'utf-8'],
]);

/** The name of a code page of Windows by its number; that of western Europe for a number that is not known. */
export function codePageName(codePage: number): string {
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  return codePageNames.get(codePage) ?? 'windows-1252';
}

/** Text up to a NUL. */
export function decodeCodePage(bytes: Uint8Array, codePage: number): string {
  return new TextDecoder(codePageName(codePage)).decode(bytes).replace(/\0.*$/s, '');
}

export const rtfOnlyIssue: Issue = {
  code: 'text-not-read',
  message:
    'The text of the message is kept as RTF alone, which is not read. If the report is the text of the message, open it in Outlook, save it as text or HTML, and import that.',
  place: {},
};
