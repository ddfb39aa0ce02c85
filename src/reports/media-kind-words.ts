import { fileNameOf, type MediaKind } from '../core/media.ts';

/** Endings of file names that tell what a file claims to be. A claim only: criskit's own hashing looks at the content. */
const endings: ReadonlyMap<string, MediaKind> = new Map([
  ...kindOfAll('image', 'jpg jpeg jpe jfif png gif bmp tif tiff webp heic heif avif svg ico psd raw dng cr2 nef arw'),
  ...kindOfAll('video', 'mp4 m4v mov avi wmv mpg mpeg mkv webm flv f4v 3gp 3g2 mts m2ts ts vob ogv rm rmvb asf divx'),
  ...kindOfAll('other', 'pdf txt doc docx xls xlsx zip rar 7z mp3 wav m4a swf html htm'),
]);

const words: ReadonlyMap<string, MediaKind> = new Map([
  ...kindOfAll('image', 'image images img picture pictures photo photos photograph photographs still stills'),
  ...kindOfAll('video', 'video videos vid movie movies film films clip clips'),
  ...kindOfAll('other', 'other document documents audio'),
]);

function kindOfAll(kind: MediaKind, list: string): [string, MediaKind][] {
  return list.split(' ').map((word) => [word, kind]);
}

/** By the ending of a name, with or without folders; `unknown` where it tells nothing. */
export function mediaKindOfName(name: string): MediaKind {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(fileNameOf(name.trim()))?.[1];
  return (ending === undefined ? undefined : endings.get(ending.toLowerCase())) ?? 'unknown';
}

/** By what a column for the kind says: a word, a MIME type or an ending; `unknown` for anything else. */
export function mediaKindOfWord(text: string): MediaKind {
  const word = text.trim().toLowerCase().replace(/^\./, '');
  const mime = /^(image|video)\/[\w.+-]+$/.exec(word)?.[1];
  return words.get(mime ?? word) ?? endings.get(word) ?? 'unknown';
}
