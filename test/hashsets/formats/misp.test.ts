import { describe, expect, it } from 'vitest';
import { misp } from '../../../src/hashsets/formats/misp.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const digests = { md5: md5 as never };
const object = { name: 'file', Attribute: [{ object_relation: 'md5', type: 'md5', value: md5 }] };

describe('misp takes', () => {
  it.each([
    ['an event', { Event: { Object: [object] } }],
    ['a response', { response: [{ Event: { Object: [object] } }] }],
    ['a list of events', [{ Event: { Object: [object] } }]],
    ['a list of objects', { Object: [object] }],
    ['an object', { Object: object }],
    ['an object of another template', { Object: { ...object, name: 'virustotal-report' } }],
    ['an attribute', { Event: { Attribute: [{ type: 'md5', value: md5 }] } }],
    ['a sample without its content', { Attribute: { type: 'malware-sample', value: `|${md5}`, data: 'YWJj' } }],
    ['an attribute that names only its type', { Object: { Attribute: [{ type: 'md5', value: md5 }] } }],
  ])('%s', async (_, content) => {
    const { records, issues } = await readWhole(misp, JSON.stringify(content));
    expect(issues).toEqual([]);
    expect(records).toEqual([{ place: { row: 1 }, digests }]);
  });
});

describe('misp refuses', () => {
  it.each([
    [{ Object: { Attribute: [{ type: 'md5' }] } }, 'value-missing'],
    [{ Object: { Attribute: [{ type: 'md5', value: '' }] } }, 'not-a-digest'],
    [{ Attribute: [{ type: 'filename|md5', value: 'a|' }] }, 'not-a-digest'],
    [{ Attribute: [{ type: 'filename|sha384', value: 'a|00' }] }, 'algorithm-not-kept'],
    [{ Object: { name: 'hashlookup', Attribute: [] } }, 'no-digest'],
  ])('%j: %s', async (content, code) => {
    const { records, issues } = await readWhole(misp, JSON.stringify(content));
    expect(records).toEqual([]);
    expect(codes(issues)).toEqual([`1 ${code}`]);
  });

  it('what holds neither objects nor attributes', async () => {
    for (const text of ['{}', '[1]', '{"Event":{"info":"x"}}']) {
      await expect(readWhole(misp, text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    }
  });

  it('nesting without end', async () => {
    const text = `${'{"Event":'.repeat(100)}1${'}'.repeat(100)}`;
    await expect(readWhole(misp, text)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
    await expect(readWhole(misp, `${'['.repeat(100)}${']'.repeat(100)}`)).rejects.toMatchObject({
      code: 'INPUT_DAMAGED',
    });
  });
});

describe('misp writes', () => {
  it('several names, other hashes, the name of the set, and each object under an identifier of its own', async () => {
    const unknownMembers = new Map<string, unknown>([
      ['sha512', 'ab'.repeat(64)],
      ['Series', 'A'],
    ]);
    const record = { place: {}, digests, attributes: { names: ['a', 'b|c'], unknownMembers } };
    const { bytes, summary } = await writeWhole(misp, [record, { place: {}, digests }], { setName: 'Set "1"' });
    expect(summary.notCarried).toEqual([{ what: 'unknownMembers', records: 1 }]);
    const { Event } = JSON.parse(bytes.toString()) as { Event: { info: string; Object: { uuid: string }[] } };
    expect(Event.info).toBe('Set "1"');
    expect(new Set(Event.Object.map(({ uuid }) => uuid)).size).toBe(2);
    const [read] = (await readWhole(misp, bytes)).records;
    expect(read?.attributes?.names).toEqual(['a', 'b|c']);
    expect([...(read?.attributes?.unknownMembers?.keys() ?? [])]).toEqual(['sha512']);
  });
});
