import { digestSizeBytes, type Algorithm } from '../../../core/digest.ts';
import { blockEntries, indexEntryBytes } from './block-format.ts';
import type { Segment } from './segment.ts';

/** Where the contents that have the digest start in the segment, unpacked ones left out. Mostly none or one. */
export function findContents(segment: Segment, algorithm: Algorithm, value: Buffer): readonly number[] {
  if (!segment.algorithms.includes(algorithm)) return [];
  const found = algorithm === segment.first ? findFirst(segment, value) : findByIndex(segment, algorithm, value);
  return found.filter((start) => !segment.isUnpacked(start));
}

/** By the order of the segment itself: at most one. */
function findFirst(segment: Segment, value: Buffer): readonly number[] {
  const size = digestSizeBytes[segment.first];
  // The first entry may stand at the end of the block before the one whose first key is as large.
  for (let block = firstBlock(segment.directory(segment.first), value); block < segment.blocks; block += 1) {
    const digests = segment.digests(segment.first, block);
    const at = lowerBound(digests, size, size, value);
    if (at === digests.length) continue;
    const isFound = digests.compare(value, 0, size, at, at + size) === 0;
    return isFound ? [block * blockEntries + at / size] : [];
  }
  return [];
}

function findByIndex(segment: Segment, algorithm: Algorithm, value: Buffer): readonly number[] {
  const directory = segment.directory(algorithm);
  const found: number[] = [];
  for (let block = firstBlock(directory, value); block * 8 < directory.length; block += 1) {
    const entries = segment.index(algorithm, block);
    let at = lowerBound(entries, indexEntryBytes, 8, value);
    for (; at < entries.length; at += indexEntryBytes) {
      if (entries.compare(value, 0, 8, at, at + 8) !== 0) return found;
      const start = entries.readUInt32LE(at + 8);
      if (!found.includes(start) && segment.hasDigest(algorithm, start, value)) found.push(start);
    }
  }
  return found;
}

/** The last block whose first key is smaller than the value, by the first eight bytes; otherwise the first block. */
function firstBlock(directory: Buffer, value: Buffer): number {
  return Math.max(0, lowerBound(directory, 8, 8, value) / 8 - 1);
}

/** The offset of the first item that is not smaller than the value, by the first `keyBytes`. */
function lowerBound(items: Buffer, itemBytes: number, keyBytes: number, value: Buffer): number {
  let [low, high] = [0, items.length / itemBytes];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * itemBytes;
    if (items.compare(value, 0, keyBytes, at, at + keyBytes) < 0) low = middle + 1;
    else high = middle;
  }
  return low * itemBytes;
}
