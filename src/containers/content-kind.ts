import { decodeBeginning } from './text/text-decoding.ts';

/** What the beginning of some bytes shows, roughly: enough to compare it with what a message states. */
export type ContentKind =
  | 'a PDF document'
  | 'a zip archive or a document stored in one'
  | 'a gzip archive'
  | 'an Office file'
  | 'a picture'
  | 'RTF'
  | 'winmail.dat'
  | 'a message encrypted with PGP'
  | 'a PGP signature'
  | 'an S/MIME message or signature'
  | 'text'
  | 'binary data';

const beginnings: readonly (readonly [string, ContentKind])[] = [
  ['%PDF', 'a PDF document'],
  ['PK\x03\x04', 'a zip archive or a document stored in one'],
  ['PK\x05\x06', 'a zip archive or a document stored in one'],
  ['\x1f\x8b', 'a gzip archive'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an Office file'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['{\\rtf', 'RTF'],
  ['\x78\x9f\x3e\x22', 'winmail.dat'],
  ['-----BEGIN PGP MESSAGE-----', 'a message encrypted with PGP'],
  ['-----BEGIN PGP SIGNATURE-----', 'a PGP signature'],
];

export function contentKindOf(bytes: Uint8Array): ContentKind {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  const begin = head.trimStart();
  const found = beginnings.find(([start]) => begin.startsWith(start))?.[1];
  if (found !== undefined) return found;
  if (cmsContentOf(bytes) !== undefined) return 'an S/MIME message or signature';
  return isText(bytes) ? 'text' : 'binary data';
}

/**
 * What a CMS structure in DER holds (RFC 5652): a sequence that begins with the object identifier 1.2.840.113549.1.7.2
 * (signed data), .3 (enveloped data), or another one; undefined where the bytes are none.
 */
export function cmsContentOf(bytes: Uint8Array): 'signed' | 'encrypted' | 'other' | undefined {
  if (bytes[0] !== 0x30) return undefined;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 24));
  const at = head.indexOf(Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07));
  if (at < 2 || at > 6) return undefined;
  const kind = head[at + 10];
  if (kind === 2) return 'signed';
  return kind === 3 ? 'encrypted' : 'other';
}

/** Text has few control characters, terminal escapes perhaps; of other bytes every tenth is one. */
function isText(bytes: Uint8Array): boolean {
  const beginning = decodeBeginning(bytes);
  const controls = beginning.match(/[\0-\u0008\u000e-\u001f]/g)?.length ?? 0;
  return controls <= beginning.length * 0.04 + 4;
}

/** Kinds that fit a media type, by how the type begins. The first that fits counts; for other types nothing is claimed. */
const kindsByType: readonly (readonly [string, readonly ContentKind[]])[] = [
  ['application/pdf', ['a PDF document']],
  ['application/zip', ['a zip archive or a document stored in one']],
  ['application/x-zip', ['a zip archive or a document stored in one']],
  ['application/gzip', ['a gzip archive']],
  // A workbook with a password is an Office file of the old kind.
  ['application/vnd.openxmlformats', ['a zip archive or a document stored in one', 'an Office file']],
  ['application/vnd.oasis.opendocument', ['a zip archive or a document stored in one']],
  // Windows states the type of Excel for CSV files as well.
  ['application/vnd.ms-excel', ['an Office file', 'a zip archive or a document stored in one', 'text']],
  ['application/msword', ['an Office file', 'a zip archive or a document stored in one', 'RTF']],
  ['application/vnd.ms-outlook', ['an Office file']],
  ['application/rtf', ['RTF']],
  ['application/ms-tnef', ['winmail.dat']],
  ['text/rtf', ['RTF']],
  ['text/', ['text', 'a message encrypted with PGP', 'a PGP signature']],
  ['message/rfc822', ['text']],
  ['image/svg', ['text']],
  ['image/', ['a picture', 'binary data']],
];

/** True where bytes of this kind cannot be what the media type says. */
export function contradictsType(kind: ContentKind, mediaType: string): boolean {
  const kinds = kindsByType.find(([start]) => mediaType.startsWith(start))?.[1];
  return kinds !== undefined && !kinds.includes(kind);
}
