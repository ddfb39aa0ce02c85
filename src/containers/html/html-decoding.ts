import { CriskitError } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';
import { decodeStrictly } from '../text/text-decoding.ts';

/** Word writes some 1,500 bytes for a row of a table: 50,000 rows stay below this. */
const largestPageBytes = 128 * 1024 * 1024;

/** How far into a page a browser looks for the encoding that it states, and we somewhat further. */
const statedWithinBytes = 4096;

export interface DecodedPage {
  readonly text: string;
  /** For the log. */
  readonly encoding: string;
  /** True where the bytes end in the middle of a character. */
  readonly isCutOff: boolean;
}

/**
 * The text of a page: by byte order mark; else as UTF-8 where it is sound UTF-8, whatever it states, for mail programs
 * convert bodies and leave the statement; else as stated; else as windows-1252. Throws `INPUT_TOO_LARGE`.
 */
export function decodeHtml(bytes: Uint8Array, name: string): DecodedPage {
  if (bytes.length > largestPageBytes) {
    throw new CriskitError('INPUT_TOO_LARGE', `${name} holds ${formatBytes(bytes.length)}, more than a report can`, {
      path: name,
      hint: 'Ask for the report in several parts, or as CSV.',
    });
  }
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) return { ...decode(bytes, utf16), encoding: utf16 };
  const utf8 = decodeStrictly(bytes, 'utf-8', false);
  if (utf8 !== undefined) return { ...utf8, encoding: 'utf-8' };
  const stated = statedEncoding(bytes);
  if (stated !== undefined) {
    const text = decodeStrictly(bytes, stated, false);
    if (text !== undefined) return { ...text, encoding: `${stated}, as stated` };
  }
  return { ...decode(bytes, 'windows-1252'), encoding: 'windows-1252' };
}

/** By byte order mark, or by the NUL beside the first `<`. */
function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return undefined;
}

function decode(bytes: Uint8Array, encoding: string): { text: string; isCutOff: boolean } {
  return { text: new TextDecoder(encoding).decode(bytes), isCutOff: false };
}

/** Of `<meta charset="…">`, `<meta … content="…; charset=…">` or an XML declaration; undefined where it is no known one. */
function statedEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, statedWithinBytes)).toString('latin1');
  const label =
    /<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]{1,40})/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]{0,300}?encoding\s*=\s*["']([\w:.-]{1,40})/i.exec(head)?.[1];
  if (label === undefined || /^utf-?16/i.test(label)) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
