import * as fc from 'fast-check';
import type { Digests } from '../../src/core/digest.ts';
import { mediaKinds } from '../../src/core/media.ts';
import type { MediaAttributes } from '../../src/core/media-attributes.ts';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';

function hexadecimal(length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
}

/** Texts that formats stumble over: delimiters, quotes, line ends, formulas, other alphabets, halves of surrogate pairs. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'ab,;\t"\'\\\r\n=+-@[]{} |#%é'), maxLength: 12 }),
  fc.constantFrom(
    '=cmd()',
    "'=a",
    "''-1",
    '="x"',
    '["a"]',
    '-',
    './-',
    'a, b',
    '../a\\b/c.jpg',
    '\ud800',
    '\u00a0',
    '#x',
  ),
);

const json = fc.jsonValue({ maxDepth: 2 });

const attributes: fc.Arbitrary<MediaAttributes> = fc
  .record(
    {
      vicsCategory: fc.record({
        value: fc.nat(255),
        scheme: fc.constantFrom('vics-2/Default', 'vics-2/US', 'vics-1'),
      }),
      series: text,
      contact: text,
      victimIdentified: fc.boolean(),
      offenderIdentified: fc.boolean(),
      isDistributed: fc.boolean(),
      tags: fc.array(text, { maxLength: 3 }),
      comments: text,
      photoDna: text,
      mimeType: fc.oneof(text, fc.constantFrom('image/png', 'video/mp4', 'application/pdf')),
      names: fc.array(text, { maxLength: 3 }),
      unknownMembers: fc
        .array(fc.tuple(fc.oneof(text, fc.constantFrom('__proto__', 'MediaFiles', 'Series', 'DateUpdated')), json), {
          maxLength: 3,
        })
        .map((members) => new Map<string, unknown>(members)),
    },
    { requiredKeys: [] },
  )
  .map((value): MediaAttributes => value);

/** Records as the database might hold them. */
export const arbitraryRecord: fc.Arbitrary<HashSetRecord> = fc
  .record(
    {
      digests: fc.record(
        { md5: hexadecimal(32), sha1: hexadecimal(40), sha256: hexadecimal(64), blake3: hexadecimal(64) },
        { requiredKeys: [] },
      ),
      kind: fc.constantFrom(...mediaKinds),
      sizeBytes: fc.maxSafeNat().map((number) => number % 10 ** 15),
      attributes,
    },
    { requiredKeys: ['digests'] },
  )
  .map(({ digests, ...rest }) => ({ place: { line: 1 }, digests: digests as Digests, ...rest }));
