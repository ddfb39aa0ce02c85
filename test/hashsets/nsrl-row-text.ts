import * as fc from 'fast-check';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';

export function rowOf(
  fields: Partial<Record<'sha1' | 'md5' | 'crc' | 'name' | 'size' | 'product' | 'system', string>>,
): string {
  const { crc = '352441C2', name = '"abc.bin"', size = '3', product = '1', system = '"WIN"' } = fields;
  return `"${fields.sha1 ?? sha1}","${fields.md5 ?? md5}","${crc}",${name},${size},${product},${system},""`;
}

const text = fc.oneof(
  fc.constantFrom('abc.bin', '    ___', 'a\\b', 'a, b', '', '=1', 'é', 'a""b', '"', 'a\tb', '\0', 'x'.repeat(300)),
  fc.string({ maxLength: 8 }),
);
const number = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', '7', '123456789012345', '007') },
  fc.constantFrom('1234567890123456', '', '1,025', ' 3', '-1'),
);
const digit = fc.constantFrom(...'0123456789abcdefABCDEF');
/** Rows that are mostly as NIST writes them. */
export const nsrlRow = fc
  .record({
    sha1: fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: digit, minLength: 40, maxLength: 40 }) },
      fc.string({ unit: digit, minLength: 39, maxLength: 41 }),
    ),
    md5: fc.oneof({ weight: 4, arbitrary: fc.constant(md5) }, fc.string({ unit: digit, minLength: 31, maxLength: 33 })),
    crc: fc.constantFrom('352441C2', '00000000', '', '3524 1C2', 'é3524412'),
    name: fc.tuple(text, fc.constantFrom(false, false, false, true)).map(([name, bare]) => (bare ? name : `"${name}"`)),
    size: number,
    product: number,
    system: text.map((system) => `"${system}"`),
  })
  .map(rowOf);
/** Another character somewhere in a row. */
export const nsrlDamage = fc.option(fc.tuple(fc.nat(120), fc.constantFrom('"', ',', '', 'g', '0', ' ', '\r')), {
  nil: undefined,
});
