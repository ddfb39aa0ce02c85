import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/core/errors.ts';
import { findFormat, getFormat, type HashSetFormatId, recogniseFormat } from '../../src/hashsets/lookup.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const name = 'list.txt';

function recognised(text: string): string {
  return recogniseFormat(Buffer.from(text), { name }).format.id;
}

function codeOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return undefined;
}

describe('a format is recognised by content', () => {
  it.each<[HashSetFormatId, string]>([
    ['plain', `${md5}\n`],
    ['plain', `MD5\r\n${md5.toUpperCase()}\r\n`],
    ['plain', `# remark\n\n  ${md5}`],
    ['sum', `${md5}  a\n`],
    ['sum', `${md5}  a\nMD5 (b) = ${md5}\n`],
    ['bsd-tag', `MD5 (a) = ${md5}\n`],
    ['bsd-tag', `# remark\nSHA2-512(a)= ${md5.repeat(4)}\nMD5 (-) = ${md5}\n`],
    ['sum', `\\${md5} *a\\n\n`],
    ['hashdeep', '%%%% HASHDEEP-1.0\n'],
    ['csv', `md5,path\n${md5},a\n`],
    ['csv', `sep=;\nName;SHA-1\n`],
    ['csv', `"MD5"\n"${md5}"\n`],
    ['csv', `MD5\tFile Name\n${`${md5}\ta b.jpg\n`.repeat(500)}`],
    ['csv', `MD5\tName\tSize\n${md5}\ta\t3\n${md5}\tb\t4\n`],
    ['sum', `${md5}\ta b.jpg\n`.repeat(500)],
    ['sum', `# MD5\tName\n${md5}\ta b.jpg\n`],
    ['vics-2', `{"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases",`],
    ['vics-1', '{"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media","value":['],
    ['vics-1', '{"odata.metadata":"http:\\/\\/github.com\\/ICMEC\\/ProjectVic\\/DataModels\\/1.1.xml#Cases",'],
    ['vics-2', `{"value":[],"@odata.context":"http://github.com/x/DataModels/2.0.xml/uk/$metadata#Media"}`],
    ['vics-2', `{"value":[{"MediaID":1,"MD5":"${md5}"}]}`],
  ])('%s: %j', (id, text) => {
    expect(recognised(text)).toBe(id);
    expect(recogniseFormat(Buffer.from(`\ufeff${text}`, 'utf16le'), { name }).format.id).toBe(id);
  });

  it('also where the head ends within a line', () => {
    expect(recognised(`${`${md5}\n`.repeat(1000)}${md5.slice(5)}`)).toBe('plain');
  });

  it('a table only for sure where each row has its digests where the heading says', () => {
    const rows = `${md5}\ta\n`.repeat(5);
    expect(recogniseFormat(Buffer.from(`MD5\tName\n${rows}`), { name }).confidence).toBe(0.95);
    for (const row of [`a\t${md5}`, `${md5}\ta\tb`, `${md5}  a`, `"${md5}\ta`]) {
      const { format, confidence } = recogniseFormat(Buffer.from(`MD5\tName\n${rows}${row}\n`), { name });
      expect([format.id, confidence < 0.9]).toEqual(['sum', true]);
    }
  });

  it('and where it is half one and half another, the examiner is asked', () => {
    const error = codeOf(() => recognised(`${md5}\n${md5}  a\n`));
    expect(error).toBe('FORMAT_AMBIGUOUS');
    expect(() => recognised(`${md5}\n${md5}  a\n`)).toThrow(/plain .*sum|sum .*plain/);
  });

  it.each([
    ['FORMAT_UNKNOWN', 'a report of some kind\n'],
    ['FORMAT_UNKNOWN', '{"a":1}'],
    ['FORMAT_UNKNOWN', 'path,size\n'],
    [
      'FORMAT_UNKNOWN',
      '{"@odata.context":"http://github.com/x/DataModels/3.0.xml/US/$metadata#Media","value":[{"MD5":"',
    ],
    ['FORMAT_UNKNOWN', '\0\0\0\0'],
    ['INPUT_EMPTY', ''],
  ])('%s: %j', (code, text) => {
    expect(codeOf(() => recognised(text))).toBe(code);
    expect(Object.keys(errorCatalogue)).toContain(code);
  });
});

describe('a format is found by id', () => {
  it('or not', () => {
    expect(findFormat('vics-2')?.id).toBe('vics-2');
    expect(findFormat('__proto__')).toBeUndefined();
  });

  it('with a suggestion where it was mistyped', () => {
    expect(() => getFormat('vics2')).toThrow(
      expect.objectContaining({ code: 'FORMAT_UNKNOWN', hint: 'Did you mean vics-2?' }),
    );
  });
});
