import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/containers/text/text-decoding.ts';

const text = 'Größe;Ergebnis\r\nŠ – “ok”;ja\r\n';

function swapped(utf16: Buffer): Buffer {
  return Buffer.from(utf16).swap16();
}

/** The windows-1252 bytes of `text`, by its code chart. */
const windows1252 = Buffer.from(
  text.replaceAll(/[Š–“”]/g, (letter) => ({ Š: '\x8a', '–': '\x96', '“': '\x93', '”': '\x94' })[letter] ?? letter),
  'latin1',
);

describe('decoding', () => {
  it.each([
    ['utf-8', Buffer.from(text), 'utf-8', false],
    ['utf-8 with mark', Buffer.from(`\ufeff${text}`), 'utf-8', true],
    ['utf-16le with mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', true],
    ['utf-16be with mark', swapped(Buffer.from(`\ufeff${text}`, 'utf16le')), 'utf-16be', true],
    ['utf-16le without mark', Buffer.from(text, 'utf16le'), 'utf-16le', false],
    ['utf-16be without mark', swapped(Buffer.from(text, 'utf16le')), 'utf-16be', false],
    ['windows-1252', windows1252, 'windows-1252', false],
  ])('%s', (_title, bytes, encoding, byteOrderMark) => {
    expect(decodeText(bytes, 'reply')).toEqual({ text, encoding, byteOrderMark, isCutOff: false });
  });

  it('notices an end in the middle of a character, and still knows the encoding', () => {
    const utf8 = Buffer.from('Name;ü');
    expect(decodeText(utf8.subarray(0, -1), 'reply')).toMatchObject({
      encoding: 'utf-8',
      isCutOff: true,
      text: 'Name;',
    });
    const utf16 = Buffer.from('\ufeffName', 'utf16le');
    expect(decodeText(utf16.subarray(0, -1), 'reply')).toMatchObject({ encoding: 'utf-16le', isCutOff: true });
  });

  it('refuses UTF-32 and broken UTF-16', () => {
    const utf32 = Buffer.from([0xff, 0xfe, 0, 0, 0x4d, 0, 0, 0]);
    expect(() => decodeText(utf32, 'reply')).toThrow(expect.objectContaining({ code: 'INPUT_DAMAGED' }));
    const loneSurrogate = Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]);
    expect(() => decodeText(loneSurrogate, 'reply')).toThrow(expect.objectContaining({ code: 'INPUT_DAMAGED' }));
  });

  it.each(['\n', '\r', '\r\n'])('counts lines ending in %j up to one that is too long', (lineEnd) => {
    const bytes = Buffer.from(`a${lineEnd}b${lineEnd}${'x'.repeat(1_100_000)}`);
    expect(() => decodeText(bytes, 'reply')).toThrow(
      expect.objectContaining({ code: 'INPUT_TOO_LARGE', place: { line: 3 } }),
    );
    expect(() => decodeText(Buffer.from(bytes.toString(), 'utf16le'), 'reply')).toThrow(
      expect.objectContaining({ code: 'INPUT_TOO_LARGE', place: { line: 3 } }),
    );
  });

  it('takes a document of many short lines, however long it is', () => {
    const lines = `${'x'.repeat(99)}\r`.repeat(20_000);
    expect(decodeText(Buffer.from(lines), 'reply').text).toBe(lines);
  });
});
