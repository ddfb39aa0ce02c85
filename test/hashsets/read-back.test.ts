import { describe, expect, it } from 'vitest';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';
import { orderFor } from '../../src/hashsets/carried.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { findLoss } from '../../src/hashsets/loss.ts';
import { readBack } from '../../src/hashsets/read-back.ts';
import { writeHashSet } from '../../src/hashsets/write-hash-set.ts';
import { inBatches, inPieces, writeWhole } from './reading.ts';

const md5s = [
  '900150983cd24fb0d6963f7d28e17f72',
  '9e107d9d372bb6826bd81d3542a419d6',
  'd41d8cd98f00b204e9800998ecf8427e',
];

const records = md5s.map(
  (md5, index): HashSetRecord => ({
    place: {},
    digests: { md5: md5 as never },
    sizeBytes: index,
    attributes: { names: [`${index}.jpg`], series: 'Invented' },
  }),
);

async function check(id: string, change: (text: string) => string): Promise<void> {
  const format = getFormat(id);
  const { bytes, summary } = await writeWhole(format, records);
  const changed = Buffer.from(change(bytes.toString()));
  await readBack(format, { bytes: inPieces(changed, 100) }, summary.fingerprint, {}, { name: 'file' });
}

describe('what was written is read back', () => {
  it.each(['plain', 'sum', 'hashdeep', 'csv', 'vics-2'])('and found to be the same: %s', async (id) => {
    await expect(check(id, (text) => text)).resolves.toBeUndefined();
  });

  it.each([
    ['a digit changed', 'plain', (text: string) => text.replace('9001', '9002')],
    ['a line lost', 'plain', (text: string) => text.slice(33)],
    ['a line added', 'plain', (text: string) => `${text}${'0'.repeat(32)}\n`],
    ['a line that cannot be read', 'plain', (text: string) => `${text}x\n`],
    ['two lines in another order', 'plain', (text: string) => text.split('\n').toReversed().join('\n')],
    ['a name changed', 'sum', (text: string) => text.replace('1.jpg', '2.jpg')],
    ['a size changed', 'hashdeep', (text: string) => text.replace('\n1,', '\n7,')],
    ['an attribute changed', 'csv', (text: string) => text.replace('Invented', 'invented')],
    ['an attribute lost', 'vics-2', (text: string) => text.replace(/,\n *"Series": "Invented"/, '')],
  ])('and found to differ: %s', async (_, id, change) => {
    await expect(check(id, change)).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS' });
  });
});

describe('writing', () => {
  it('gives its summary only at the end', async () => {
    const writing = writeHashSet(getFormat('plain'), inBatches(records), {});
    expect(() => writing.summary()).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    for await (const _ of writing.bytes);
    expect(writing.summary().records).toBe(3);
  });

  it('names the order in which records have to come', () => {
    expect(orderFor(getFormat('plain'), { algorithm: 'sha1' })).toEqual(['sha1']);
    expect(orderFor(getFormat('vics-2'), {})).toEqual(['md5', 'sha1']);
    expect(orderFor(getFormat('hashdeep'), { algorithms: ['sha256', 'md5'] })).toEqual(['md5', 'sha256']);
  });

  it('refuses a choice that the format cannot make', () => {
    expect(() => orderFor(getFormat('vics-2'), { algorithms: ['sha1'] })).toThrow(/without MD5/);
    expect(() => orderFor(getFormat('hashdeep'), { algorithms: ['blake3'] })).toThrow(/BLAKE3/);
  });
});

describe('the loss report', () => {
  it('counts records by what is lost, sorted, and not what says nothing', async () => {
    const given: readonly HashSetRecord[] = [
      ...records,
      { place: {}, digests: { sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d' as never } },
      { place: {}, digests: { md5: md5s[0] as never }, kind: 'unknown', attributes: { tags: [], comments: '' } },
      { place: {}, digests: { md5: md5s[0] as never }, attributes: { vicsCategory: { value: 0, scheme: 'vics-1' } } },
    ];
    expect(await findLoss(getFormat('plain'), inBatches(given, 2), {})).toEqual([
      { what: 'names', records: 3 },
      { what: 'record without MD5', records: 1 },
      { what: 'series', records: 3 },
      { what: 'sizeBytes', records: 3 },
      { what: 'vicsCategory', records: 1 },
    ]);
  });

  it('is empty where all is carried', async () => {
    expect(await findLoss(getFormat('csv'), inBatches(records), {})).toEqual([]);
  });
});
