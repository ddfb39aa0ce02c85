import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytePattern, copyWords, viewOf, wordBytesOf } from '../../src/core/byte-words.ts';

const fewLetters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 24 });

describe('a pattern of bytes', () => {
  it('is found where it stands, and nowhere else', () => {
    fc.assert(
      fc.property(fewLetters, fewLetters, fc.nat({ max: 25 }), (pattern, text, at) => {
        // Within a larger buffer, to whose other bytes nothing may reach.
        const source = wordBytesOf(Buffer.from(`bb${text}aa`).subarray(2, 2 + text.length));
        const found = new BytePattern(Buffer.from(pattern));
        expect(found.isAt(source, at)).toBe(at <= text.length && text.startsWith(pattern, at));
        const rest = text.slice(at);
        const isCutOff = at <= text.length && rest.length < pattern.length && pattern.startsWith(rest);
        expect(found.isCutOffAt(source, at)).toBe(isCutOff);
      }),
      { numRuns: 2000 },
    );
  });

  it('is written with at most three bytes behind it', () => {
    for (let length = 0; length < 12; length += 1) {
      const text = 'abcdefghijkl'.slice(0, length);
      const target = Buffer.alloc(length + 4, '.');
      expect(new BytePattern(Buffer.from(text)).write(viewOf(target), 1)).toBe(length + 1);
      expect(target.toString('latin1', 0, length + 1)).toBe(`.${text}`);
    }
  });
});

describe('bytes that are copied in words', () => {
  it('are those that were meant, to the end of what there is', () => {
    const source = wordBytesOf(Buffer.from('abcdefghijklmnop').subarray(1, 14));
    for (let start = 0; start <= 13; start += 1) {
      for (let end = start; end <= 13; end += 1) {
        const target = Buffer.alloc(20, '.');
        expect(copyWords(source, start, end, viewOf(target), 2)).toBe(2 + end - start);
        expect(target.toString('latin1', 0, 2 + end - start)).toBe(`..${'bcdefghijklmn'.slice(start, end)}`);
      }
    }
  });
});
