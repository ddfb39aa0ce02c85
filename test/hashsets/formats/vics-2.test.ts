import { describe, expect, it } from 'vitest';
import { vics2 } from '../../../src/hashsets/formats/vics-2.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const context = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media';

function document(entries: readonly (object | string)[], key = '@odata.context', value = context): string {
  const texts = entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry)));
  return `{"${key}":"${value}","value":[${texts.join(',')}]}`;
}

async function recordsIn(text: string | Uint8Array) {
  const { records, issues } = await readWhole(vics2, text, { pieceBytes: 5 });
  expect(issues).toEqual([]);
  return records;
}

describe('vics-2 takes', () => {
  it.each([
    ['vics-2/Default', '@odata.context', context],
    ['vics-2/US', '@odata.context', context.replace('Default', 'us')],
    ['vics-2/UK', '@ODATA.context', context.replace('Default', 'UK').toLowerCase()],
    ['vics-2/Nowhere', 'odata.context', context.replace('Default', 'Nowhere')],
    ['vics-1', 'odata.metadata', 'http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media'],
  ])('the scheme %s from the context', async (scheme, key, value) => {
    const [record] = await recordsIn(document([{ MD5: md5, Category: 0 }], key, value));
    expect(record?.attributes?.vicsCategory).toEqual({ value: 0, scheme });
  });

  it('cases of any number, their media one after the other', async () => {
    const cases = [
      { Media: [{ MD5: md5 }, { SHA1: sha1 }] },
      { CaseNumber: 'x', Media: [] },
      { Media: [{ MD5: md5 }] },
    ];
    const records = await recordsIn(document(cases, '@odata.context', context.replace('#Media', '#Cases')));
    expect(records.map(({ place }) => place.row)).toEqual([1, 2, 3]);
  });

  it('numbers and flags as texts or not, and nothing where nothing stands', async () => {
    const entries = [
      { MD5: md5, Category: '5', MediaSize: '12', VictimIdentified: 'True', IsDistributed: false },
      { MD5: md5, Category: null, MediaSize: null, VictimIdentified: null, Series: null, Tags: '', SHA1: '' },
    ];
    expect(await recordsIn(document(entries))).toEqual([
      {
        place: { row: 1 },
        digests: { md5 },
        sizeBytes: 12,
        attributes: {
          vicsCategory: { value: 5, scheme: 'vics-2/Default' },
          victimIdentified: true,
          isDistributed: false,
        },
      },
      { place: { row: 2 }, digests: { md5 } },
    ]);
  });

  it('a context that comes after the list, or never, but then gives the numbers no meaning', async () => {
    for (const after of [`,"@odata.context":"${context}"`, '']) {
      const { records, issues } = await readWhole(vics2, `{"value":[{"MD5":"${md5}","Category":1}]${after}}`);
      expect(records[0]?.attributes?.vicsCategory?.scheme).toBe('vics/unstated');
      expect(issues.map(({ code }) => code)).toEqual(['context-missing']);
    }
  });

  it('members that it does not know, and values that are not what they should be, as they are', async () => {
    const entry = `{"MD5":"${md5}","__proto__":{"a":1},"Series":{"b":[2]},"Category":"one","Big":12345678901234567890,"N":-1.5e2}`;
    const [record] = await recordsIn(document([entry]));
    expect(
      [...(record?.attributes?.unknownMembers ?? [])].map(([name, value]) => [name, JSON.stringify(value)]),
    ).toEqual([
      ['__proto__', '{"a":1}'],
      ['Series', '{"b":[2]}'],
      ['Category', '"one"'],
      ['Big', '"12345678901234567890"'],
      ['N', '-150'],
    ]);
    expect(Object.getPrototypeOf(record?.attributes?.unknownMembers?.get('__proto__'))).toBe(Object.prototype);
  });

  it('escapes of every kind, raw control characters, other alphabets', async () => {
    const entry = `{"MD5":"${md5}","Comments":"\\u00e9\\ud83d\\ude00 \\"\\\\\\/\\n|\té😀"}`;
    const [record] = await recordsIn(document([entry]));
    expect(record?.attributes?.comments).toBe('é😀 "\\/\n|\té😀');
  });

  it('the record of NIST in version 1.2', async () => {
    const text = `{"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml#Media","value":[
{"odata.id":"Media(\\"${md5}\\")","MediaFiles@odata.navigationLinkUrl":"/Media(${md5})/MediaFiles","MediaFiles":[{"Media@odata.navigationLinkUrl":"/x","MD5":"${md5}","FileName":"abc.bin","FilePath":"dir"}],"MediaID":0,"MD5":"${md5}","SHA1":"${sha1}","Category":8,"MediaSize":"3"}]}`;
    expect(await recordsIn(text)).toEqual([
      {
        place: { row: 1 },
        digests: { md5, sha1 },
        sizeBytes: 3,
        attributes: { vicsCategory: { value: 8, scheme: 'vics-1' }, names: ['dir/abc.bin'] },
      },
    ]);
  });

  it('an entry of several million characters', async () => {
    const [record] = await recordsInOneGo(document([{ MD5: md5, Comments: 'x'.repeat(3_000_000) }]));
    expect(record?.attributes?.comments?.length).toBe(3_000_000);
  });
});

async function recordsInOneGo(text: string) {
  return (await readWhole(vics2, text)).records;
}

describe('vics-2 refuses, with the number of the entry,', () => {
  it.each([
    ['no digest', { Category: 1 }, 'no-digest'],
    ['an empty MD5 and no other', { MD5: '', SHA1: null }, 'no-digest'],
    ['an MD5 of 31 digits beside a sound SHA-1', { MD5: md5.slice(1), SHA1: sha1 }, 'digest-length'],
    ['an MD5 that is a SHA-1', { MD5: sha1 }, 'digest-length'],
    ['an MD5 that is a number', { MD5: 12 }, 'not-a-digest'],
    ['the same member with two values', `{"MD5":"${md5}","MD5":"${'0'.repeat(32)}"}`, 'member-repeated'],
    ['the same member in two letter cases', `{"MD5":"${md5}","md5":"${'0'.repeat(32)}"}`, 'digests-differ'],
    [
      'a member repeated within another',
      `{"MD5":"${md5}","AlternativeHashes":[{"HashName":"a","HashName":"b"}]}`,
      'member-repeated',
    ],
    [
      'two different SHA-1',
      { MD5: md5, SHA1: sha1, AlternativeHashes: [{ HashName: 'SHA1', HashValue: '0'.repeat(40) }] },
      'digests-differ',
    ],
  ])('%s', async (_, entry, code) => {
    const { records, issues } = await readWhole(vics2, document([{ MD5: md5 }, entry, { SHA1: sha1 }]));
    expect(records.map(({ place }) => place.row)).toEqual([1, 3]);
    expect(codes(issues)).toEqual([`2 ${code}`]);
  });

  it('not the same member twice with the same value', async () => {
    expect((await recordsIn(document([`{"MD5":"${md5}","MD5":"${md5}"}`]))).length).toBe(1);
  });
});

describe('vics-2 stops at', () => {
  it.each([
    ['a file cut off', document([{ MD5: md5 }]).slice(0, -2), 'INPUT_DAMAGED'],
    ['a file cut off within a text', `{"value":[{"MD5":"${md5}`, 'INPUT_DAMAGED'],
    ['something after the end', `${document([])}x`, 'INPUT_DAMAGED'],
    ['two lists', '{"value":[],"value":[]}', 'INPUT_DAMAGED'],
    ['a list that is an object', `{"@odata.context":"${context}","value":{"MD5":"${md5}"}}`, 'INPUT_DAMAGED'],
    ['an entry that is no object', document(['"x"']), 'INPUT_DAMAGED'],
    ['a comma too many', document([{ MD5: md5 }, '']), 'INPUT_DAMAGED'],
    ['a word that is none', document([`{"MD5":nil}`]), 'INPUT_DAMAGED'],
    ['a number that is none', document([`{"MD5":01}`]), 'INPUT_DAMAGED'],
    ['an escape that is none', document([`{"MD5":"\\x"}`]), 'INPUT_DAMAGED'],
    ['an array instead of a document', '[]', 'FORMAT_UNKNOWN'],
    ['a document without list', `{"@odata.context":"${context}"}`, 'FORMAT_UNKNOWN'],
    ['another version', document([], '@odata.context', context.replace('2.0', '3.0')), 'FORMAT_UNKNOWN'],
    ['nesting without end', document([`{"a":${'['.repeat(100_000)}`]), 'INPUT_HOSTILE'],
  ])('%s', async (_, text, code) => {
    await expect(readWhole(vics2, text)).rejects.toMatchObject({ code });
  });

  it('bytes that are no UTF-8', async () => {
    const bytes = Buffer.from(document([{ MD5: md5, Series: 'é' }]), 'latin1');
    await expect(readWhole(vics2, bytes)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });

  it('an entry of more than 8 million characters', async () => {
    const text = document([{ MD5: md5, Comments: 'x'.repeat(9_000_000) }]);
    await expect(readWhole(vics2, text)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
  });
});

describe('vics-2 writes', () => {
  it('the hash set of the specification, byte for byte', async () => {
    const record = {
      place: {},
      digests: { md5: md5 as never, sha1: sha1 as never },
      sizeBytes: 3,
      attributes: {
        vicsCategory: { value: 1, scheme: 'vics-2/Default' },
        victimIdentified: false,
        offenderIdentified: false,
        isDistributed: false,
        unknownMembers: new Map([
          ['IsPrecategorized', 'false'],
          ['DateUpdated', '2026-03-04T09:00:00.0000Z'],
        ]),
      },
    };
    expect((await writeWhole(vics2, [record])).bytes.toString()).toBe(`{
 "@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media",
 "value": [
  {
   "MediaID": 1,
   "Category": 1,
   "MD5": "900150983CD24FB0D6963F7D28E17F72",
   "SHA1": "A9993E364706816ABA3E25717850C26C9CD0D89D",
   "MediaSize": 3,
   "DateUpdated": "2026-03-04T09:00:00.0000Z",
   "IsPrecategorized": "false",
   "VictimIdentified": "false",
   "OffenderIdentified": "false",
   "IsDistributed": "false"
  }
 ]
}
`);
  });

  it('nothing that is not known, no clock, no category of another region; and says so', async () => {
    const attributes = { vicsCategory: { value: 1, scheme: 'vics-2/US' }, contact: 'C', tags: ['a,b'] };
    const { bytes, summary } = await writeWhole(vics2, [
      { place: {}, digests: { md5: md5 as never }, kind: 'image', attributes },
      { place: {}, digests: { sha1: sha1 as never } },
    ]);
    expect(JSON.parse(bytes.toString()).value).toEqual([{ MediaID: 1, MD5: md5.toUpperCase(), Tags: 'a,b' }]);
    expect(summary.notCarried).toEqual([
      { what: 'contact', records: 1 },
      { what: 'kind', records: 1 },
      { what: 'record without MD5', records: 1 },
      { what: 'tags', records: 1 },
      { what: 'vicsCategory', records: 1 },
    ]);
  });

  it('gives back what file entries say beyond names', async () => {
    const files = [{ MD5: md5, FileName: 'a', FilePath: 'C:\\x', Unallocated: 'true' }];
    const [record] = await recordsIn(document([{ MD5: md5, RelativeFilePath: 'r', MediaFiles: files }]));
    expect(record?.attributes?.names).toEqual(['r', 'C:\\x\\a']);
    const { bytes, summary } = await writeWhole(vics2, record === undefined ? [] : [record]);
    expect(JSON.parse(bytes.toString()).value[0].MediaFiles).toEqual(files);
    expect(summary.notCarried).toEqual([]);
  });
});
