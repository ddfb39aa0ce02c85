import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathBytesOfText, pathTextOfBytes } from '../../src/files/path-text.ts';

const bytesLikeNames = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('\\', '\\x41', '\\x', '\ufeff', '\ufffd', '\n', '/').map((text) => Buffer.from(text)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => Buffer.concat(parts));

describe('pathTextOfBytes', () => {
  it('leads back to the bytes, whatever they are', () => {
    fc.assert(
      fc.property(bytesLikeNames, (bytes) => {
        expect(Buffer.from(pathBytesOfText(pathTextOfBytes(bytes)))).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('is always well-formed text', () => {
    fc.assert(
      fc.property(bytesLikeNames, (bytes) => {
        expect(pathTextOfBytes(bytes).isWellFormed()).toBe(true);
      }),
    );
  });

  it.each([
    ['plain UTF-8', Buffer.from('photos/Käse 写真.jpg'), 'photos/Käse 写真.jpg'],
    ['a byte order mark, kept', Buffer.from('\ufeffa'), '\ufeffa'],
    ['a Latin-1 letter', Buffer.from('K\xe4se', 'latin1'), 'K\\xe4se'],
    ['a backslash', Buffer.from('a\\b'), 'a\\x5cb'],
    ['a name that looks escaped', Buffer.from('\\xe4'), '\\x5cxe4'],
    ['a cut sequence between whole ones', Buffer.from([0xc3, 0xa4, 0xc3, 0x61]), 'ä\\xc3a'],
    ['an overlong slash', Buffer.from([0xc0, 0xaf]), '\\xc0\\xaf'],
    ['half of a surrogate pair', Buffer.from([0xed, 0xa0, 0x80]), '\\xed\\xa0\\x80'],
    ['a replacement character that is really there', Buffer.from('\ufffd'), '\ufffd'],
    ['nothing', Buffer.alloc(0), ''],
  ])('writes %s', (_, bytes, text) => {
    expect(pathTextOfBytes(bytes)).toBe(text);
  });
});

describe('pathBytesOfText', () => {
  it('takes a backslash of somebody else for itself', () => {
    expect(Buffer.from(pathBytesOfText('a\\b\\xzz\\x4')).toString()).toBe('a\\b\\xzz\\x4');
  });

  it('reads capital letters too', () => {
    expect([...pathBytesOfText('\\xE4')]).toEqual([0xe4]);
  });
});
