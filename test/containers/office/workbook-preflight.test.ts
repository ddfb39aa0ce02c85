import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { readBytes, writeWorkbook } from '../reading.ts';
import { entryOf, type RawEntry, withParts, zipOf } from '../archives/zip-bytes.ts';

const sound = writeWorkbook({ S: [['MD5', 'Result']] });

const billionLaughs = `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}">]>`;

/** A part of zeros that deflates a thousandfold. */
function bomb(name: string, sizeBytes: number): RawEntry {
  const zeros = Buffer.alloc(sizeBytes);
  return { name, deflated: deflateRawSync(zeros, { level: 1 }), sizeBytes, crc: crc32(zeros) };
}

describe('hostile workbooks', () => {
  it('a zip bomb is refused from its directory, without being unpacked', async () => {
    const part = bomb('xl/worksheets/sheet1.xml', 50_000_000);
    const parts = Array.from({ length: 20 }, (_, index) => ({ ...part, name: `xl/worksheets/sheet${index}.xml` }));
    const bytes = zipOf([
      entryOf('[Content_Types].xml', '<Types/>'),
      entryOf('xl/workbook.xml', '<workbook/>'),
      ...parts,
    ]);
    const before = process.memoryUsage().rss;
    await expect(readBytes(bytes, 'reply.xlsx')).rejects.toMatchObject({ code: 'INPUT_HOSTILE' });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it('a bomb that lies about its size is refused too', async () => {
    const liar = { ...bomb('xl/worksheets/sheet1.xml', 50_000_000), sizeBytes: 1000 };
    const bytes = zipOf([entryOf('[Content_Types].xml', '<Types/>'), entryOf('xl/workbook.xml', '<workbook/>'), liar]);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_HOSTILE' });
  });

  it.each([
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
    '[Content_Types].xml',
    '_rels/.rels',
  ])('an entity bomb in %s is refused', async (part) => {
    const bytes = withParts(sound, (name, xml) => (name === part ? xml.replace(/<\?xml[^>]*\?>/, billionLaughs) : xml));
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_HOSTILE' });
  });

  it('a document type cannot hide in UTF-16', async () => {
    const hidden = entryOf('xl/extra.xml', Buffer.from(`\ufeff${billionLaughs}<w/>`, 'utf16le'));
    const bytes = zipOf([
      entryOf('[Content_Types].xml', '<Types/>'),
      entryOf('xl/workbook.xml', '<workbook/>'),
      hidden,
    ]);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_HOSTILE' });
  });

  it('more cells than a report has are refused before they are parsed', async () => {
    const cells = `<row r="1">${'<c/>'.repeat(3_000_001)}</row>`;
    const sheet = `<worksheet><sheetData>${cells}</sheetData></worksheet>`;
    const bytes = withParts(sound, (name, xml) => (name === 'xl/worksheets/sheet1.xml' ? sheet : xml));
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
  });

  it('bytes that do not match their checksum are refused', async () => {
    const entry = entryOf('xl/workbook.xml', '<workbook/>');
    const bytes = zipOf([entryOf('[Content_Types].xml', '<Types/>'), { ...entry, crc: entry.crc ^ 1 }]);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });
});

describe('protected workbooks', () => {
  it('an encrypted .xlsx is told by its package stream', async () => {
    const file = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(file, 'EncryptionInfo', Buffer.alloc(248, 4));
    XLSX.CFB.utils.cfb_add(file, 'EncryptedPackage', Buffer.alloc(8192, 0x5a));
    const bytes = Uint8Array.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
    await expect(readBytes(bytes)).rejects.toMatchObject({
      code: 'INPUT_ENCRYPTED',
      hint: expect.stringContaining('password'),
    });
  });

  it('a protected .xls is told by its FILEPASS record', async () => {
    const plain = XLSX.CFB.read(Buffer.from(writeWorkbook({ S: [['MD5']] }, 'biff8')), { type: 'buffer' });
    const stream = Buffer.from(XLSX.CFB.find(plain, '/Workbook')?.content as Uint8Array);
    const afterBegin = 4 + stream.readUInt16LE(2);
    const filePass = Buffer.concat([Buffer.from([0x2f, 0, 6, 0]), Buffer.alloc(6)]);
    const file = XLSX.CFB.utils.cfb_new();
    const guarded = Buffer.concat([stream.subarray(0, afterBegin), filePass, stream.subarray(afterBegin)]);
    XLSX.CFB.utils.cfb_add(file, 'Workbook', guarded);
    const bytes = Uint8Array.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_ENCRYPTED' });
  });
});
