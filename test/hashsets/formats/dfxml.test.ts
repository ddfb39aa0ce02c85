import { describe, expect, it } from 'vitest';
import type { HashSetRecord } from '../../../src/hashsets/contract.ts';
import { dfxml } from '../../../src/hashsets/formats/dfxml.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const digests = { md5: md5 as never };
const namespace = 'http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML';

function document(content: string): string {
  return `<dfxml xmlns='${namespace}'>${content}</dfxml>`;
}

function file(content: string): string {
  return document(`<fileobject><hashdigest type='md5'>${md5}</hashdigest>${content}</fileobject>`);
}

describe('dfxml takes', () => {
  it('the namespace under any prefix, and none', async () => {
    const prefixed = `<d:dfxml xmlns:d='${namespace}'><d:fileobject><d:hashdigest type='MD5'>${md5}</d:hashdigest></d:fileobject></d:dfxml>`;
    const without = `<dfxml><fileobject><hashdigest type='MD5'>${md5}</hashdigest></fileobject></dfxml>`;
    for (const text of [prefixed, without]) {
      const { records, issues } = await readWhole(dfxml, text);
      expect(issues).toEqual([]);
      expect(records).toEqual([{ place: { row: 1, line: 1 }, digests }]);
    }
  });

  it('for a digest of the file only one that stands directly in it', async () => {
    const runs = `<byte_run len='2'><hashdigest type='sha1'>a9993e364706816aba3e25717850c26c9cd0d89d</hashdigest></byte_run>`;
    const { records } = await readWhole(dfxml, file(runs));
    expect(records[0]?.digests).toEqual(digests);
  });

  it('a fileobject of another namespace for none', async () => {
    const text = document(`<x:fileobject xmlns:x='y'><x:hashdigest>${md5}</x:hashdigest></x:fileobject>`);
    expect(await readWhole(dfxml, text)).toMatchObject({ records: [], issues: [] });
  });

  it('an unlabelled digest of 64 digits for what it is told that it is', async () => {
    const digits = 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592';
    const text = document(`<fileobject><hashdigest>${digits}</hashdigest></fileobject>`);
    expect((await readWhole(dfxml, text, { algorithm: 'blake3' })).records[0]?.digests).toEqual({ blake3: digits });
  });

  it('what the document says of itself', async () => {
    const text = document(
      '<metadata><title>T</title></metadata><creator><program>P</program><version>1</version></creator>',
    );
    async function* bytes() {
      yield Buffer.from(text);
    }
    const statements: unknown[] = [];
    for await (const { about } of dfxml.read(bytes(), { name: 'a file' })) if (about) statements.push(about);
    expect(statements).toEqual([{ name: 'T', source: 'P 1' }]);
  });
});

describe('dfxml refuses, with the place,', () => {
  it.each([
    ['<filesize>-1</filesize>', 'size'],
    ['<filesize>1</filesize><filesize>2</filesize>', 'sizes-differ'],
    ["<hashdigest type='sha1'></hashdigest>", 'not-a-digest'],
    ["<hashdigest type='sha1'>12</hashdigest>", 'digest-length'],
    [`<hashdigest type='md5'>${'0'.repeat(32)}</hashdigest>`, 'digests-differ'],
    ['<hashdigest>1234</hashdigest>', 'digest-type'],
    [`<hashdigest type='sha1' base='64'>qZk+NkcGgWq6PiVxeFDCbJzQ2J0=</hashdigest>`, 'digest-encoding'],
    [`<fileobject><hashdigest type='md5'>${md5}</hashdigest></fileobject>`, 'entry-nested'],
  ])('%s: %s', async (content, code) => {
    const { records, issues } = await readWhole(dfxml, file(content));
    expect(records).toEqual([]);
    expect(codes(issues)).toEqual([`1 ${code}`]);
  });

  it('what is no DFXML, no UTF-8 or no XML', async () => {
    await expect(readWhole(dfxml, '<other/>')).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    await expect(readWhole(dfxml, "<dfxml xmlns='x'/>")).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    const notUtf8 = Buffer.from(file('<filename>gr\u00fcn</filename>'), 'latin1');
    await expect(readWhole(dfxml, notUtf8)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
    await expect(readWhole(dfxml, file('<filename>a\u0001</filename>'))).rejects.toMatchObject({
      code: 'INPUT_DAMAGED',
    });
  });
});

describe('dfxml writes', () => {
  it('nothing that XML cannot hold, and counts it', async () => {
    const record: HashSetRecord = { place: {}, digests, attributes: { names: ['a\u0001', 'b\r\n<', '\uffff'] } };
    const { bytes, summary } = await writeWhole(dfxml, [record]);
    expect(summary.notCarried).toEqual([{ what: 'names', records: 1 }]);
    expect((await readWhole(dfxml, bytes)).records[0]?.attributes).toEqual({ names: ['b\r\n<'] });
  });

  it('names of manifests as the bytes that they are, as far as these are UTF-8', async () => {
    const names = ['a\\x5cb', 'gr\u00fcn', '\\xff'];
    const { bytes } = await writeWhole(dfxml, [{ place: {}, digests, attributes: { names } }], { pathText: true });
    expect(bytes.toString()).toContain('<filename>a\\b</filename>');
    expect((await readWhole(dfxml, bytes, { pathText: true })).records[0]?.attributes).toEqual({
      names: ['a\\x5cb', 'gr\u00fcn'],
    });
  });

  it('members that the schema knows and accepts, and no others', async () => {
    const unknownMembers = new Map<string, unknown>([
      ['mtime', '2024-02-29T00:00:00Z'],
      ['ctime', '2023-02-29T00:00:00Z'],
      ['inode', '12'],
      ['alloc', 'true'],
      ['sha512', 'ab'.repeat(64)],
      ['tiger', 'ab'.repeat(24)],
      ['uid', { '@x': 'y' }],
    ]);
    const { bytes } = await writeWhole(dfxml, [{ place: {}, digests, attributes: { unknownMembers } }]);
    expect([...((await readWhole(dfxml, bytes)).records[0]?.attributes?.unknownMembers ?? [])]).toEqual([
      ['inode', '12'],
      ['mtime', '2024-02-29T00:00:00Z'],
      ['sha512', 'ab'.repeat(64)],
    ]);
  });

  it('the name of the set', async () => {
    expect((await writeWhole(dfxml, [], { setName: 'A & B' })).bytes.toString()).toContain(
      '<dc:title>A &amp; B</dc:title>',
    );
  });
});
