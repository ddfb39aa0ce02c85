import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CriskitError } from '../../../src/core/errors.ts';
import { drawTexts, makePdf, pdfIssuesOf, readPdfBytes, rowsOf, streamOf } from './pdf-bytes.ts';

const name = '11110000abcdef0123456789abcdef01.jpg';
const plain = drawTexts([
  [50, 700, 'Identified Child'],
  [50, 680, name],
]);
const plainRows = ['1.1 Identified Child', `1.2 ${name}`];
const whole = makePdf({ pages: [plain, plain, plain] });
const formObject = '/Type /XObject /Subtype /Form /BBox [0 0 600 800]';

/** In Latin-1, in which each byte of a PDF is a character. */
const edit = (change: (text: string) => string): Buffer => Buffer.from(change(whole.toString('latin1')), 'latin1');

describe('a damaged PDF is refused', () => {
  it('wherever it is cut off', async () => {
    for (let length = 9; length < whole.length - 2; length += 97) {
      await expect(readPdfBytes(whole.subarray(0, length))).rejects.toMatchObject({
        code: 'INPUT_DAMAGED',
        message: expect.stringContaining('cut off'),
        hint: expect.stringContaining('sent again'),
      });
    }
  });

  it.each([
    [
      'with a table of contents that leads nowhere',
      (text: string) => text.replaceAll(/0000000(\d{3}) 00000 n/g, '0000009$1 00000 n'),
    ],
    ['with bytes that were put in', (text: string) => text.replace('%PDF-1.7\n', '%PDF-1.7\n%xx\n')],
    ['with more pages than there are', (text: string) => text.replace('/Count 3', '/Count 9')],
    ['with line ends that were changed', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a page that is lost', (text: string) => text.replace(/\/Kids \[(\d+)/, (all) => all.replace(/\d+/, '99'))],
  ])('%s', async (_title, change) => {
    await expect(readPdfBytes(edit(change))).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });

  it('with a stream that is not as it was written', async () => {
    const packed = deflateSync(plain).toString('latin1');
    const make = (data: string): Buffer =>
      makePdf({
        pages: ['/X Do'],
        resources: '/XObject << /X 10 0 R >>',
        objects: [streamOf(data, `/Filter /FlateDecode ${formObject} /Resources << /Font << /F 3 0 R >> >>`)],
      });
    expect(rowsOf(await readPdfBytes(make(packed)))).toEqual(plainRows);
    const flipped = `${packed.slice(0, -2)}${packed.endsWith('xx') ? 'yy' : 'xx'}`;
    await expect(readPdfBytes(make(flipped))).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });
});

describe('a PDF without text is refused', () => {
  it('with what to ask for', async () => {
    await expect(readPdfBytes(makePdf({ pages: ['', ''] }))).rejects.toMatchObject({
      code: 'FORMAT_CANNOT',
      message: 'reply.pdf holds 2 empty pages and no text',
      hint: 'Ask for the report as a PDF with text, as CSV or as an Excel file.',
    });
    const picture = streamOf(
      'abc',
      '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB',
    );
    const scan = makePdf({
      pages: ['q 600 0 0 800 0 0 cm /X Do Q'],
      resources: '/XObject << /X 10 0 R >>',
      objects: [picture],
    });
    await expect(readPdfBytes(scan)).rejects.toMatchObject({
      code: 'FORMAT_CANNOT',
      message: expect.stringContaining('scan'),
    });
  });
});

describe('what of a page cannot be read is an issue', () => {
  const japanese = [
    '<< /Type /Font /Subtype /Type0 /BaseFont /M /Encoding /90ms-RKSJ-H /DescendantFonts [11 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /M /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 12 0 R >>',
    '<< /Type /FontDescriptor /FontName /M /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent 200 /CapHeight 700 /StemV 80 >>',
  ];
  it.each([
    [
      'a font whose codes are told in a file that is not there',
      {
        pages: [`${plain} BT /G 10 Tf 50 500 Td <82a082a2> Tj ET`],
        resources: '/Font << /F 3 0 R /G 10 0 R >>',
        objects: japanese,
      },
    ],
    ['a font that is not there', { pages: [`${plain} BT /Z 10 Tf 50 500 Td (text) Tj ET`] }],
    ['text without an end', { pages: [`${plain} ( unterminated`] }],
    [
      'a drawing that draws itself',
      {
        pages: [`${plain} /X Do`],
        resources: '/XObject << /X 10 0 R >>',
        objects: [streamOf('/X Do', `${formObject} /Resources << /XObject << /X 10 0 R >> >>`)],
      },
    ],
  ])('%s', async (_title, parts) => {
    const document = await readPdfBytes(makePdf(parts));
    expect(rowsOf(document).slice(0, 2)).toEqual(plainRows);
    expect(document.issues.map(({ code }) => code)).toEqual(['page-incomplete']);
  });
});

describe('a PDF that is built to do harm ends with an error or is read', () => {
  async function outcome(bytes: Uint8Array): Promise<string> {
    const before = process.cpuUsage();
    const memoryBefore = process.memoryUsage.rss();
    try {
      await readPdfBytes(bytes);
      return 'read';
    } catch (error) {
      if (error instanceof CriskitError && error.code !== 'INTERNAL') return error.code;
      throw error;
    } finally {
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeLessThan(6e6);
      expect(process.memoryUsage.rss() - memoryBefore).toBeLessThan(950 * 1024 ** 2);
    }
  }

  it('with 10,000 lists within lists', async () => {
    expect(
      await outcome(makePdf({ pages: [plain], catalogEntries: `/X ${'['.repeat(10_000)}${']'.repeat(10_000)}` })),
    ).toBe('read');
    expect(await outcome(makePdf({ pages: [`${'[ '.repeat(10_000)}${plain}`] }))).toBe('INPUT_DAMAGED');
  });

  it('with 10,000 levels of pages', async () => {
    const objects = Array.from(
      { length: 10_000 },
      (_, index) => `<< /Type /Pages /Count 1 /Kids [${11 + index} 0 R] >>`,
    );
    await outcome(makePdf({ pages: [plain], objects, rootEntries: '/Count 1 /Kids [10 0 R]' }));
  });

  it('with 100,000 states within states', async () => {
    await outcome(makePdf({ pages: [`${'q '.repeat(100_000)}${plain}`] }));
  });

  it('with drawings of drawings, four to the power of thirty in all', async () => {
    const drawings = Array.from({ length: 30 }, (_, index) =>
      streamOf('/X Do /X Do /X Do /X Do', `${formObject} /Resources << /XObject << /X ${11 + index} 0 R >> >>`),
    );
    const last = streamOf(plain, `${formObject} /Resources << /Font << /F 3 0 R >> >>`);
    const bomb = makePdf({ pages: ['/X Do'], resources: '/XObject << /X 10 0 R >>', objects: [...drawings, last] });
    expect(await outcome(bomb)).toMatch(/^INPUT_(?:HOSTILE|TOO_LARGE)$/);
  });

  it('with a stream that unpacks to more than any report holds', async () => {
    const data = deflateSync(Buffer.alloc(300 * 1024 * 1024, 0x20), { level: 9 }).toString('latin1');
    expect(await outcome(makePdf({ pages: [plain], objects: [streamOf(data, '/Filter /FlateDecode')] }))).toBe(
      'INPUT_HOSTILE',
    );
  });

  it('with a million pieces of text on a page', async () => {
    const pieces = Array.from(
      { length: 1_000_000 },
      (_, index) => `1 0 0 1 ${(index * 7919) % 612} ${(index * 104_729) % 792} Tm (x) Tj`,
    );
    expect(await outcome(makePdf({ pages: [`BT /F 1 Tf ${pieces.join('\n')} ET`] }))).toMatch(
      /^(?:read|INPUT_HOSTILE|INPUT_TOO_LARGE)$/,
    );
  });

  it('with places that are no places and sizes that are no sizes', async () => {
    const strange = [
      '1e30 1e30 Td (a) Tj',
      '0 0 0 0 10 10 Tm (b) Tj',
      '1 0 0 1 nan 10 Tm (c) Tj',
      '/F 1e38 Tf (d) Tj',
      '/F 0 Tf (e) Tj',
      '/F -10 Tf (f) Tj',
    ];
    const document = await readPdfBytes(
      makePdf({ pages: [`${plain} ${strange.map((text) => `BT /F 10 Tf ${text} ET`).join(' ')}`] }),
    );
    const letters = document.tables[0]?.rows.flatMap(({ cells }) => cells.map(({ text }) => text)).join('');
    for (const letter of ['a', 'b', 'c', 'd', 'e', 'f']) expect(letters).toContain(letter);
  });

  it('with any byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          await outcome(bytes);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('text of a document', () => {
  it('reaches no message as it came', async () => {
    const document = await readPdfBytes(
      makePdf({ pages: [`${plain} ${drawTexts([[5000, 300, 'far\x1b[31maway']])}`] }),
    );
    expect(pdfIssuesOf(document)).toEqual(['1.3 text-outside-page']);
    expect(document.issues[0]?.message).not.toContain('\x1b');
  });

  it('is not read once the work is interrupted', async () => {
    const { pdf } = await import('../../../src/containers/pdf/pdf.ts');
    const reading = pdf.read({ bytes: whole, name: 'reply.pdf' }, { signal: AbortSignal.timeout(1) });
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

/** As the letters of a Type 1 font are hidden: specification of Adobe's Type 1 font format, chapter 7. */
function encrypt(text: string, key: number): string {
  let state = key;
  return Array.from(Buffer.from(`0000${text}`, 'latin1'), (byte) => {
    const cipher = byte ^ (state >> 8);
    state = ((cipher + state) * 52_845 + 22_719) & 0xffff;
    return String.fromCharCode(cipher);
  }).join('');
}

describe('a font', () => {
  it('with the number two billion for a letter costs no more than any other', async () => {
    const outline = encrypt('\x8b\x8b\x0d\x0e', 4330);
    const header =
      '%!PS-AdobeFont-1.0: X\n/Encoding 256 array\ndup 2000000000 /B put\nreadonly def\ncurrentfile eexec\n';
    const letters = encrypt(
      `dup /Private 1 dict dup begin /CharStrings 1 dict dup begin\n/A ${outline.length} RD ${outline} ND\nend end\n`,
      55_665,
    );
    const program = streamOf(header + letters, `/Length1 ${header.length} /Length2 ${letters.length} /Length3 0`);
    const descriptor = '<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1 1] /FontFile 10 0 R >>';
    const font =
      '<< /Type /Font /Subtype /Type1 /BaseFont /X /FontDescriptor 11 0 R /FirstChar 65 /LastChar 65 /Widths [500] >>';
    const document = await readPdfBytes(makePdf({ pages: [plain], font, objects: [program, descriptor] }));
    expect(rowsOf(document)).toEqual(plainRows);
  });
});
