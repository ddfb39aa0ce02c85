/** What bytes are that no container reads, and what a person can do about it. */
export interface ForeignContent {
  readonly title: string;
  readonly hint: string;
}

const saveAsWorkbook = 'Open it in the program it was made with and save it as .xlsx or .csv.';
const openAttachment = 'Save the attached report from it and import that.';
const lookElsewhere = 'Look whether this is the right file.';
const pictureTitle = 'a picture';
const unpack = 'Unpack it and import the report inside.';

interface Signature extends ForeignContent {
  readonly starts: readonly string[];
}

/** Beginnings of files, as Latin-1 text. */
const signatures: readonly Signature[] = [
  { title: 'a PDF document', hint: 'Ask for the report as CSV or Excel.', starts: ['%PDF'] },
  { title: 'an RTF document', hint: saveAsWorkbook, starts: ['{\\rtf'] },
  { title: pictureTitle, hint: lookElsewhere, starts: ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'BM', 'II*\0', 'MM\0*'] },
  { title: 'a gzip archive', hint: unpack, starts: ['\x1f\x8b'] },
  { title: 'a 7-Zip archive', hint: unpack, starts: ["7z\xbc\xaf'\x1c"] },
  { title: 'a RAR archive', hint: unpack, starts: ['Rar!'] },
  { title: 'an SQLite database', hint: lookElsewhere, starts: ['SQLite format 3\0'] },
  { title: 'a program', hint: lookElsewhere, starts: ['MZ', '\x7fELF'] },
];

/** True for the picture formats that people put into messages: letterheads, signatures. Nothing in them is read. */
export function isPicture(bytes: Uint8Array): boolean {
  return recogniseForeign(bytes)?.title === pictureTitle;
}

/** Undefined where the beginning looks like nothing in particular. */
export function recogniseForeign(bytes: Uint8Array): ForeignContent | undefined {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const signature = signatures.find((one) => one.starts.some((start) => head.startsWith(start)));
  if (signature !== undefined) return signature;
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return recogniseArchive(bytes);
  if (head.startsWith('\xd0\xcf\x11\xe0'))
    return { title: 'an Office document, but no workbook', hint: saveAsWorkbook };
  const text = head
    .replace(/^\xef\xbb\xbf/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (/^<(!doctype html|html|head|body|table)/i.test(text)) return { title: 'a web page', hint: saveAsWorkbook };
  if (text.startsWith('<')) return { title: 'an XML document', hint: saveAsWorkbook };
  if (/^(\{\s*["}]|\[\s*[[{"\]])/.test(text)) return { title: 'JSON', hint: lookElsewhere };
  if (isMail(text)) return { title: 'an e-mail message', hint: openAttachment };
  return undefined;
}

/** By names of parts, which stand uncompressed in a zip archive. */
function recogniseArchive(bytes: Uint8Array): ForeignContent {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (content.includes('xl/workbook.bin')) return { title: 'a binary workbook (.xlsb)', hint: saveAsWorkbook };
  if (content.includes('word/document.xml')) return { title: 'a Word document', hint: saveAsWorkbook };
  if (content.includes('content.xml') && content.includes('META-INF/manifest.xml')) {
    return { title: 'an OpenDocument file', hint: saveAsWorkbook };
  }
  return { title: 'a zip archive', hint: unpack };
}

/** Two header lines of a message at the beginning, one of them a telling one. */
function isMail(text: string): boolean {
  const headers = /^(?:[A-Za-z][A-Za-z-]*:[ \t].*\r?\n(?:[ \t].*\r?\n)*){2,}/.exec(text)?.[0] ?? '';
  return /^(received|return-path|mime-version|delivered-to|message-id|from):/im.test(headers);
}
