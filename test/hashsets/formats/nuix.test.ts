import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HashSetRecord } from '../../../src/hashsets/contract.ts';
import { nuix } from '../../../src/hashsets/formats/nuix.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { readWhole, writeWhole } from '../reading.ts';

/** 13 bytes. */
const head = Buffer.from('4632444c0000000100034d4435', 'hex');

const digests = Array.from({ length: 5000 }, (_, index) => createHash('md5').update(`media ${index}`).digest());

function listOf(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat([head, ...entries]);
}

function bySignedBytes(a: Buffer, b: Buffer): number {
  const index = a.findIndex((byte, at) => byte !== b[at]);
  return index < 0 ? 0 : a.readInt8(index) - b.readInt8(index);
}

function recordOf(digest: Buffer): HashSetRecord {
  return { place: {}, digests: { md5: digest.toString('hex') as never } };
}

const sorted = digests.toSorted(Buffer.compare);

describe('a digest list of Nuix', () => {
  it('is written byte for byte as specified: the head, then each MD5 once in order of unsigned bytes', async () => {
    const given = sorted.flatMap((digest) => [digest, digest]).map(recordOf);
    const { bytes, summary } = await writeWhole(nuix, given);
    expect(bytes.equals(listOf(sorted))).toBe(true);
    expect(summary.records).toBe(5000);
  });

  it('is never written out of order', async () => {
    await expect(writeWhole(nuix, sorted.toReversed().map(recordOf))).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it.each([
    ['unsigned', Buffer.compare],
    ['signed', bySignedBytes],
  ])('is read where it is sorted by %s bytes', async (_, order) => {
    const entries = digests.toSorted(order);
    const read = await readWhole(nuix, listOf(entries));
    expect(read.issues).toEqual([]);
    expect(read.records.map(({ digests: { md5 } }) => md5)).toEqual(entries.map((entry) => entry.toString('hex')));
  });

  it('is read where it is not sorted at all, with one issue for the file', async () => {
    const entries = sorted.with(4500, digests[0] ?? head).with(4700, digests[1] ?? head);
    const read = await readWhole(nuix, listOf(entries));
    expect(read.records).toHaveLength(5000);
    expect(read.issues.map(({ code }) => code)).toEqual(['order-broken']);
    const first = Math.floor(((read.issues[0]?.place.offset ?? 0) - head.length) / 16);
    expect([4500, 4501]).toContain(first);
  });

  it('that lost a byte shows by its order and its end', async () => {
    const bytes = listOf(sorted);
    const short = Buffer.concat([bytes.subarray(0, 100), bytes.subarray(101)]);
    expect((await readWhole(nuix, short)).issues.map(({ code }) => code)).toEqual(['order-broken', 'entry-cut']);
  });

  it.each([
    ['another version', '4632444c0000000200034d4435', 'FORMAT_CANNOT'],
    ['another algorithm', '4632444c0000000100055348412d31', 'FORMAT_CANNOT'],
    ['another beginning', '4632444d0000000100034d4435', 'INPUT_DAMAGED'],
    ['half a head', '4632444c0000', 'INPUT_DAMAGED'],
  ])('of %s is refused', async (_, bytes, code) => {
    await expect(readWhole(nuix, Buffer.from(bytes, 'hex'))).rejects.toMatchObject({ code });
  });

  it('is told from a hash set of EnCase by its first bytes, whatever it is called', () => {
    expect(recogniseFormat(head, { name: 'set.hash' }).format.id).toBe('nuix');
    const encase = Buffer.from('484153480d0aff00', 'hex');
    expect(recogniseFormat(encase, { name: 'set.hash' }).format.id).toBe('encase');
  });
});
