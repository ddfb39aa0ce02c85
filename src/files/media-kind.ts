import type { MediaKind } from '../core/media.ts';

/** Videos that file-type lists under another family's name, or containers of which it does not say what is in them. */
const videoTypes: ReadonlySet<string> = new Set([
  'application/mxf',
  'application/vnd.ms-asf',
  'application/vnd.rn-realmedia',
  'image/mj2',
]);

/** Containers that file-type names after their first track. Any of these bytes shows that there is a video track too. */
const signsOfVideo: ReadonlyMap<string, readonly Buffer[]> = new Map([
  ['application/ogg', ogmSigns()],
  ['audio/ogg', ogmSigns()],
  ['audio/mp4', [Buffer.from('vide')]],
  ['audio/x-m4a', [Buffer.from('vide')]],
  // The stream type "video" of ASF, GUID bc19efc0-5b4d-11cf-a8fd-00805f5c442b, as it is stored.
  ['audio/x-ms-asf', [Buffer.from('c0ef19bc4d5bcf11a8fd00805f5c442b', 'hex')]],
]);

/** First packets of Theora, Dirac, VP8 and OGM video in an Ogg stream. */
function ogmSigns(): Buffer[] {
  return [Buffer.from('\x80theora', 'latin1'), Buffer.from('BBCD\0'), Buffer.from('OVP80'), Buffer.from('\x01video\0')];
}

/**
 * What the content is, by its first bytes (4,100 are enough); never by a name, and whatever the bytes are. `other`
 * where they are neither an image nor a video, and where there are none.
 */
export async function mediaKindOfHead(head: Uint8Array): Promise<MediaKind> {
  if (head.length === 0) return 'other';
  const type = await typeOf(head);
  if (type === undefined || type === 'application/xml')
    return isSvg(head) || hasImageSignature(head) ? 'image' : 'other';
  if (type.startsWith('video/') || videoTypes.has(type)) return 'video';
  if (type.startsWith('image/')) return 'image';
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  return signsOfVideo.get(type)?.some((sign) => bytes.includes(sign)) === true ? 'video' : 'other';
}

/** The media type without parameters. Bytes that the library trips over are of no type. */
async function typeOf(head: Uint8Array): Promise<string | undefined> {
  // Loaded when first needed: 45 ms that commands without files do not pay.
  const { fileTypeFromBuffer } = await import('file-type');
  try {
    return (await fileTypeFromBuffer(head))?.mime.split(';')[0];
  } catch {
    return undefined;
  }
}

/**
 * The first bytes of images whose inner structure the library could not follow: it lies behind the head (the directory
 * of a TIFF may stand at the end of the file) or is damaged. Such a file was an image, and is counted as one.
 */
const imageSignatures: readonly Buffer[] = [
  Buffer.from('II*\0', 'latin1'),
  Buffer.from('MM\0*', 'latin1'),
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  Buffer.from('ffd8ff', 'hex'),
];

function hasImageSignature(head: Uint8Array): boolean {
  return imageSignatures.some((signature) => Buffer.compare(head.subarray(0, signature.length), signature) === 0);
}

/** Text whose root element, behind declarations and comments, is `svg`. */
function isSvg(head: Uint8Array): boolean {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const encoding = isUtf16 ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  const text = new TextDecoder(encoding).decode(head);
  const before = /^\s*(?:(?:<\?[^]*?\?>|<!--[^]*?-->)\s*)*/.exec(text)?.[0] ?? '';
  return /^<(?:!DOCTYPE\s+|[\w-]+:)?svg[\s>/]/i.test(text.slice(before.length));
}
