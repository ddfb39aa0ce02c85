import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDigest } from '../../src/core/digest.ts';

it('a digest is hexadecimal digits in any letter case and nothing else', () => {
  const digits = fc.constantFrom(...'0123456789abcdefABCDEF');
  const almost = fc.oneof({ weight: 50, arbitrary: digits }, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
  const text = fc.string({ unit: almost, minLength: 31, maxLength: 33 });
  fc.assert(
    fc.property(text, (value) => {
      const expected = /^[0-9a-f]{32}$/i.test(value) ? value.toLowerCase() : undefined;
      expect(parseDigest('md5', value)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
