import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import type { MediaAttributes } from '../../../src/core/media-attributes.ts';
import { vics1 } from '../../../src/hashsets/formats/vics-1.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const digests = { md5, sha1 } as unknown as Digests;

function document(entries: readonly unknown[], version = '1.3', shape = 'Media'): string {
  const context = `http://github.com/ICMEC/ProjectVic/DataModels/${version}.xml#${shape}`;
  return JSON.stringify({ 'odata.metadata': context, value: entries });
}

async function written(attributes: MediaAttributes, version?: string) {
  const record = { place: {}, digests, sizeBytes: 3, attributes };
  const { bytes, summary } = await writeWhole(vics1, [record], version === undefined ? {} : { version });
  const { records, issues } = await readWhole(vics1, bytes);
  expect(issues).toEqual([]);
  return { text: bytes.toString(), record: records[0], notCarried: summary.notCarried };
}

describe('vics-1 writes', () => {
  it('the hash set of the specification, byte for byte', async () => {
    const attributes: MediaAttributes = {
      vicsCategory: { value: 1, scheme: 'vics-1' },
      victimIdentified: false,
      photoDna: 'AbC=',
      unknownMembers: new Map([['DateUpdated', '2026-03-04T09:00:00.0000Z']]),
    };
    expect((await written(attributes)).text).toBe(`{
 "odata.metadata": "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media",
 "value": [
  {
   "MediaID": 1,
   "Category": 1,
   "MD5": "900150983CD24FB0D6963F7D28E17F72",
   "SHA1": "A9993E364706816ABA3E25717850C26C9CD0D89D",
   "MediaSize": "3",
   "DateUpdated": "2026-03-04T09:00:00.0000Z",
   "VictimIdentified": "false",
   "AlternativeHashes": [
    {
     "MD5": "900150983CD24FB0D6963F7D28E17F72",
     "HashName": "PhotoDNA",
     "HashValue": "AbC="
    }
   ]
  }
 ]
}
`);
  });

  it.each(['1.1', '1.2', '1.3'])('version %s, which is recognised', async (version) => {
    const { text } = await written({}, version);
    expect(text).toContain(`/DataModels/${version}.xml#Media"`);
    expect(recogniseFormat(Buffer.from(text), { name: 'file' })).toMatchObject({
      format: { id: 'vics-1' },
      reason: `a context of VICS ${version}`,
    });
  });

  it('no category of version 2, and says so', async () => {
    const { record, notCarried } = await written({ vicsCategory: { value: 1, scheme: 'vics-2/Default' } });
    expect(record?.attributes).toBeUndefined();
    expect(notCarried).toEqual([{ what: 'vicsCategory', records: 1 }]);
  });

  it('hashes that it does not know beside PhotoDNA, as they were', async () => {
    const hashes = [
      { HashName: 'PhotoDNA', HashValue: 'One=' },
      { HashName: 'PhotoDNA', HashValue: 'Two=' },
      { HashName: 'PDQ', HashValue: 'x' },
    ];
    const { records } = await readWhole(vics1, document([{ MD5: md5, AlternativeHashes: hashes }]));
    expect(records[0]?.attributes?.photoDna).toBe('One=');
    const { text, record, notCarried } = await written(records[0]?.attributes ?? {});
    expect(JSON.parse(text).value[0].AlternativeHashes).toEqual(hashes);
    expect(record?.attributes).toEqual(records[0]?.attributes);
    expect(notCarried).toEqual([]);
  });

  it('PhotoDNA in front of hashes that lack it', async () => {
    const kept = new Map<string, unknown>([['AlternativeHashes', [{ HashName: 'PDQ', HashValue: 'x' }]]]);
    const { text, record } = await written({ photoDna: 'AbC=', unknownMembers: kept });
    const names = JSON.parse(text).value[0].AlternativeHashes.map((hash: { HashName: string }) => hash.HashName);
    expect(names).toEqual(['PhotoDNA', 'PDQ']);
    expect(record?.attributes?.photoDna).toBe('AbC=');
  });

  it('sizes of any length that is exact', async () => {
    for (const sizeBytes of [0, 999_999_999_999_999, Number.MAX_SAFE_INTEGER]) {
      const { bytes } = await writeWhole(vics1, [{ place: {}, digests, sizeBytes }]);
      expect((await readWhole(vics1, bytes)).records[0]?.sizeBytes).toBe(sizeBytes);
    }
  });
});

describe('vics-1 takes', () => {
  it.each([
    ['1.1', 'Media'],
    ['1.2', 'media'],
    ['1.3', 'Media'],
    ['1.10', 'MEDIA'],
  ])('a hash set of version %s (%s)', async (version, shape) => {
    const { records } = await readWhole(vics1, document([{ MD5: md5, Category: 0 }], version, shape));
    expect(records[0]?.attributes?.vicsCategory).toEqual({ value: 0, scheme: 'vics-1' });
  });

  it('cases, with what programs add to them', async () => {
    const cases = [
      { 'odata.id': 'Case("1")', Agency: 'PD', 'Agency Address': null, Media: [{ MD5: md5 }, { SHA1: sha1 }] },
    ];
    const { records } = await readWhole(vics1, document(cases, '1.1', 'Cases'), { pieceBytes: 3 });
    expect(records.map(({ place }) => place.row)).toEqual([1, 2]);
  });
});

describe('vics-1 refuses, with the number of the entry,', () => {
  it.each([
    ['a member in two letter cases with two values', { MD5: md5, Category: 1, category: 2 }, 'member-repeated'],
    ['two sizes', { MD5: md5, MediaSize: '1', mediasize: '2' }, 'member-repeated'],
    [
      'an alternative MD5 that differs',
      { MD5: md5, AlternativeHashes: [{ HashName: 'MD5', HashValue: sha1.slice(8) }] },
      'digests-differ',
    ],
  ])('%s', async (_, entry, code) => {
    const { records, issues } = await readWhole(vics1, document([{ MD5: md5 }, entry, { MD5: md5 }]));
    expect(records.map(({ place }) => place.row)).toEqual([1, 3]);
    expect(codes(issues)).toEqual([`2 ${code}`]);
  });
});
