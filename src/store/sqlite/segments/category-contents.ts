import { setImmediate as nextTurn } from 'node:timers/promises';
import { attributesFromJson, mergeAttributes } from '../../../core/attributes-json.ts';
import type { Algorithm, Digests } from '../../../core/digest.ts';
import type { MediaRecord } from '../../contract.ts';
import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { ContentWalk, segmentsByMask } from './content-walk.ts';
import { describedBy, type Entry } from './entries.ts';
import { EntryReader } from './entry-reader.ts';
import type { Segment } from './segment.ts';
import { countContents, SegmentCategories, type Standing } from './standing.ts';
import { sortRecords } from './sort-records.ts';

/** The contents of segments that are in a category, as streams of which each is in the order that `compareRecords` gives. */
export interface SegmentMembers {
  readonly total: number;
  readonly streams: readonly AsyncIterable<readonly MediaRecord[]>[];
}

/** So few that the engine finds most records unused already when it collects garbage, and need not move them about. */
const batchSize = 512;

export function segmentMembers(
  connection: Connection,
  category: number,
  standing: Standing,
  orderBy: Algorithm,
): SegmentMembers {
  const segments = listSegments(connection);
  // What becomes rows while the records are read is read as it is now.
  for (const segment of segments) segment.fixUnpacked();
  let total = 0;
  const categories = new SegmentCategories(standing);
  const isMember = (list: readonly Segment[], present: readonly number[]) =>
    categories.of(list, present).some(({ categoryId }) => categoryId === category);
  countContents(segments, (present, count) => {
    if (isMember(present, [...present.keys()])) total += count;
  });
  if (total === 0) return { total, streams: [] };
  const streams = segmentsByMask(segments).map((group) => {
    const records = recordsOf(group, standing, (present) => isMember(group, present));
    const isSorted = group.every(({ first, algorithms }) => first === orderBy || !algorithms.includes(orderBy));
    return isSorted ? records : sortRecords(connection.path, records, orderBy);
  });
  return { total, streams };
}

/** In the order of the first algorithm of the segments. */
async function* recordsOf(
  segments: readonly Segment[],
  { imports }: Standing,
  isMember: (present: readonly number[]) => boolean,
): AsyncGenerator<readonly MediaRecord[]> {
  const walk = new ContentWalk(segments);
  const readers = segments.map((segment) => new EntryReader(segment));
  const speaks = segments.map(({ uses }) => uses.some(({ importId }) => imports.has(importId)));
  let batch: MediaRecord[] = [];
  while (walk.next()) {
    if (!isMember(walk.present)) continue;
    batch.push(recordAt(walk, readers, speaks));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
    await nextTurn();
  }
  if (batch.length > 0) yield batch;
}

function recordAt(walk: ContentWalk, readers: readonly EntryReader[], speaks: readonly boolean[]): MediaRecord {
  const first = walk.present[0] ?? 0;
  const reader = readers[first];
  const { start, end } = walk.cursor(first);
  if (walk.present.length > 1 || end > start + 1 || reader === undefined) return mergedAt(walk, readers, speaks);
  const entry = reader.entry(start);
  const attributes = speaks[first] === true && entry.attributes !== null ? attributesOf([entry]) : noAttributes;
  const { kind, sizeBytes } = entry;
  return { mediaId: walk.mediaId, digests: reader.digestsAt(start), kind, sizeBytes, attributes };
}

const noAttributes: MediaRecord['attributes'] = {};

/** Of a content with several entries. */
function mergedAt(walk: ContentWalk, readers: readonly EntryReader[], speaks: readonly boolean[]): MediaRecord {
  let all: readonly Entry[] = [];
  let said: readonly Entry[] = [];
  let digests: Digests = {};
  for (const index of walk.present) {
    const { start, end } = walk.cursor(index);
    const reader = readers[index];
    if (reader === undefined) continue;
    if (index === walk.present[0]) digests = reader.digestsAt(start);
    const entries = reader.entries(start, end);
    all = all.concat(entries);
    if (speaks[index] === true) said = said.concat(entries);
  }
  return { mediaId: walk.mediaId, digests, ...describedBy(all), attributes: attributesOf(said) };
}

/** Of several statements, oldest first. */
function attributesOf(entries: readonly Entry[]): MediaRecord['attributes'] {
  const stated = entries.flatMap(({ attributes }) => attributesFromJson(attributes) ?? []);
  const [only, ...others] = stated;
  if (only === undefined) return {};
  const isPlain = others.length === 0 && (only.names?.length ?? 0) < 2 && (only.tags?.length ?? 0) < 2;
  return isPlain ? only : mergeAttributes(stated);
}
