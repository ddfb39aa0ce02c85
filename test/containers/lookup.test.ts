import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { recogniseContainer } from '../../src/containers/lookup.ts';
import { readBytes, writeWorkbook } from './reading.ts';
import { entryOf, zipOf } from './archives/zip-bytes.ts';

function compoundFile(streams: readonly string[]): Uint8Array {
  const file = XLSX.CFB.utils.cfb_new();
  for (const name of streams) XLSX.CFB.utils.cfb_add(file, name, Buffer.alloc(600, 1));
  return Uint8Array.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

/** Bytes of a fixed generator (xorshift32), so that the test is the same each time. */
function noise(length: number): Uint8Array {
  let state = 0x9e3779b9;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

describe('containers', () => {
  it('are told by content, not by name', () => {
    const idOf = (bytes: Uint8Array) => recogniseContainer({ bytes, name: 'wrong.pdf' }).id;
    expect(idOf(Buffer.from('MD5,Result\n'))).toBe('delimited-text');
    expect(idOf(writeWorkbook({ S: [['MD5']] }))).toBe('workbook');
    expect(idOf(writeWorkbook({ S: [['MD5']] }, 'biff8'))).toBe('workbook');
    expect(idOf(writeWorkbook({ S: [['MD5']] }, 'ods'))).toBe('ods');
    expect(idOf(Buffer.from('\ufeff <html><table>'))).toBe('html');
    expect(idOf(zipOf([entryOf('[Content_Types].xml', '<x/>'), entryOf('word/document.xml', '<x/>')]))).toBe('docx');
  });

  it.each([
    ['random bytes', noise(4096), 'neither text nor a workbook'],
    ['NUL bytes', Buffer.alloc(4096), 'neither text nor a workbook'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'a picture'],
    ['a binary workbook', zipOf([entryOf('[Content_Types].xml', '<x/>'), entryOf('xl/workbook.bin', 'x')]), 'xlsb'],
    [
      'a drawing of OpenDocument',
      zipOf([entryOf('mimetype', 'application/vnd.oasis.opendocument.graphics')]),
      'an OpenDocument file',
    ],
    [
      'a presentation',
      zipOf([entryOf('[Content_Types].xml', '<x/>'), entryOf('ppt/slides/slide1.xml', 'x')]),
      'an Office',
    ],
    [
      'a tar archive',
      Buffer.concat([Buffer.alloc(257, 0x61), Buffer.from('ustar\0'), Buffer.alloc(249)]),
      'a tar archive',
    ],
    ['a 7-Zip archive', Buffer.from("7z\xbc\xaf'\x1c", 'latin1'), 'a 7-Zip archive'],
    ['a RAR archive', Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'), 'a RAR archive'],
    ['an old Word document', compoundFile(['WordDocument']), 'an Office document, but no workbook'],
    ['XML', Buffer.from('<?xml version="1.0"?><a/>'), 'an XML document'],
    ['JSON', Buffer.from('{"value": []}'), 'JSON'],
  ])('refuse %s and say what it is', async (_title, bytes, what) => {
    await expect(readBytes(bytes)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining(what),
      hint: expect.stringMatching(/\.$/),
    });
  });

  it('tell what carries other documents', () => {
    const idOf = (bytes: Uint8Array) => recogniseContainer({ bytes, name: 'reply.csv' }).id;
    expect(idOf(Buffer.from('Received: from a\r\nFrom: b\r\nSubject: c\r\n\r\ntext'))).toBe('mail');
    expect(idOf(zipOf([entryOf('a.txt', 'x')]))).toBe('zip');
    expect(idOf(Buffer.from([0x1f, 0x8b, 8, 0]))).toBe('gzip');
  });

  it.each([
    ['PGP', Buffer.from('-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n')],
    ['S/MIME', Buffer.from('3082010006092a864886f70d010703a0820100', 'hex')],
  ])('say that a message encrypted with %s is', async (program, bytes) => {
    await expect(readBytes(bytes)).rejects.toMatchObject({
      code: 'INPUT_ENCRYPTED',
      message: expect.stringContaining(`encrypted with ${program}`),
      hint: expect.stringContaining('unencrypted'),
    });
  });

  it('tell text in UTF-16 whose letters have the bytes of control characters', () => {
    const bytes = Buffer.from(`\ufeff${'–‐‘’“”…'.repeat(9)}`, 'utf16le');
    expect(recogniseContainer({ bytes, name: 'reply' }).id).toBe('delimited-text');
  });

  it('refuse an empty file', async () => {
    await expect(readBytes('')).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  });
});
