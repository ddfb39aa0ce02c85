import { errorMessage } from '../../../core/errors.ts';
import type { Connection } from '../connection.ts';
import { indexPart } from './block-format.ts';
import { listSegments } from './catalogue.ts';
import { IndexCursor, SegmentCursor } from './cursors.ts';
import { compareKeys } from './content-walk.ts';
import { EntryReader } from './entry-reader.ts';
import { OverlapFinder } from './overlaps.ts';
import type { Segment } from './segment.ts';

/** A damaged list has millions, and twenty are shown. */
const mostProblems = 1000;

interface Found {
  readonly checked: number;
  readonly problems: readonly string[];
}

/** Every block of every segment, its order, its indexes, and that it shares no digest that it must not share. */
export function checkSegments(connection: Connection): Found {
  const problems: string[] = [];
  const segments = listSegments(connection);
  for (const segment of segments) {
    try {
      for (const problem of checkOne(connection, segment)) {
        problems.push(`segment ${segment.segmentId}: ${problem}`);
        if (problems.length > mostProblems) break;
      }
    } catch (error) {
      problems.push(errorMessage(error));
    }
  }
  if (problems.length === 0) problems.push(...checkOverlaps(connection, segments));
  return { checked: segments.reduce((sum, { entries }) => sum + entries, 0), problems };
}

function* checkOne(connection: Connection, segment: Segment): Generator<string> {
  if (segment.uses.length === 0) yield 'no import says what it holds';
  const cursor = new SegmentCursor(segment, 'all');
  const reader = new EntryReader(segment);
  let last: Uint32Array | undefined;
  let contents = 0;
  let unpacked = 0;
  while (cursor.next()) {
    contents += 1;
    if (last !== undefined && compareKeys(last, cursor.key) >= 0)
      yield `the content at ${cursor.start} is out of order`;
    last = cursor.key.slice();
    reader.entries(cursor.start, cursor.end);
    if (segment.isUnpacked(cursor.start)) unpacked += 1;
  }
  if (cursor.end !== segment.entries) yield `it holds ${cursor.end} entries and should hold ${segment.entries}`;
  if (contents !== segment.contents) yield `it holds ${contents} contents and should hold ${segment.contents}`;
  if (unpacked !== segment.unpackedContents) yield 'contents are marked as rows where none starts';
  yield* checkIndexes(connection, segment, contents - unpacked);
}

/** Every content is found by each of its digests. */
function* checkIndexes(connection: Connection, segment: Segment, contents: number): Generator<string> {
  for (const algorithm of segment.algorithms.slice(1)) {
    const index = new IndexCursor(segment, algorithm);
    let [count, high, low] = [0, 0, 0];
    while (index.next()) {
      count += 1;
      if (index.high < high || (index.high === high && index.low < low))
        yield `the index of ${algorithm} is out of order`;
      [high, low] = [index.high, index.low];
      const digest = segment.digestAt(algorithm, index.start);
      if (digest.readUInt32BE(0) !== high || digest.readUInt32BE(4) !== low) {
        yield `the index of ${algorithm} leads to another content than ${index.start}`;
      }
    }
    if (count !== contents) yield `the index of ${algorithm} holds ${count} contents of ${contents}`;
  }
  const parts = connection.get<{ count: number }>(
    'SELECT count(DISTINCT part) AS count FROM segment_block WHERE segment_id = ? AND part BETWEEN ? AND ?',
    segment.segmentId,
    indexPart(1),
    indexPart(4),
  );
  if (parts?.count !== segment.algorithms.length - 1) yield 'it has not one index for each of its other algorithms';
}

/** A content of a segment shares a digest with nothing but the same content of another segment. */
function checkOverlaps(connection: Connection, segments: readonly Segment[]): readonly string[] {
  const finder = new OverlapFinder(connection, segments);
  segments.forEach((segment, index) => {
    finder.findWithin([segment]);
    finder.findInRows(segment);
    for (const other of segments.slice(index + 1)) finder.findInSegment(segment, other, true);
  });
  return [...finder.flagged].flatMap(([{ segmentId }, starts]) =>
    starts.size === 0 ? [] : [`${starts.size} contents of segment ${segmentId} share a digest with something else`],
  );
}
