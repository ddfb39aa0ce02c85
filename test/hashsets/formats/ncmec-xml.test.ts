import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HashSetBatch, HashSetRecord } from '../../../src/hashsets/contract.ts';
import { ncmecXml } from '../../../src/hashsets/formats/ncmec-xml.ts';
import { codes, inPieces, readWhole } from '../reading.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/ncmec-xml');

function fixture(name: string): Buffer {
  return readFileSync(join(fixtures, `${name}.xml`));
}

function page(content: string): string {
  return `<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">${content}</queryResult>`;
}

async function batchesOf(content: Uint8Array | string): Promise<readonly HashSetBatch[]> {
  const batches: HashSetBatch[] = [];
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for await (const batch of ncmecXml.read(inPieces(bytes, 999), { name: 'a page' })) batches.push(batch);
  return batches;
}

function keyOf({ attributes }: HashSetRecord): string {
  const member = attributes?.unknownMembers?.get('member') as { readonly '@id': string };
  return `${member['@id']} ${attributes?.unknownMembers?.get('id')}`;
}

/** The state of the list after pages were taken in in their order. */
async function stateAfter(pages: readonly (Uint8Array | string)[]): Promise<ReadonlyMap<string, HashSetRecord>> {
  const state = new Map<string, HashSetRecord>();
  for (const content of pages) {
    for (const { records, removals = [] } of await batchesOf(content)) {
      for (const record of records) state.set(keyOf(record), record);
      for (const removal of removals) state.delete(keyOf(removal));
    }
  }
  return state;
}

describe('ncmec-xml reads the pages of ThreatExchange completely', () => {
  it.each([
    ['entries', 2, 2, ['page-of-several']],
    ['entries2', 1, 0, ['page-of-several']],
    ['entries3', 2, 0, ['page-of-several']],
    ['entries4', 1, 1, []],
    ['entries-large-fingerprints', 1, 0, []],
    ['entries-no-data', 0, 0, []],
  ])('%s: %i records, %i removals', async (name, records, removals, issues) => {
    const reading = await readWhole(ncmecXml, fixture(name));
    expect(reading.records.length).toBe(records);
    expect(reading.removals?.length ?? 0).toBe(removals);
    expect(reading.issues.map(({ code }) => code)).toEqual(issues);
  });

  it('with all that an entry says', async () => {
    const { records } = await readWhole(ncmecXml, fixture('entries'));
    const [image] = records;
    expect(image).toMatchObject({
      digests: { md5: 'a1'.repeat(16), sha1: 'a1'.repeat(20) },
      kind: 'image',
      attributes: { photoDna: `${'a1'.repeat(27)}...` },
    });
    const members = Object.fromEntries(image?.attributes?.unknownMembers ?? []);
    expect(members).toMatchObject({
      member: { '@id': '42', '#text': 'Example Member' },
      id: 'image1',
      timestamp: '2017-10-24T15:00:00Z',
      classification: 'A1',
      feedback: {
        affirmativeFeedback: { '@type': 'Md5', members: { member: { '@id': '42', '#text': 'Example Member' } } },
        negativeFeedback: { '@type': 'Sha1', reasons: { reason: { '@name': 'Example Reason 1' } } },
      },
    });
  });

  it('with updates and tombstones that apply in the order of the pages', async () => {
    const before = await stateAfter(['entries', 'entries2', 'entries3'].map(fixture));
    expect([...before.keys()]).toEqual(['42 image1', '42 video1', '42 image10', '101 willupdate', '101 willdelete']);
    const after = await stateAfter(['entries', 'entries2', 'entries3', 'entries4'].map(fixture));
    expect([...after.keys()]).toEqual(['42 image1', '42 video1', '42 image10', '101 willupdate']);
    expect(before.get('101 willupdate')?.attributes?.unknownMembers?.get('classification')).toBe('A1');
    expect(after.get('101 willupdate')?.attributes?.unknownMembers?.get('classification')).toBe('A2');
  });
});

describe('ncmec-xml', () => {
  const entry = (name: string, md5: string) =>
    `<${name}><member id="1">M</member><id>x</id><fingerprints><md5>${md5}</md5></fingerprints></${name}>`;
  const [one, two] = ['1'.repeat(32), '2'.repeat(32)];

  it('keeps the order of records and removals, batch by batch', async () => {
    const removal = '<deletedImage><member id="1">M</member><id>x</id></deletedImage>';
    const added = page(`<images>${entry('image', one)}${removal}${entry('image', two)}</images>`);
    expect((await stateAfter([added])).get('1 x')?.digests).toEqual({ md5: two });
    const removed = page(`<images>${entry('image', one)}${entry('image', two)}${removal}</images>`);
    expect((await stateAfter([removed])).size).toBe(0);
    const batches = await batchesOf(added);
    expect(batches.slice(0, 2).map(({ records, removals = [] }) => [records.length, removals.length])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it('takes two values of one algorithm for an issue, and keeps a second PhotoDNA', async () => {
    const differing = entry('image', one).replace('</md5>', `</md5><md5>${two}</md5>`);
    expect(codes((await readWhole(ncmecXml, page(`<images>${differing}</images>`))).issues)).toEqual([
      '1 digests-differ',
    ]);
    const twice = entry('image', one).replace('</md5>', '</md5><pdna>a</pdna><pdna>b</pdna>');
    const [record] = (await readWhole(ncmecXml, page(`<images>${twice}</images>`))).records;
    expect(record?.attributes?.photoDna).toBe('a');
    expect(record?.attributes?.unknownMembers?.get('pdna')).toBe('b');
  });

  it('names an entry by its kind, the number of its member and its own', async () => {
    const named = (name: string, content: string) =>
      `<${name}>${content}<fingerprints><md5>${one}</md5></fingerprints></${name}>`;
    const ofMember = '<member id="1">M</member>';
    const { records, removals = [] } = await readWhole(
      ncmecXml,
      page(
        `<images>${named('image', `${ofMember}<id>x</id>`)}${named('image', '<member id="1">N</member><id> x </id>')}
         ${named('video', `${ofMember}<id>x</id>`)}${named('image', '<member id="2"/><id>x</id>')}
         ${named('image', ofMember)}${named('image', '<member>M</member><id>x</id>')}
         ${named('image', `${ofMember}<id>x</id><id>y</id>`)}<deletedImage>${ofMember}<id>x</id></deletedImage></images>`,
      ),
    );
    const [first, again, video, other, ...nameless] = records.map((record) => ncmecXml.identityOf(record));
    expect(first).toBeDefined();
    expect([again, ...removals.map((removal) => ncmecXml.identityOf(removal))]).toEqual([first, first]);
    expect(new Set([first, video, other]).size).toBe(3);
    expect(nameless).toEqual([undefined, undefined, undefined]);
    expect(ncmecXml.identityOf({ attributes: { unknownMembers: new Map([['id', 'x']]) } })).toBeUndefined();
  });

  it('refuses other documents, and other versions of this one', async () => {
    for (const text of ['<queryResult/>', page('').replace('/v2', '/v3'), '<dfxml/>']) {
      await expect(readWhole(ncmecXml, text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    }
  });
});
