import type { MediaKind } from '../../../core/media.ts';
import { splitRecordText } from '../../../core/packed-records.ts';
import { kindOfCode } from '../codes.ts';
import { blockEntries, type Details } from './block-format.ts';
import type { Segment } from './segment.ts';

/** What a segment's import says of a content at one place, besides its digests. */
export interface Entry {
  /** Its number in the file. */
  readonly ordinal: number;
  /** 0: see `place`. */
  readonly line: number;
  /** JSON; null where the place is a line. */
  readonly place: string | null;
  readonly kind: MediaKind;
  readonly sizeBytes: number | null;
  /** JSON, as `attributesToJson` writes it. */
  readonly attributes: string | null;
}

/** The entries of the content that starts there, in the order of the file. */
export function entriesOf(segment: Segment, start: number, end = segment.endOf(start)): readonly Entry[] {
  const entries: Entry[] = [];
  for (let position = start; position < end; position += 1) {
    const details = segment.details(Math.floor(position / blockEntries));
    entries.push(entryAt(details, position % blockEntries));
  }
  return entries.toSorted((a, b) => a.ordinal - b.ordinal);
}

export function entryAt(details: Details, index: number): Entry {
  const text = textAt(details, index);
  const { place, attributesText } = text === '' ? noText : splitRecordText(text);
  const size = details.sizes[index] ?? -1;
  return {
    ordinal: details.ordinals[index] ?? 0,
    line: details.lines[index] ?? 0,
    place,
    kind: kindOfCode((details.kinds[index] ?? 0) + 1),
    sizeBytes: size < 0 ? null : size,
    attributes: attributesText,
  };
}

const noText: ReturnType<typeof splitRecordText> = { place: null, attributesText: null };

export function textAt({ texts, textEnds }: Details, index: number): string {
  const from = index === 0 ? 0 : (textEnds[index - 1] ?? 0);
  const to = textEnds[index] ?? from;
  return from === to ? '' : texts.toString('utf8', from, to);
}

/** The first size and the first kind that any of several statements knows, oldest first. */
export function describedBy(entries: readonly Entry[]): {
  readonly kind: MediaKind;
  readonly sizeBytes: number | null;
} {
  return {
    kind: entries.find(({ kind }) => kind !== 'unknown')?.kind ?? 'unknown',
    sizeBytes: entries.find(({ sizeBytes }) => sizeBytes !== null)?.sizeBytes ?? null,
  };
}
