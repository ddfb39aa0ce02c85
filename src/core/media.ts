import type { Digests } from './digest.ts';

/** By content. `unknown` means that nobody has looked; `other` means that it is neither an image nor a video. */
export type MediaKind = 'image' | 'video' | 'other' | 'unknown';

/** In the order in which they are shown. */
export const mediaKinds: readonly MediaKind[] = ['image', 'video', 'other', 'unknown'];

/** Numbers of media by kind. */
export type KindCounts = { readonly [K in MediaKind]: number };

export const noMedia: KindCounts = { image: 0, video: 0, other: 0, unknown: 0 };

export function totalOfKinds(counts: KindCounts): number {
  return mediaKinds.reduce((sum, kind) => sum + counts[kind], 0);
}

/** The kind that two statements about one media amount to: the more telling one; the first where both tell. */
export function combineKinds(first: MediaKind, second: MediaKind): MediaKind {
  return first === 'unknown' ? second : first;
}

/** One file of a manifest: what was sent, as it was found. */
export interface ManifestEntry {
  /** Path below the folder that was named, with `/` between parts; bytes that are not UTF-8 stand as `\xNN`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly kind: MediaKind;
  readonly digests: Digests;
}

/** The last part of a path written with `/` or `\`. */
export function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Letter case and the two ways of writing an accented letter set aside. */
export function foldName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
