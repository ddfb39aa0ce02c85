import { isAscii, isUtf8 } from 'node:buffer';

/** The text of a message as its part holds it. */
export interface MessageText {
  /** As they came where they are ASCII or not what is stated; else UTF-8 with a byte order mark. */
  readonly bytes: Uint8Array;
  /** True where the message states a character set that does not exist or that the bytes break. */
  readonly isMisstated: boolean;
}

/** Stated for text in any encoding, so that it says nothing. */
const sayNothing = ['us-ascii', 'ascii', 'ansi_x3.4-1968'];

/**
 * Text as UTF-8. The byte order mark tells what reads it next that a `<meta charset>` inside, which speaks of the bytes
 * before, no longer holds.
 */
export function decodeMessageText(bytes: Uint8Array, charset: string | undefined): MessageText {
  if (charset === undefined || sayNothing.includes(charset.toLowerCase())) return { bytes, isMisstated: false };
  if (/^utf-?8$/i.test(charset)) {
    if (isAscii(bytes)) return { bytes, isMisstated: false };
    return isUtf8(bytes) ? marked(bytes) : { bytes, isMisstated: true };
  }
  try {
    return marked(Buffer.from(new TextDecoder(charset, { fatal: true }).decode(bytes)));
  } catch {
    return { bytes, isMisstated: true };
  }
}

function marked(bytes: Uint8Array): MessageText {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { bytes: hasMark ? bytes : Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes]), isMisstated: false };
}

/**
 * Lines that a mail program broke for display are made whole again (RFC 3676): a line that ends with a blank goes on in
 * the next one of the same quoting depth. Bytes in, bytes out: blanks, `>` and line ends are the same in every character
 * set that the format allows.
 */
export function unwrapFlowed(bytes: Uint8Array, deletesSpace: boolean): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const whole: string[] = [];
  let open: { readonly depth: number; readonly pieces: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) whole.push(`${'>'.repeat(open.depth)}${open.depth > 0 ? ' ' : ''}${open.pieces.join('')}`);
    open = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(depth).replace(/^ /, '');
    if (open !== undefined && open.depth !== depth) close();
    const isSignature = content === '-- ';
    if (isSignature) close();
    const isOpen = content.endsWith(' ') && !isSignature;
    open ??= { depth, pieces: [] };
    open.pieces.push(isOpen && deletesSpace ? content.slice(0, -1) : content);
    if (!isOpen) close();
  }
  close();
  return Buffer.from(whole.join('\r\n'), 'latin1');
}
