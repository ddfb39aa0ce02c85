import { abc, fox, of, type TortureRow } from './row.ts';

/** A hash set of these entries; text is taken as it is. */
function set(value: unknown, region = 'Default'): string {
  const context = `http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/${region}/$metadata#Media`;
  return `{"@odata.context":"${context}","value":${typeof value === 'string' ? value : JSON.stringify(value)}}`;
}

const abcOnly = of({ md5: abc.md5 });

function category(value: number, region: string) {
  return of({ md5: abc.md5 }, { attributes: { vicsCategory: { value, scheme: `vics-2/${region}` } } });
}

function unknown(name: string, value: unknown) {
  return of({ md5: abc.md5 }, { attributes: { unknownMembers: new Map([[name, value]]) } } as object);
}

const rows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'an empty list',
    content: set([]),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'categories 0, null, and as text, of another region',
    content: set(
      [0, null, '2', 1].map((Category) => ({ MD5: abc.md5, Category })),
      'US',
    ),
    kept: [category(0, 'US'), abcOnly, category(2, 'US'), category(1, 'US')],
    imported: { exit: 0, answer: { records: 4, duplicates: 3 } },
  },
  {
    title: 'truth as text, and text that is no truth',
    content: set([
      { MD5: abc.md5, VictimIdentified: 'true' },
      { MD5: abc.md5, VictimIdentified: 'yes' },
    ]),
    kept: [of({ md5: abc.md5 }, { attributes: { victimIdentified: true } }), unknown('VictimIdentified', 'yes')],
  },
  {
    title: 'sizes as text, and impossible ones',
    content: set(['123', 123, -1].map((MediaSize) => ({ MD5: abc.md5, MediaSize }))),
    kept: [
      of({ md5: abc.md5 }, { sizeBytes: 123 }),
      of({ md5: abc.md5 }, { sizeBytes: 123 }),
      unknown('MediaSize', -1),
    ],
  },
  {
    title: 'an empty MD5, with another digest and without',
    content: set([{ MD5: '', SHA1: abc.sha1 }, { MD5: fox.md5 }, { MD5: '' }]),
    kept: [of({ sha1: abc.sha1 }), of({ md5: fox.md5 })],
    issues: ['3 no-digest'],
    imported: { exit: 1, answer: { records: 2, issues: 1, written: true } },
  },
  {
    title: 'a member twice, the same and another',
    content: set(`[{"MD5":"${abc.md5}","MD5":"${abc.md5}"},{"MD5":"${abc.md5}","MD5":"${fox.md5}"}]`),
    kept: [abcOnly],
    issues: ['2 member-repeated'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'members that nobody knows',
    content: set([{ MD5: abc.md5, Foo: 'bar' }]),
    kept: [unknown('Foo', 'bar')],
  },
  {
    title: 'a date that is none',
    content: set([{ MD5: abc.md5, DateUpdated: '2020-01-01T00:00:00+01:00Z' }]),
    kept: [unknown('DateUpdated', '2020-01-01T00:00:00+01:00Z')],
  },
  {
    title: 'the context behind the entries',
    content: `{"value":[{"MD5":"${abc.md5}"}],"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/$metadata#Media"}`,
    kept: [abcOnly],
    issues: ['0 context-missing'],
  },
  {
    title: 'one object in place of the list',
    content: set({ MD5: abc.md5 }),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  {
    title: 'a file that is cut off behind a whole entry',
    content: set([{ MD5: abc.md5 }, { MD5: fox.md5 }]).slice(0, -2),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  { title: 'something behind its end', content: `${set([{ MD5: abc.md5 }])} x`, kept: [], fails: 'INPUT_DAMAGED' },
];

export const vics2: readonly TortureRow[] = rows.map((row) => ({ format: 'vics-2', ...row }));
