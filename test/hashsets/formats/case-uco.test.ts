import { describe, expect, it } from 'vitest';
import { caseUco } from '../../../src/hashsets/formats/case-uco.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const digests = { md5: md5 as never };
const uco = 'https://ontology.unifiedcyberontology.org/uco/';

function document(nodes: readonly unknown[], context: unknown = contextOf(uco)): string {
  return JSON.stringify({ '@context': context, '@graph': nodes });
}

function contextOf(base: string, end = '/'): object {
  return { core: `${base}core${end}`, obs: `${base}observable${end}`, types: `${base}types${end}` };
}

function node(facet: object, type: unknown = 'obs:File'): object {
  return { '@id': 'urn:x:1', '@type': type, 'core:hasFacet': [facet] };
}

const hash = { 'types:hashMethod': 'MD5', 'types:hashValue': md5 };

describe('case-uco takes', () => {
  it.each([
    ['the namespaces of UCO 1', document([node({ 'obs:hash': [hash] })])],
    [
      'the namespaces before it',
      document([node({ 'obs:hash': hash })], contextOf('https://unifiedcyberontology.org/ontology/uco/', '#')),
    ],
    ['a context in parts', document([node({ 'obs:hash': hash })], [null, contextOf(uco)])],
    [
      'whole addresses',
      document([
        {
          '@type': `${uco}observable/File`,
          [`${uco}core/hasFacet`]: {
            [`${uco}observable/hash`]: { [`${uco}types/hashMethod`]: 'md5', [`${uco}types/hashValue`]: md5 },
          },
        },
      ]),
    ],
    ['a facet of files that holds the hash', document([node({ '@type': 'obs:FileFacet', 'obs:hash': [hash] })])],
    ['a facet that is a node', document([{ '@type': 'obs:ContentDataFacet', 'obs:hash': [hash] }])],
    ['any type of object', document([node({ 'obs:hash': [hash] }, ['obs:Image'])])],
  ])('%s', async (_, text) => {
    const { records, issues } = await readWhole(caseUco, text);
    expect(issues).toEqual([]);
    expect(records).toEqual([{ place: { row: 1 }, digests }]);
  });

  it('names of other vocabularies for nothing', async () => {
    const foreign = node({ hash: [hash], 'other:hash': [hash] });
    expect(codes((await readWhole(caseUco, document([foreign]))).issues)).toEqual(['1 no-digest']);
  });

  it('a folder and a name for one name, and keeps a name like __proto__', async () => {
    const facet = JSON.parse(`{"obs:fileName":"a","obs:filePath":"d","__proto__":1}`) as object;
    const [record] = (await readWhole(caseUco, document([node({ ...facet, 'obs:hash': hash })]))).records;
    expect(record?.attributes?.names).toEqual(['d/a']);
  });
});

describe('case-uco refuses, with the place,', () => {
  it.each([
    [node({ 'obs:hash': [{ '@id': 'urn:x:h' }] }), 'digest-apart'],
    [node({ 'obs:hash': [{ 'types:hashMethod': 'MD5' }] }), 'not-a-digest'],
    [node({ 'obs:hash': [{ ...hash, 'types:hashValue': `${md5}0` }] }), 'digest-length'],
    [node({ 'obs:hash': [hash, { ...hash, 'types:hashValue': '0'.repeat(32) }] }), 'digests-differ'],
    [{ ...node({ '@id': 'urn:x:f' }), 'obs:hash': hash }, 'facet-apart'],
  ])('%j: %s', async (given, code) => {
    const { records, issues } = await readWhole(caseUco, document([given]));
    expect(records).toEqual([]);
    expect(codes(issues)).toEqual([`1 ${code}`]);
  });

  it('a context that is an address, which it does not fetch', async () => {
    const { records, issues } = await readWhole(
      caseUco,
      document([node({ 'obs:hash': hash })], ['https://x.invalid/context.jsonld', contextOf(uco)]),
    );
    expect(records.length).toBe(1);
    expect(codes(issues)).toEqual(['0 context-elsewhere']);
  });

  it('a document without context, with the context last, or without graph', async () => {
    for (const text of ['{"@graph":[]}', '{"@graph":[],"@context":{}}', '{"@context":{}}']) {
      await expect(readWhole(caseUco, text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    }
  });
});

describe('case-uco writes', () => {
  it('the same identifiers for the same record, others for another one', async () => {
    const idsOf = async (name: string) => {
      const { bytes } = await writeWhole(caseUco, [{ place: {}, digests, attributes: { names: [name] } }]);
      return [...bytes.toString().matchAll(/urn:uuid:[0-9a-f-]{14}5[0-9a-f]{3}-[89ab][0-9a-f-]{16}/g)].map(
        ([id]) => id,
      );
    };
    const [one, again, other] = [await idsOf('a'), await idsOf('a'), await idsOf('b')];
    expect(new Set(one).size).toBe(4);
    expect(again).toEqual(one);
    // The digest is the same, and so is its node.
    expect(one.filter((id) => other.includes(id)).length).toBe(1);
  });

  it('one name, and counts the others', async () => {
    const { bytes, summary } = await writeWhole(caseUco, [{ place: {}, digests, attributes: { names: ['d/a', 'b'] } }]);
    expect(summary.notCarried).toEqual([{ what: 'names', records: 1 }]);
    expect((await readWhole(caseUco, bytes)).records[0]?.attributes).toEqual({ names: ['d/a'] });
  });
});
