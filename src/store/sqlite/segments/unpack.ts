import { algorithms, type Digests } from '../../../core/digest.ts';
import { attributesFromJson } from '../../../core/attributes-json.ts';
import { algorithmCode, digestToBlob, kindCode } from '../codes.ts';
import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { describedBy, type Entry, entriesOf } from './entries.ts';
import { findContents } from './find-content.ts';
import type { Segment } from './segment.ts';
import { categoriesOf, type Standing, standingNow } from './standing.ts';

/** Where a content starts in a segment. */
export interface SegmentContent {
  readonly segment: Segment;
  readonly start: number;
}

/**
 * Makes rows of every content of a segment that has one of these digests. To be called before anything else of a transaction that
 * is about to say something of them: all that is not in segments works with rows.
 */
export function unpackNamed(connection: Connection, named: Iterable<Digests>): void {
  const segments = listSegments(connection);
  if (segments.length === 0) return;
  const unpacker = new Unpacker(connection, segments);
  for (const digests of named) {
    for (const content of contentsNamed(segments, digests)) unpacker.unpack(content);
  }
}

export function contentsNamed(segments: readonly Segment[], digests: Digests): readonly SegmentContent[] {
  return algorithms.flatMap((algorithm) => {
    const value = digests[algorithm];
    if (value === undefined) return [];
    const blob = digestToBlob(value);
    return segments.flatMap((segment) => findContents(segment, algorithm, blob).map((start) => ({ segment, start })));
  });
}

/** Turns contents of segments into the rows that they would be, had their sets been kept as rows from the beginning. */
export class Unpacker {
  readonly #connection: Connection;
  readonly #segments: readonly Segment[];
  readonly #standing: Standing;

  /** `standing`: what their memberships follow from. */
  constructor(connection: Connection, segments: readonly Segment[], standing: Standing = standingNow(connection)) {
    this.#connection = connection;
    this.#segments = segments;
    this.#standing = standing;
  }

  /** The number of the media; null where it is rows already. */
  unpack({ segment, start }: SegmentContent): number | null {
    if (segment.isUnpacked(start)) return null;
    const contents = this.#inEverySegment(segment, start);
    const mediaId = contents[0] === undefined ? 0 : contents[0].segment.firstMediaId + contents[0].start;
    const spoken = contents.map((content) => ({ ...content, entries: entriesOf(content.segment, content.start) }));
    this.#insertMedia(
      mediaId,
      spoken.flatMap(({ entries }) => entries),
    );
    this.#insertDigests(mediaId, spoken);
    for (const { segment: said, entries } of spoken) this.#insertAssertions(mediaId, said, entries);
    this.#insertMemberships(mediaId, contents);
    for (const { segment: said, start: from, entries } of spoken) {
      this.#connection.run(
        'INSERT INTO segment_unpacked (segment_id, position, entries) VALUES (?, ?, ?)',
        said.segmentId,
        from,
        entries.length,
      );
      said.noteUnpacked(from);
    }
    return mediaId;
  }

  /** In the order in which they came. */
  #inEverySegment(segment: Segment, start: number): readonly SegmentContent[] {
    const key = segment.digestAt(segment.first, start);
    return this.#segments
      .filter(({ mask }) => mask === segment.mask)
      .flatMap((other) => findContents(other, segment.first, key).map((from) => ({ segment: other, start: from })));
  }

  #insertMedia(mediaId: number, entries: readonly Entry[]): void {
    const { kind, sizeBytes } = describedBy(entries);
    this.#connection.run(
      'INSERT INTO media (media_id, kind, size_bytes) VALUES (?, ?, ?)',
      mediaId,
      kindCode(kind),
      sizeBytes,
    );
  }

  #insertDigests(mediaId: number, contents: readonly SegmentContent[]): void {
    const uses = contents.flatMap(({ segment }) => segment.uses);
    const [content] = contents;
    if (content === undefined) return;
    for (const algorithm of content.segment.algorithms) {
      this.#connection.run(
        'INSERT INTO digest (algorithm, value, media_id, import_id, in_force) VALUES (?, ?, ?, ?, ?)',
        algorithmCode(algorithm),
        content.segment.digestAt(algorithm, content.start),
        mediaId,
        Math.min(...uses.map(({ importId }) => importId)),
        uses.some(({ importId }) => this.#standing.imports.has(importId)) ? 1 : 0,
      );
    }
  }

  #insertAssertions(mediaId: number, segment: Segment, entries: readonly Entry[]): void {
    for (const use of segment.uses) {
      for (const { ordinal, kind, line, place, attributes } of entries) {
        this.#connection.run(
          `INSERT INTO assertion (media_id, import_id, ordinal, category_id, outcome, kind, stated, place_line, place,
             from_import_id, file_name, attributes)
           VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?)`,
          mediaId,
          use.importId,
          ordinal,
          use.categoryId,
          kindCode(kind),
          segment.mask,
          place === null ? line : null,
          place,
          use.fromImportId,
          attributesFromJson(attributes)?.names?.[0] ?? null,
          attributes,
        );
      }
    }
  }

  #insertMemberships(mediaId: number, contents: readonly SegmentContent[]): void {
    const memberships = categoriesOf(
      contents.map(({ segment }) => segment),
      this.#standing,
    );
    for (const { categoryId, importId } of memberships) {
      this.#connection.run(
        'INSERT INTO membership (category_id, media_id, import_id) VALUES (?, ?, ?)',
        categoryId,
        mediaId,
        importId,
      );
    }
  }
}
