import { setImmediate as nextTurn } from 'node:timers/promises';
import { wordBytesOf } from '../../../core/byte-words.ts';
import { algorithms, digestSizeBytes, digestsOfNothing, type Algorithm } from '../../../core/digest.ts';
import { throwIfInterrupted } from '../../../core/interruption.ts';
import { algorithmsOfMask, digestBytesOf, maskOf, type PackedRecords, recordAt } from '../../../core/packed-records.ts';
import type { SetRemovals } from '../../contract.ts';
import type { Connection } from '../connection.ts';
import { digestToBlob } from '../codes.ts';
import { stageRecord, stageRemoval } from '../staged-records.ts';
import { type BuiltSegment, SegmentBuilder } from './segment-builder.ts';
import { bucketCount } from './spool.ts';

/** A hash set of many records, sorted, before the database is locked. */
export interface StagedSegments {
  readonly records: number;
  readonly takesOut: boolean;
  readonly built: readonly BuiltSegment[];
}

/**
 * Takes in a hash set as one segment for each set of algorithms that its records have, in `temp.segment_block`. Records and
 * removals are numbered together, in the order of the file; what can be no part of a segment goes to `temp.staged_record`.
 */
export class SegmentStaging {
  readonly #connection: Connection;
  readonly #builders = new Map<number, SegmentBuilder>();
  #number = 0;
  #records = 0;
  #takesOut = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  take(batch: PackedRecords | SetRemovals): void {
    if (!('removals' in batch)) {
      this.#takeRecords(batch);
      return;
    }
    this.#takesOut = true;
    for (const removal of batch.removals) {
      this.#number += 1;
      stageRemoval(this.#connection, this.#number, removal);
    }
  }

  async finish(
    signal: AbortSignal | undefined,
    onSorted: ((share: number) => void) | undefined,
  ): Promise<StagedSegments> {
    const builders = [...this.#builders.values()];
    // Each algorithm of a segment is sorted once, bucket by bucket.
    const steps = builders.reduce((sum, { mask }) => sum + algorithmsOfMask(mask).length * bucketCount, 0);
    let step = 0;
    const pause = async () => {
      step += 1;
      onSorted?.(Math.min(step / steps, 1));
      throwIfInterrupted(signal);
      await nextTurn();
    };
    const built: BuiltSegment[] = [];
    for (const builder of builders) built.push(await builder.build(built.length + 1, pause));
    return { records: this.#records, takesOut: this.#takesOut, built };
  }

  close(): void {
    for (const builder of this.#builders.values()) builder.close();
    this.#builders.clear();
  }

  #takeRecords(packed: PackedRecords): void {
    this.#records += packed.count;
    const source = { packed, digests: wordBytesOf(bufferOf(packed.digests)), texts: bufferOf(packed.texts) };
    let digest = 0;
    let text = 0;
    for (let index = 0; index < packed.count; index += 1) {
      this.#number += 1;
      const mask = packed.masks[index] ?? 0;
      if (mask === 0 || isOfNothing(mask, packed.digests, digest)) {
        stageRecord(this.#connection, this.#number, recordAt(packed, { index, digest, text }));
      } else this.#builderFor(mask).add(source, { index, digest, text }, this.#number);
      digest += digestBytesOf(mask);
      text = packed.textEnds[index] ?? text;
    }
  }

  #builderFor(mask: number): SegmentBuilder {
    let builder = this.#builders.get(mask);
    if (builder === undefined) {
      builder = new SegmentBuilder(this.#connection, mask);
      this.#builders.set(mask, builder);
    }
    return builder;
  }
}

const ofNothing: readonly { readonly algorithm: Algorithm; readonly value: Buffer }[] = digestsOfNothing.map(
  ({ algorithm, value }) => ({ algorithm, value: digestToBlob(value) }),
);

/** For each byte whether a digest of nothing begins with it: nearly all digests need no other look. */
const beginsNothing = Array.from({ length: 256 }, (_, byte) => ofNothing.some(({ value }) => value[0] === byte));

/** Content of nothing never enters an alert category, so it is derived one by one. */
function isOfNothing(mask: number, digests: Uint8Array, start: number): boolean {
  let at = start;
  for (const algorithm of algorithms) {
    if ((mask & maskOf[algorithm]) === 0) continue;
    if (beginsNothing[digests[at] ?? 0] === true && isNothing(algorithm, digests, at)) return true;
    at += digestSizeBytes[algorithm];
  }
  return false;
}

function isNothing(algorithm: Algorithm, digests: Uint8Array, at: number): boolean {
  return ofNothing.some(
    (nothing) => nothing.algorithm === algorithm && nothing.value.every((byte, index) => byte === digests[at + index]),
  );
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
