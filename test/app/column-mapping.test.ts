import { describe, expect, it } from 'vitest';
import { parseColumnMapping } from '../../src/app/column-mapping.ts';

describe('--map', () => {
  it('says what columns hold, in the words of many programs, and what is the same for all', () => {
    const texts = [
      'Hash Value = SHA-1',
      'a=b=file name',
      'MD5: =skip',
      'series:=Operation X := Y',
      'Media Type := image',
    ];
    expect(parseColumnMapping(texts)).toEqual({
      columns: new Map([
        ['Hash Value', 'sha1'],
        ['a=b', 'path'],
        ['MD5:', 'skip'],
      ]),
      fixed: new Map([
        ['series', 'Operation X := Y'],
        ['kind', 'image'],
      ]),
    });
    expect(parseColumnMapping([])).toEqual({});
  });

  it.each([
    [['md5'], /Write "TITLE=md5"/],
    [['=md5'], /Write "TITLE=md5"/],
    [['a=md55'], /Did you mean md5/],
    [['a=__proto__'], /One of skip, hash, md5/],
    [['md5:=900150983cd24fb0d6963f7d28e17f72'], /series/],
    [['seris:=x'], /Did you mean series/],
    [['a=md5', 'a=sha1'], /once/],
    [['series:=a', 'Series Name:=b'], /once/],
  ])('refuses %j', (texts, hint) => {
    expect(() => parseColumnMapping(texts)).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: expect.stringMatching(hint) }),
    );
  });
});
