import { abc, fox, named, of, type TortureRow } from './row.ts';

function attribute(more: object = {}, value: unknown = abc.md5): object {
  return { type: 'md5', value, ...more };
}

function file(...attributes: readonly object[]): object {
  return { name: 'file', Attribute: attributes };
}

function event(members: object): string {
  return JSON.stringify({ Event: { info: 'x', ...members } });
}

const abcOnly = of({ md5: abc.md5 });

const rows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'nothing',
    content: '',
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } },
  },
  {
    title: 'an event of no attributes',
    content: event({ Attribute: [], Object: [] }),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'an event that is cut off behind a whole attribute',
    content: event({ Attribute: [attribute()] }).slice(0, -2),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  { title: 'something behind its end', content: `${event({ Attribute: [] })}x`, kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'attributes where nobody looks for them',
    content: JSON.stringify({ event: { Attribute: [attribute()] } }),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
  },
  {
    title: 'one attribute in place of a list, of the event and of an object of any template',
    content: event({ Attribute: attribute(), Object: [{ name: 'x', Attribute: attribute({}, fox.md5) }] }),
    kept: [abcOnly, of({ md5: fox.md5 })],
    imported: { exit: 0, answer: { records: 2, issues: 0 } },
  },
  {
    title: 'an attribute twice, and as an object',
    content: event({ Attribute: [attribute(), attribute()], Object: [file(attribute())] }),
    kept: [abcOnly, abcOnly, abcOnly],
    imported: { exit: 0, answer: { records: 3, duplicates: 2 } },
  },
  {
    title: 'an attribute that is deleted and there again',
    content: event({ Attribute: [attribute(), attribute({ deleted: true }), attribute({}, fox.md5), attribute()] }),
    kept: [abcOnly, of({ md5: fox.md5 }), abcOnly],
    removed: [abcOnly],
  },
  {
    title: 'digests of 31 digits, as an object, of nothing, of another algorithm, two that differ, and none',
    content: event({
      Attribute: [
        attribute({}, abc.md5.slice(1)),
        attribute({}, {}),
        attribute({}, ''),
        attribute({ type: 'filename|sha512' }, `a|${abc.sha256}${abc.sha256}`),
      ],
      Object: [file(attribute(), attribute({}, fox.md5)), file()],
    }),
    kept: [],
    issues: [
      '1 digest-length',
      '2 value-missing',
      '3 not-a-digest',
      '4 algorithm-not-kept',
      '5 digests-differ',
      '6 no-digest',
    ],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a member twice, with another value',
    content: `{"Attribute":[{"type":"md5","value":"${abc.md5}","value":"${fox.md5}"}]}`,
    kept: [],
    issues: ['1 member-repeated'],
  },
  {
    title: 'sizes that are none, and two that differ',
    content: event({
      Object: [
        file(attribute(), { type: 'size-in-bytes', value: '-1' }),
        file(attribute(), { type: 'size-in-bytes', value: '9'.repeat(400) }),
        file(attribute(), { type: 'size-in-bytes', value: 1 }, { type: 'size-in-bytes', value: 2 }),
      ],
    }),
    kept: [abcOnly, abcOnly],
    issues: ['3 sizes-differ'],
  },
  {
    title: 'members called __proto__, and names that are a formula or lead out of the folder',
    content: JSON.stringify([
      { Attribute: [attribute({ type: 'filename|md5' }, `=1+1|${abc.md5}`)] },
      { Attribute: [attribute({ type: 'filename|md5' }, `../../a|b|${abc.md5}`)] },
    ]).replace('[{', '[{"__proto__":{"Attribute":1},'),
    kept: [named({ md5: abc.md5 }, '=1+1'), named({ md5: abc.md5 }, '../../a|b')],
    imported: { exit: 0, isNamed: true, answer: { records: 2 } },
  },
  {
    title: 'nesting without end',
    content: `${'{"Event":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'a value of more than 8 MiB',
    content: event({ Attribute: [attribute({ comment: 'x'.repeat(9_000_000) })] }),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
  {
    title: 'a NUL between two attributes',
    content: event({ Attribute: [attribute(), attribute()] }).replace('},{', '},\0{'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(event({ Attribute: [attribute({ comment: '\xfc' })] }), 'latin1'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
];

export const misp: readonly TortureRow[] = rows.map((row) => ({ format: 'misp', ...row }));
