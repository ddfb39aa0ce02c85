import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalAt, decodeHexadecimal, writeDecimal } from '../../src/core/ascii-bytes.ts';
import { viewOf } from '../../src/core/byte-words.ts';

function decoded(text: string, from: number, sizeBytes: number): string | undefined {
  const target = Buffer.alloc(sizeBytes + 2, 0xee);
  const isDigits = decodeHexadecimal(viewOf(Buffer.from(text, 'latin1')), from, target, 1, sizeBytes);
  expect([target[0], target.at(-1)]).toEqual([0xee, 0xee]);
  return isDigits ? target.toString('hex', 1, sizeBytes + 1) : undefined;
}

describe('hexadecimal digits', () => {
  it('become the bytes that they stand for, in either case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.boolean(), (bytes, upper) => {
        const digits = Buffer.from(bytes).toString('hex');
        expect(decoded(`.${upper ? digits.toUpperCase() : digits}`, 1, bytes.length)).toBe(digits);
      }),
    );
  });

  it('are told from any other byte in any place', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const isDigit = /[0-9a-f]/i.test(String.fromCharCode(byte));
      for (const at of [0, 1, 6, 7]) {
        const text = [...'12ab34CD'].with(at, String.fromCharCode(byte)).join('');
        expect(decoded(text, 0, 4) !== undefined).toBe(isDigit);
      }
    }
  });
});

describe('decimal digits', () => {
  it('are written and read back, behind each other', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999_999_999 }), fc.nat({ max: 3 }), (number, at) => {
        const target = Buffer.alloc(20);
        const end = writeDecimal(target, at, number);
        expect(target.toString('latin1', at, end)).toBe(String(number));
        expect(decimalAt(target, at, end)).toBe(number);
      }),
      {
        examples: [
          [0, 0],
          [9, 1],
          [10, 2],
          [999_999_999_999_999, 0],
        ],
      },
    );
  });
});
