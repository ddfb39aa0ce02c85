import { describe, expect, it } from 'vitest';
import type { FixedColumn } from '../../src/hashsets/csv-columns.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { readWhole } from './reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';

function fixed(values: { readonly [C in FixedColumn]?: string }) {
  return { fixed: new Map(Object.entries(values) as [FixedColumn, string][]) };
}

describe('a value for every record', () => {
  it('stands in records of any format', async () => {
    const said = fixed({ series: 'Operation X', kind: 'video', is_distributed: 'yes', tags: '["a","b"]' });
    const { records } = await readWhole(getFormat('plain'), `${md5}\n`, said);
    expect(records).toEqual([
      {
        place: { line: 1 },
        digests: { md5 },
        kind: 'video',
        attributes: { series: 'Operation X', isDistributed: true, tags: ['a', 'b'] },
      },
    ]);
  });

  it('goes behind what the file says', async () => {
    const text = `md5,series,kind,vics_category\n${md5},S,image,0\n${md5},,unknown,\n`;
    const said = fixed({ series: 'F', kind: 'video', vics_category: '3', vics_scheme: 'vics-2/US' });
    const { records } = await readWhole(getFormat('csv'), text, said);
    expect(records.map(({ kind, attributes }) => [kind, attributes])).toEqual([
      ['image', { series: 'S', vicsCategory: { value: 0, scheme: 'vics-2/US' } }],
      ['video', { series: 'F', vicsCategory: { value: 3, scheme: 'vics-2/US' } }],
    ]);
  });

  it('of a scheme leaves schemes that the file names, and records without number', async () => {
    const text = `md5,vics_category,vics_scheme\n${md5},1,vics-2/UK\n${md5},,\n`;
    const { records } = await readWhole(getFormat('csv'), text, fixed({ vics_scheme: 'vics-2/US' }));
    expect(records.map(({ attributes }) => attributes)).toEqual([
      { vicsCategory: { value: 1, scheme: 'vics-2/UK' } },
      undefined,
    ]);
  });

  it.each([
    { kind: 'pictures' },
    { is_distributed: 'perhaps' },
    { vics_category: 'A' },
    { series: '' },
  ] as const)('is refused where it is none: %j', async (values) => {
    await expect(readWhole(getFormat('plain'), `${md5}\n`, fixed(values))).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is not taken for columns where the format has none', async () => {
    const columns = new Map([['a', 'md5' as const]]);
    await expect(readWhole(getFormat('plain'), `${md5}\n`, { columns })).rejects.toMatchObject({
      code: 'FORMAT_CANNOT',
    });
  });
});
