import { describe, expect, it } from 'vitest';
import { nistCaid } from '../../../src/hashsets/formats/nist-caid.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { codes, readWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const entry = { MediaID: 0, MD5: md5, SHA1: sha1, Category: 8, MediaSize: '3' };

function document(entries: readonly object[], model = '1.2.xml#Media'): string {
  const context = `http://github.com/ICMEC/ProjectVic/DataModels/${model}`;
  return JSON.stringify({ 'odata.metadata': context, value: entries });
}

function recognised(text: string) {
  const { format, reason } = recogniseFormat(Buffer.from(text), { name: 'file' });
  return { id: format.id, reason };
}

describe('nist-caid is recognised', () => {
  it('where every entry is one of NIST, with a reason that says so', () => {
    const { id, reason } = recognised(document([entry, entry]));
    expect(id).toBe('nist-caid');
    expect(reason).toMatch(/VICS 1\.2.*category 8.*lower case.*NIST/);
  });

  it('by the entries that the head holds in whole', () => {
    const text = document(Array.from({ length: 2000 }, () => entry));
    for (let cut = 20_000; cut < 20_150; cut += 1) expect(recognised(text.slice(0, cut)).id).toBe('nist-caid');
  });

  it.each([
    ['another category', { ...entry, Category: 1 }],
    ['a category as text', { ...entry, Category: '8' }],
    ['no category', { ...entry, Category: null }],
    ['an MD5 in upper case', { ...entry, MD5: md5.toUpperCase() }],
    ['a SHA-1 in upper case', { ...entry, SHA1: sha1.toUpperCase() }],
    ['a size as number', { ...entry, MediaSize: 3 }],
    ['a flag', { ...entry, VictimIdentified: 'false' }],
    ['a series', { ...entry, Series: '' }],
  ])('but not where one has %s: then it is vics-1', (_, other) => {
    expect(recognised(document([entry, other, entry])).id).toBe('vics-1');
  });

  it.each(['1.3.xml#Media', '1.1.xml#Media', '1.2.xml#Cases'])('nor with the context %s', (model) => {
    expect(recognised(document([entry], model)).id).toBe('vics-1');
  });

  it('nor without any entry', () => {
    expect(recognised(document([])).id).toBe('vics-1');
  });
});

describe('nist-caid reads', () => {
  it('the number 8 under its own scheme', async () => {
    const { records } = await readWhole(nistCaid, document([entry]));
    expect(records[0]?.attributes?.vicsCategory).toEqual({ value: 8, scheme: 'nist-caid' });
  });

  it.each([
    ['another category', { ...entry, Category: 1 }],
    ['no category', { MD5: md5 }],
    ['a victim', { ...entry, VictimIdentified: 'false' }],
    ['an offender', { ...entry, OffenderIdentified: 'true' }],
    ['distribution', { ...entry, IsDistributed: 'false' }],
    ['a series', { ...entry, Series: 'Invented' }],
  ])('an entry with %s as an issue, never as a known file', async (_, other) => {
    const { records, issues } = await readWhole(nistCaid, document([entry, other, entry]));
    expect(records.map(({ place }) => place.row)).toEqual([1, 3]);
    expect(codes(issues)).toEqual(['2 not-a-known-file']);
  });

  it.each([
    ['another version', document([entry], '1.3.xml#Media')],
    ['cases', document([{ Media: [entry] }], '1.2.xml#Cases')],
    ['no context', JSON.stringify({ value: [entry] })],
  ])('nothing of a document of %s', async (_, text) => {
    await expect(readWhole(nistCaid, text)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('not that of a hash set of VICS 1.2'),
    });
  });
});
