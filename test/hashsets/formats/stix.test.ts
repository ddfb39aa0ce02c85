import { describe, expect, it } from 'vitest';
import type { HashSetRecord } from '../../../src/hashsets/contract.ts';
import { stix } from '../../../src/hashsets/formats/stix.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const digests = { md5: md5 as never };

function bundle(...objects: readonly unknown[]): string {
  return JSON.stringify({ objects, type: 'bundle' });
}

async function objectsOf(records: readonly HashSetRecord[], options = {}) {
  const { bytes } = await writeWhole(stix, records, options);
  return JSON.parse(bytes.toString()) as { readonly id: string; readonly objects: readonly Record<string, unknown>[] };
}

describe('stix takes', () => {
  it('a bundle whose type stands last, and hashes under any spelling of their names', async () => {
    const { records, issues } = await readWhole(stix, bundle({ type: 'file', hashes: { md5: md5.toUpperCase() } }));
    expect(issues).toEqual([]);
    expect(records).toEqual([{ place: { row: 1 }, digests }]);
  });

  it('a size that is none for an unknown member', async () => {
    const { records } = await readWhole(stix, bundle({ type: 'file', hashes: { MD5: md5 }, size: -1 }));
    expect(records[0]?.attributes?.unknownMembers).toEqual(new Map([['size', -1]]));
  });
});

describe('stix refuses', () => {
  it.each([
    [{ MD5: 5 }, 'not-a-digest'],
    [{ MD5: '' }, 'not-a-digest'],
    [{ MD5: md5, md5: '0'.repeat(32) }, 'digests-differ'],
    [{ TLSH: 'T1' }, 'no-digest'],
    [null, 'no-digest'],
  ])('%j: %s', async (hashes, code) => {
    expect(codes((await readWhole(stix, bundle({ type: 'file', hashes }))).issues)).toEqual([`1 ${code}`]);
  });

  it('what is no bundle', async () => {
    for (const text of ['{"objects":[]}', '{"type":"bundle"}', '{"type":"bundle","objects":{}}']) {
      await expect(readWhole(stix, text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    }
    await expect(readWhole(stix, '{"type":"bundle","objects":[1]}')).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });
});

describe('stix writes', () => {
  // All computed with Python: uuid.uuid5(UUID('00abedb4-…'), json.dumps(…, sort_keys=True, separators=(',', ':'), ensure_ascii=False)).
  it('the identifier that the standard gives the content', async () => {
    const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d' as never;
    const name = 'gr\u00fcn "\\".bin';
    const extensions = { 'x-ext': { b: 1, a: [1.5, 'z'] } };
    const { objects } = await objectsOf([
      { place: {}, digests, attributes: { names: ['abc.bin'] } },
      { place: {}, digests: { ...digests, sha1 }, sizeBytes: 3, attributes: { names: ['abc.bin'] } },
      { place: {}, digests: { sha1 } },
      { place: {}, digests, attributes: { names: [name], unknownMembers: new Map([['extensions', extensions]]) } },
    ]);
    expect(objects.map(({ id }) => id)).toEqual([
      'file--acf0f1c8-d0ff-5abe-bb47-ec5adba897ab',
      'file--acf0f1c8-d0ff-5abe-bb47-ec5adba897ab',
      'file--f4aa999e-f1e3-5ef0-98de-d7fb35a6a825',
      'file--99886496-945c-5f4c-ade3-1aecdabb7c8f',
    ]);
  });

  it('another bundle identifier for other content', async () => {
    const one = await objectsOf([{ place: {}, digests }]);
    expect((await objectsOf([{ place: {}, digests }])).id).toBe(one.id);
    expect((await objectsOf([])).id).not.toBe(one.id);
  });

  it('members of files and custom ones, and no others', async () => {
    const unknownMembers = new Map<string, unknown>([
      ['SSDEEP', '3:a:b'],
      ['mtime', '2026-01-02T03:04:05Z'],
      ['x_lab', { __proto__: null, a: [1] }],
      ['x_empty', []],
      ['x_null', { a: null }],
      ['Series', 'A'],
      ['id', 'file--1'],
    ]);
    const record = { place: {}, digests, attributes: { unknownMembers } };
    const { bytes, summary } = await writeWhole(stix, [record]);
    expect(summary.notCarried).toEqual([{ what: 'unknownMembers', records: 1 }]);
    const [read] = (await readWhole(stix, bytes)).records;
    expect([...(read?.attributes?.unknownMembers?.keys() ?? [])]).toEqual(['SSDEEP', 'mtime', 'x_lab']);
  });
});
