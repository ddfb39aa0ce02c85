import * as fc from 'fast-check';

/** Lists of VICS entries that are mostly written in one way, as the field has them, and odd ones among them. */

const md5 = '900150983CD24FB0D6963F7D28E17F72';

/** Texts of JSON values, plain and otherwise. */
const anyValue = fc.oneof(
  fc.constantFrom(
    '"true"',
    '"false"',
    '"True"',
    '""',
    '"tru\\u0065"',
    '"é"',
    '"a\tb"',
    '"a\u007f"',
    '"a,b"',
    '"}"',
    '"\\""',
  ),
  fc.constantFrom(
    '0',
    '1',
    '12',
    '-1',
    '-0',
    '1.5',
    '1e3',
    '1E-2',
    '999999999999999',
    '1234567890123456',
    '12345678901234567890',
  ),
  fc.constantFrom('true', 'false', 'null', '[]', '{}', '[{"HashName":"PhotoDNA","HashValue":"x"}]', '{"a":1,"a":2}'),
  fc.constantFrom(
    `"${md5}"`,
    `"${md5.toLowerCase()}"`,
    `"${md5.slice(1)}"`,
    `" ${md5}"`,
    `"${md5.slice(1)}g"`,
    `"${md5}1234abcd"`,
  ),
  fc.string({ unit: 'binary', maxLength: 5 }).map((text) => JSON.stringify(text)),
);

/** By name: values that lists have there, so that entries often yield records. */
const usualValues: ReadonlyMap<string, fc.Arbitrary<string>> = new Map([
  ['MD5', fc.constantFrom(`"${md5}"`, `"${md5.toLowerCase()}"`, `"${'0'.repeat(32)}"`)],
  ['md5', fc.constantFrom(`"${md5}"`, `"${md5.toLowerCase()}"`)],
  ['SHA1', fc.constantFrom(`"${md5}0123abcd"`, '""')],
  ['SHA256', fc.constantFrom(`"${md5}${md5.toLowerCase()}"`)],
  ['MediaSize', fc.oneof(fc.nat().map(String), fc.constantFrom('"12"', '"012"', '""'))],
  ['Category', fc.oneof(fc.nat({ max: 9 }).map(String), fc.constantFrom('"3"', '"03"'))],
  ['VictimIdentified', fc.constantFrom('"true"', '"false"')],
  ['Tags', fc.constantFrom('"a"', '"a b"', '" a"', '"a,b"', '""', '" "')],
  ['Series', fc.constantFrom('"S"', '""', '"a/b"')],
  ['MimeType', fc.constantFrom('"image/png"', '"VIDEO/mp4"', '"text/plain"', '"imagex"', '""')],
  ['Name', fc.constantFrom('"x.jpg"', '""')],
  ['RelativeFilePath', fc.constantFrom('"a/x.jpg"', '"x.jpg"')],
  ['DateUpdated', fc.constantFrom('"2023-06-07T02:01:00.8300Z"', '""')],
]);
const someNames = [
  'MD5',
  'md5',
  'SHA1',
  'SHA256',
  'MediaSize',
  'mediasize',
  'Category',
  'VictimIdentified',
  'Series',
  'Tags',
];
const otherNames = [
  'MimeType',
  'Name',
  'RelativeFilePath',
  'odata.id',
  'MediaID',
  'DateUpdated',
  '__proto__',
  'constructor',
  'é',
  'a b',
  '',
];

/** As text of a JSON array. */
export const arrayText = fc
  .record({
    names: fc.array(fc.constantFrom(...someNames, ...otherNames), { minLength: 1, maxLength: 7 }),
    blanks: fc.array(fc.constantFrom('', ' ', '\n  ', '\r\n\t'), { minLength: 5, maxLength: 5 }),
  })
  .chain(({ names, blanks: [open, colon, after, comma, close] }) => {
    const value = (member: string) => {
      const usual = usualValues.get(member);
      return usual === undefined
        ? anyValue
        : fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: anyValue });
    };
    const entry = fc.tuple(...names.map(value)).map((values) => {
      const members = values.map(
        (text, index) => `${open}${JSON.stringify(names[index])}${colon}:${after}${text}${comma}`,
      );
      return `{${members.join(',')}${close}}`;
    });
    const oddEntry = fc.constantFrom('{}', `{"MD5":"${md5}"}`, `{ "MD5" : "${md5}" }`, '{"MD5":01}', '7');
    const entries = fc.array(fc.oneof({ weight: 20, arbitrary: entry }, { weight: 1, arbitrary: oddEntry }), {
      maxLength: 8,
    });
    return entries.map((texts) => `[${texts.join(`${comma},${open}`)}]`);
  });
