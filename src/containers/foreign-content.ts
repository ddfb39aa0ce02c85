import { cmsContentOf } from './content-kind.ts';
import { packageKindOf } from './archives/package-kind.ts';

/** What bytes are that no container reads, and what a person can do about it. */
export interface ForeignContent {
  readonly title: string;
  readonly hint: string;
  /** Set where it could be read if it were not encrypted. */
  readonly isEncrypted?: true;
}

const saveAsWorkbook = 'Open it in the program it was made with and save it as .xlsx, .docx or .csv.';
const lookElsewhere = 'Look whether this is the right file.';
const pictureTitle = 'a picture';
const unpack = 'Unpack it and import the report inside.';
const openWithKey =
  'Open it in the mail program that has the key, save the report from it and import that, or ask for it unencrypted.';

interface Signature extends ForeignContent {
  readonly starts: readonly string[];
}

/** Beginnings of files, as Latin-1 text. */
const signatures: readonly Signature[] = [
  { title: 'an RTF document', hint: saveAsWorkbook, starts: ['{\\rtf'] },
  { title: pictureTitle, hint: lookElsewhere, starts: ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'BM', 'II*\0', 'MM\0*'] },
  { title: 'a 7-Zip archive', hint: unpack, starts: ["7z\xbc\xaf'\x1c"] },
  { title: 'a RAR archive', hint: unpack, starts: ['Rar!'] },
  {
    title: 'a message encrypted with PGP',
    hint: openWithKey,
    isEncrypted: true,
    starts: ['-----BEGIN PGP MESSAGE-----', '\r\n-----BEGIN PGP MESSAGE-----', '\n-----BEGIN PGP MESSAGE-----'],
  },
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
  const held = recognisePackage(bytes) ?? recogniseCms(bytes);
  if (held !== undefined) return held;
  if (head.startsWith('ustar', 257)) return { title: 'a tar archive', hint: unpack };
  if (head.startsWith('\xd0\xcf\x11\xe0'))
    return { title: 'an Office document, but no workbook', hint: saveAsWorkbook };
  const text = head
    .replace(/^\xef\xbb\xbf/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (text.startsWith('<')) return { title: 'an XML document', hint: saveAsWorkbook };
  if (/^(\{\s*["}]|\[\s*[[{"\]])/.test(text)) return { title: 'JSON', hint: lookElsewhere };
  return undefined;
}

/** Packages that no container reads; a plain archive is read as one. */
function recognisePackage(bytes: Uint8Array): ForeignContent | undefined {
  switch (packageKindOf(bytes)) {
    case 'binary-workbook':
      return { title: 'a binary workbook (.xlsb)', hint: saveAsWorkbook };
    case 'office-document':
      return { title: 'an Office document that holds neither text nor a workbook', hint: saveAsWorkbook };
    case 'open-document':
      return { title: 'an OpenDocument file, but no spreadsheet', hint: saveAsWorkbook };
    default:
      return undefined;
  }
}

/** S/MIME: what is encrypted, or signed in such a way that the message lies within the signature. */
function recogniseCms(bytes: Uint8Array): ForeignContent | undefined {
  const content = cmsContentOf(bytes);
  if (content === undefined) return undefined;
  if (content === 'encrypted') {
    return { title: 'a message encrypted with S/MIME', hint: openWithKey, isEncrypted: true };
  }
  return {
    title: 'an S/MIME signature, or a message inside one',
    hint: 'Open it in a mail program. If it holds the report, save that and import it.',
  };
}
