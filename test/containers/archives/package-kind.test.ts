import { describe, expect, it } from 'vitest';
import { packageKindOf } from '../../../src/containers/archives/package-kind.ts';
import { writeWorkbook } from '../reading.ts';
import { entryOf, zipOf } from './zip-bytes.ts';

const types = entryOf('[Content_Types].xml', '<Types/>');

describe('what a zip archive is', () => {
  it.each([
    ['workbook', zipOf([types, entryOf('xl/workbook.xml', '')])],
    ['binary-workbook', zipOf([types, entryOf('xl/workbook.bin', '')])],
    ['word-document', zipOf([entryOf('word/document.xml', ''), types])],
    ['office-document', zipOf([types, entryOf('ppt/slides/slide1.xml', '')])],
    ['open-document', zipOf([entryOf('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')])],
    ['open-document', zipOf([entryOf('content.xml', ''), entryOf('META-INF/manifest.xml', '')])],
    ['archive', zipOf([entryOf('mimetype', 'application/epub+zip'), entryOf('a.xhtml', '')])],
    ['archive', zipOf([entryOf('folder/[Content_Types].xml', ''), entryOf('folder/xl/workbook.xml', '')])],
    ['archive', zipOf([entryOf('xl/a.csv', '')])],
    ['archive', zipOf([])],
  ])('is told by the names of its entries: %s', (kind, bytes) => {
    expect(packageKindOf(bytes)).toBe(kind);
  });

  it('is told of what is left of it, where it is cut off', () => {
    const workbook = writeWorkbook({ S: [['MD5']] });
    const document = zipOf([entryOf('_rels/.rels', 'x'), entryOf('word/document.xml', 'x'.repeat(500)), types]);
    expect(packageKindOf(workbook.subarray(0, workbook.length / 2))).toBe('workbook');
    expect(packageKindOf(document.subarray(0, document.length - 30))).toBe('word-document');
    expect(packageKindOf(zipOf([entryOf('a.csv', 'x')]).subarray(0, 40))).toBe('archive');
  });

  it('is nothing where the bytes are no zip archive', () => {
    expect(packageKindOf(Buffer.from('PKZIP'))).toBeUndefined();
    expect(packageKindOf(Buffer.alloc(0))).toBeUndefined();
  });
});
