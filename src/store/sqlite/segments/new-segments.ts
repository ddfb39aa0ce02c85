import type { Digests } from '../../../core/digest.ts';
import { fromRecordText } from '../../../core/packed-records.ts';
import type { Connection } from '../connection.ts';
import { stagedRecords, stageRecord } from '../staged-records.ts';
import { blockEntries } from './block-format.ts';
import { listSegments, nextMediaIdSql } from './catalogue.ts';
import { entryAt, textAt } from './entries.ts';
import { OverlapFinder } from './overlaps.ts';
import { Segment } from './segment.ts';
import type { BuiltSegment } from './segment-builder.ts';
import { contentsNamed, unpackNamed } from './unpack.ts';

/** What a new segment may share with others: `null` where the set is no version of an earlier one, or replaces it whole. */
export interface NewSet {
  /** Number of its category. */
  readonly category: number;
  /** The version that a delta takes over: what it says of a content replaces what that one says. */
  readonly takenOver: number | null;
}

/** New segments, of which some contents became rows. */
export interface KeptSegments {
  readonly segments: readonly Segment[];
  /** Entries that repeat a content of the same file, as far as they are kept. */
  readonly repeats: number;
}

/**
 * Finds what new segments share with anything else, and hands it over to rows: their own contents to `temp.staged_record`, those of
 * the database to its tables. To be called before anything else is written.
 */
export function settleOverlaps(connection: Connection, built: readonly BuiltSegment[], set: NewSet): KeptSegments {
  const fresh = built.map((one) => temporarySegment(connection, one));
  const finder = new OverlapFinder(connection, fresh);
  fresh.forEach((segment, index) => {
    for (const start of built[index]?.disputed ?? []) finder.flag(segment, start);
  });
  finder.findWithin(fresh);
  const others = fresh.length === 0 ? [] : listSegments(connection);
  for (const segment of fresh) {
    finder.findInRows(segment);
    for (const other of others) finder.findInSegment(segment, other, mayShare(connection, other, set));
  }
  for (const staged of stagedRecords(connection)) {
    const { digests } = 'record' in staged ? staged.record : staged.removal;
    for (const { segment, start } of contentsNamed(fresh, digests)) finder.flag(segment, start);
  }
  unpackNamed(connection, namedBy(connection, finder));
  let repeats = 0;
  for (const segment of fresh) {
    const flagged = finder.flagged.get(segment) ?? new Set();
    repeats += segment.entries - segment.contents;
    for (const start of [...flagged].toSorted((a, b) => a - b)) repeats -= stageContent(connection, segment, start) - 1;
  }
  return { segments: fresh, repeats };
}

function temporarySegment(connection: Connection, built: BuiltSegment): Segment {
  return new Segment(connection, 'temp', { ...built, firstMediaId: 0, uses: [] });
}

/** Contents may be in both where that makes no conflict, and where both statements count. */
function mayShare(connection: Connection, { uses }: Segment, { category, takenOver }: NewSet): boolean {
  const kindOf = (number: number) => connection.categories().get(number)?.kind;
  return uses.every(({ importId, categoryId }) => importId !== takenOver && kindOf(categoryId) === kindOf(category));
}

/** The digests of everything in the file that becomes rows. */
function* namedBy(connection: Connection, finder: OverlapFinder): Generator<Digests> {
  for (const [segment, starts] of finder.flagged) {
    for (const start of starts) {
      for (let position = start; position < segment.endOf(start); position += 1) yield segment.digestsAt(position);
    }
  }
  for (const staged of stagedRecords(connection)) {
    yield 'record' in staged ? staged.record.digests : staged.removal.digests;
  }
}

/** Hands a content over to the records that are written one by one; returns how many entries it has. */
function stageContent(connection: Connection, segment: Segment, start: number): number {
  const end = segment.endOf(start);
  for (let position = start; position < end; position += 1) {
    const details = segment.details(Math.floor(position / blockEntries));
    const index = position % blockEntries;
    const { ordinal, kind, sizeBytes, line } = entryAt(details, index);
    stageRecord(connection, ordinal, {
      digests: segment.digestsAt(position),
      kind,
      ...(sizeBytes === null ? {} : { sizeBytes }),
      ...fromRecordText(textAt(details, index), line),
    });
  }
  segment.noteUnpacked(start);
  connection.run(
    'INSERT INTO temp.staged_unpacked (segment_id, position, entries) VALUES (?, ?, ?)',
    segment.segmentId,
    start,
    end - start,
  );
  return end - start;
}

/** Puts new segments into the database, as what this import says. One that nothing is left of stays away. */
export function storeSegments(connection: Connection, segments: readonly Segment[], importId: number): void {
  for (const segment of segments) {
    const unpacked = connection.get<{ count: number }>(
      'SELECT count(*) AS count FROM temp.staged_unpacked WHERE segment_id = ?',
      segment.segmentId,
    );
    if (unpacked?.count === segment.contents) continue;
    const segmentId = connection.insert(
      `INSERT INTO segment (algorithms, entries, contents, first_media_id) VALUES (?, ?, ?, ${nextMediaIdSql})`,
      segment.mask,
      segment.entries,
      segment.contents,
    );
    connection.run(
      `INSERT INTO main.segment_block (segment_id, part, number, sha256, body)
       SELECT ?1, part, number, sha256, body FROM temp.segment_block WHERE segment_id = ?2 ORDER BY part, number`,
      segmentId,
      segment.segmentId,
    );
    connection.run(
      `INSERT INTO segment_unpacked (segment_id, position, entries)
       SELECT ?1, position, entries FROM temp.staged_unpacked WHERE segment_id = ?2 ORDER BY position`,
      segmentId,
      segment.segmentId,
    );
    connection.run('INSERT INTO segment_use (segment_id, import_id) VALUES (?, ?)', segmentId, importId);
  }
}

/** Makes the segments of one version of a set those of the next one too. Returns how many records that are. */
export function carrySegments(connection: Connection, from: number, to: number): number {
  connection.run(
    `INSERT INTO segment_use (segment_id, import_id, from_import_id)
     SELECT segment_id, ?2, coalesce(from_import_id, ?1) FROM segment_use WHERE import_id = ?1`,
    from,
    to,
  );
  return listSegments(connection)
    .filter(({ uses }) => uses.some(({ importId }) => importId === from))
    .reduce((sum, segment) => sum + segment.entries - segment.unpackedEntries, 0);
}
