import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { itWith } from '../../peer-program.ts';
import { drawTexts, makePdf, pdfIssuesOf, readPdfBytes, rowsOf, streamOf } from './pdf-bytes.ts';

const md5 = (digit: string): string => digit.repeat(4) + 'abcdef0123456789abcdef012345';
const name = `${md5('1')}.jpg`;
const plain = drawTexts([
  [50, 700, 'Identified Child'],
  [50, 680, name],
]);
const plainRows = ['1.1 Identified Child', `1.2 ${name}`];

describe('a PDF', () => {
  it('is recognised by its beginning, also behind a few lines of something else', async () => {
    expect(recogniseContainer({ bytes: makePdf({ pages: [plain] }), name: 'reply' }).id).toBe('pdf');
    const behind = Buffer.concat([Buffer.from('HTTP/1.1 200\r\n\r\n'), makePdf({ pages: [plain] })]);
    expect(recogniseContainer({ bytes: behind, name: 'reply' }).id).toBe('pdf');
    expect(rowsOf(await readPdfBytes(behind))).toEqual(plainRows);
    expect(recogniseContainer({ bytes: Buffer.from('note;%PDF-1.4 is a header\n'), name: 'reply' }).id).toBe(
      'delimited-text',
    );
  });

  it('is one table, its rows counted on each page', async () => {
    const document = await readPdfBytes(makePdf({ pages: [plain, plain] }));
    expect(document).toMatchObject({ container: 'pdf', name: 'reply.pdf', issues: [] });
    expect(document.tables).toHaveLength(1);
    expect(rowsOf(document)).toEqual([...plainRows, '2.1 Identified Child', `2.2 ${name}`]);
    expect(document.traits.get('pages')).toBe('2');
  });

  it('is read upright, whichever way its text and its pages are turned', async () => {
    const turned = 'BT /F 10 Tf 0 1 -1 0 100 100 Tm (Identified Child) Tj 0 1 -1 0 120 100 Tm (second line) Tj ET';
    expect(rowsOf(await readPdfBytes(makePdf({ pages: [turned] })))).toEqual([
      '1.1 Identified Child',
      '1.2 second line',
    ]);
    const rows = rowsOf(await readPdfBytes(makePdf({ pages: [turned], pageEntries: '/Rotate 90' })));
    expect(rows).toEqual(['1.1 Identified Child', '1.2 second line']);
  });

  it('keeps text at an angle in rows of its own', async () => {
    const draft = 'BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (DRAFT) Tj ET';
    expect(rowsOf(await readPdfBytes(makePdf({ pages: [`${draft} ${plain}`] })))).toEqual([...plainRows, '1.3 DRAFT']);
  });

  it('gives ligatures as letters, and no soft hyphens', async () => {
    const encoding = '/Encoding << /Type /Encoding /Differences [1 /fi /fl /softhyphen] >>';
    const font = `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica ${encoding} >>`;
    const page = drawTexts([[50, 700, 'of\x01ce-a\x02oat-sun\x03shine.jpg']]);
    expect(rowsOf(await readPdfBytes(makePdf({ pages: [page], font })))).toEqual(['1.1 office-afloat-sunshine.jpg']);
  });

  it('knows a blank that is drawn before the letters on its left, as where a name changes its script', async () => {
    const courier = '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>';
    // Courier is 0.6 of its size wide: "ab" ends at 62, the blank at 68.
    const row = (y: number, name: string): string =>
      [
        `BT /F 10 Tf 1 0 0 1 62 ${y} Tm ( ) Tj 1 0 0 1 50 ${y} Tm (ab) Tj ET`,
        `BT /F 10 Tf 68 ${y} Td (${name}) Tj ET BT /F 10 Tf 300 ${y} Td (a b) Tj ET`,
      ].join(' ');
    const page = [700, 680, 660, 640].map((y, index) => row(y, `0${index}.jpg`)).join(' ');
    const document = await readPdfBytes(makePdf({ pages: [page], font: courier }));
    expect(rowsOf(document)).toEqual([0, 1, 2, 3].map((index) => `1.${index + 1} ab 0${index}.jpg | a b`));
  });

  it('takes text that is printed twice to be bold for one', async () => {
    const twice = 'BT /F 10 Tf 50 700 Td (Identified Child) Tj 0.3 0 Td (Identified Child) Tj 0 -20 Td (next) Tj ET';
    expect(rowsOf(await readPdfBytes(makePdf({ pages: [twice] })))).toEqual(['1.1 Identified Child', '1.2 next']);
  });

  it('parts numbers from the cells right beside them', async () => {
    const rows = [1, 2, 3].flatMap((row): [number, number, string][] => [
      [60 - 5.56 * String(row * 9).length, 700 - 14 * row, String(row * 9)],
      [64, 700 - 14 * row, `/evidence/item ${row}/a.jpg`],
      [200, 700 - 14 * row, md5(String(row))],
    ]);
    expect(rowsOf(await readPdfBytes(makePdf({ pages: [drawTexts(rows)] })))).toEqual([
      `1.1 9 | /evidence/item 1/a.jpg | ${md5('1')}`,
      `1.2 18 | /evidence/item 2/a.jpg | ${md5('2')}`,
      `1.3 27 | /evidence/item 3/a.jpg | ${md5('3')}`,
    ]);
  });

  it('joins the halves of a digest over lines and over pages, but not those that are cut off at the edge of a cell', async () => {
    const first = drawTexts([
      [50, 100, md5('1').slice(0, 20)],
      [300, 100, 'Identified Child'],
    ]);
    const second = drawTexts([
      [50, 700, md5('1').slice(20)],
      [50, 680, md5('2').slice(0, 20)],
      [300, 680, 'Recognized'],
      [50, 668, md5('2').slice(20)],
    ]);
    const whole = rowsOf(await readPdfBytes(makePdf({ pages: [first, second] })));
    expect(whole).toEqual([`1.1 ${md5('1')} | Identified Child`, `2.1 ${md5('2')} | Recognized`]);
    const clipped = `q 50 0 60 800 re W n ${drawTexts([
      [50, 700, md5('1').slice(0, 16)],
      [50, 688, md5('2').slice(0, 16)],
    ])} Q ${drawTexts([
      [300, 700, 'Identified'],
      [300, 688, 'Recognized'],
    ])}`;
    const parts = rowsOf(await readPdfBytes(makePdf({ pages: [clipped] })));
    expect(parts).toEqual([`1.1 ${md5('1').slice(0, 16)} | Identified`, `1.2 ${md5('2').slice(0, 16)} | Recognized`]);
  });

  it('never joins a heading to the name below it, nor a name to the heading below it', async () => {
    const long = 'a_name_that_is_as_wide_as_its_column_0001.jpg';
    const texts: [number, number, string][] = [];
    for (const [index, text] of ['Identified Child', long, 'Unrecognized Hash Value', long].entries())
      texts.push([50, 700 - 12 * index, text]);
    texts.push([400, 688, 'x'], [400, 664, 'y']);
    expect(rowsOf(await readPdfBytes(makePdf({ pages: [drawTexts(texts)] })))).toEqual([
      '1.1 Identified Child',
      `1.2 ${long} | x`,
      '1.3 Unrecognized Hash Value',
      `1.4 ${long} | y`,
    ]);
  });
});

describe('the heading of a section', () => {
  const section = (heading: string, digit: string, top: number): [number, number, string][] => [
    [56, top, heading],
    [50, top - 11, 'File Name'],
    [170, top - 11, 'MD5'],
    [50, top - 22, `IMG_${digit}.jpg`],
    [170, top - 22, md5(digit)],
    [50, top - 33, `office_files_${digit}.jpg`],
    [170, top - 33, md5(digit).replace('a', 'b')],
  ];

  it('stays apart from the table below it and from the one above, however close', async () => {
    const page = drawTexts([
      ...section('Identified Child files', '1', 700),
      ...section('Unrecognized Hash Value', '2', 656),
    ]);
    expect(rowsOf(await readPdfBytes(makePdf({ pages: [page] })))).toEqual([
      '1.1 Identified Child files',
      '1.2 File Name | MD5',
      `1.3 IMG_1.jpg | ${md5('1')}`,
      `1.4 office_files_1.jpg | ${md5('1').replace('a', 'b')}`,
      '1.5 Unrecognized Hash Value',
      '1.6 File Name | MD5',
      `1.7 IMG_2.jpg | ${md5('2')}`,
      `1.8 office_files_2.jpg | ${md5('2').replace('a', 'b')}`,
    ]);
  });

  it('stays apart where rules are drawn below the rows, but not around them', async () => {
    const rules = [685, 674, 663, 641, 630, 619].map((height) => `45 ${height} m 360 ${height} l S`).join(' ');
    const texts = drawTexts([
      ...section('Identified Child files', '1', 700),
      ...section('Unrecognized Hash Value', '2', 656),
    ]);
    const rows = rowsOf(await readPdfBytes(makePdf({ pages: [`${rules} ${texts}`] })));
    expect(rows).toContain('1.1 Identified Child files');
    expect(rows).toContain('1.5 Unrecognized Hash Value');
  });
});

describe('a name over several lines', () => {
  const page = (lines: readonly string[]): string =>
    drawTexts([
      ...lines.map((text, index): [number, number, string] => [50, 700 - 12 * index, text]),
      ...Array.from({ length: 4 }, (_, index): [number, number, string] => [
        50,
        600 - 12 * index,
        `/a/path/that/is/as/wide/as/this/list/can/be/${index}.jpg`,
      ]),
    ]);

  it('is joined in a list where a word fills its line, and a path where its next part had no room', async () => {
    const word = 'one_word_that_has_more_letters_than_fit_the_w';
    const rows = rowsOf(
      await readPdfBytes(
        makePdf({
          pages: [
            page([
              word,
              'idth_of_the_list_0001.jpg',
              '/a/path/with a blank in it, broken',
              'where_the_next_word_begins.jpg',
            ]),
          ],
        }),
      ),
    );
    expect(rows.slice(0, 2)).toEqual([
      `1.1 ${word}idth_of_the_list_0001.jpg`,
      '1.2 /a/path/with a blank in it, broken where_the_next_word_begins.jpg',
    ]);
  });

  it('is an issue where what stands above may be its beginning or a heading', async () => {
    const document = await readPdfBytes(
      makePdf({ pages: [page(['Holiday pictures of the summer house, by', 'the_lake_in_the rain.jpg'])] }),
    );
    expect(rowsOf(document).slice(0, 2)).toEqual([
      '1.1 Holiday pictures of the summer house, by',
      '1.2 the_lake_in_the rain.jpg',
    ]);
    expect(pdfIssuesOf(document)).toEqual(['1.2 row-unclear']);
  });
});

describe('headers and footers', () => {
  const page = (number: number, header: string): string =>
    drawTexts([
      [50, 760, header],
      [50, 700, 'Identified Child'],
      ...Array.from({ length: 20 }, (_, row): [number, number, string] => [
        50,
        680 - 12 * row,
        `${md5(String((number + row) % 10))}.jpg`,
      ]),
      [280, 30, `Page ${number} of 4`],
    ]);

  async function furnitureOf(pages: readonly string[]): Promise<readonly string[]> {
    const { tables } = await readPdfBytes(makePdf({ pages }));
    return (tables[0]?.rows ?? []).flatMap(({ furniture, place, cells }) =>
      furniture === true ? [`${place.page}.${place.row} ${cells.map(({ text }) => text).join(' | ')}`] : [],
    );
  }

  it('are marked where all pages show them, numbers of pages set aside', async () => {
    const found = await furnitureOf([1, 2, 3, 4].map((number) => page(number, 'Report 2024-0001')));
    expect(found).toEqual(
      [1, 2, 3, 4].flatMap((number) => [`${number}.1 Report 2024-0001`, `${number}.23 Page ${number} of 4`]),
    );
  });

  it('are no lines that only some pages show, that count something else, or that name a file', async () => {
    const headings = ['Identified Child', 'Identified Child', 'Recognized', 'Recognized'];
    const footers = [1, 2, 3, 4].map((number) => `${number}.23 Page ${number} of 4`);
    expect(await furnitureOf(headings.map((heading, index) => page(index + 1, heading)))).toEqual(footers);
    expect(await furnitureOf([1, 2, 3, 4].map((number) => page(number, `Files ${number * 50}`)))).toEqual(footers);
    expect(await furnitureOf([1, 2, 3, 4].map((number) => page(number, `IMG_${number}.jpg`)))).toEqual(footers);
  });
});

describe('what a PDF holds besides text', () => {
  const widget = (value: string, entries = ''): string =>
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /V (${value}) /Rect [50 600 200 620] ${entries} >>`;
  const form = { pages: [plain], catalogEntries: '/AcroForm << /Fields [10 0 R] >>', pageEntries: '/Annots [10 0 R]' };

  it('values of a form are rows where the page shows them, and issues where it does not', async () => {
    const unseen = await readPdfBytes(makePdf({ ...form, objects: [widget('Recognized value')] }));
    expect(rowsOf(unseen)).toEqual([...plainRows, '1.3 Recognized value']);
    expect(pdfIssuesOf(unseen)).toEqual(['1.3 form-field']);
    const look = streamOf(
      'BT /F 10 Tf 2 5 Td (Recognized value) Tj ET',
      '/Type /XObject /Subtype /Form /BBox [0 0 150 20] /Resources << /Font << /F 3 0 R >> >>',
    );
    const seen = await readPdfBytes(
      makePdf({ ...form, objects: [widget('Recognized value', '/AP << /N 11 0 R >>'), look] }),
    );
    expect(rowsOf(seen)).toEqual([...plainRows, '1.3 Recognized value']);
    expect(seen.issues).toEqual([]);
  });

  it('attached files are issues', async () => {
    const objects = ['<< /Type /Filespec /F (a.csv) /EF << /F 11 0 R >> >>', streamOf('a,b', '/Type /EmbeddedFile')];
    const catalogEntries = '/Names << /EmbeddedFiles << /Names [(a.csv) 10 0 R] >> >>';
    const document = await readPdfBytes(makePdf({ pages: [plain], catalogEntries, objects }));
    expect(rowsOf(document)).toEqual([...plainRows, '1.3 ']);
    expect(document.issues).toMatchObject([{ code: 'attached-file', message: expect.stringContaining('"a.csv"') }]);
  });

  it.each([
    ['when it is opened', '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'],
    ['by name', '/Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>'],
  ])('scripts to be run %s are told and not run', async (_when, catalogEntries) => {
    const document = await readPdfBytes(makePdf({ pages: [plain], catalogEntries }));
    expect(rowsOf(document)).toEqual(plainRows);
    expect(document.traits.get('scripts')).toBe('not run');
  });

  it('text that is not shown is read and told', async () => {
    const document = await readPdfBytes(makePdf({ pages: [plain, `3 Tr ${plain}`] }));
    expect([...document.traits]).toContainEqual([
      'text that is not shown, as of a scan that was read by a program',
      'on page 2',
    ]);
  });

  it('text outside of the page is an issue', async () => {
    const document = await readPdfBytes(makePdf({ pages: [`${plain} ${drawTexts([[5000, 300, 'far away']])}`] }));
    expect(rowsOf(document)).toEqual([...plainRows, '1.3 far away']);
    expect(pdfIssuesOf(document)).toEqual(['1.3 text-outside-page']);
  });

  it('pages without text among others are issues', async () => {
    const document = await readPdfBytes(makePdf({ pages: [plain, '', plain] }));
    expect(pdfIssuesOf(document)).toEqual(['2.1 page-without-text']);
  });
});

describe('a PDF that qpdf rewrites', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'criskit-test-'));
    writeFileSync(join(folder, 'plain.pdf'), makePdf({ pages: [plain] }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function rewrite(...options: string[]): Buffer {
    const run = spawnSync('qpdf', [...options, join(folder, 'plain.pdf'), join(folder, 'made.pdf')]);
    expect(run.status).toBe(0);
    return readFileSync(join(folder, 'made.pdf'));
  }

  itWith('qpdf')('with object streams, or for slow lines, is read the same', async () => {
    expect(rowsOf(await readPdfBytes(rewrite('--object-streams=generate')))).toEqual(plainRows);
    expect(rowsOf(await readPdfBytes(rewrite('--linearize')))).toEqual(plainRows);
  });

  itWith('qpdf')('with a password to open it is refused, with one to change it is read', async () => {
    await expect(readPdfBytes(rewrite('--encrypt', 'user', 'owner', '256', '--'))).rejects.toMatchObject({
      code: 'INPUT_ENCRYPTED',
      message: 'reply.pdf is protected by a password',
      hint: expect.stringContaining('without a password'),
    });
    expect(rowsOf(await readPdfBytes(rewrite('--encrypt', '', 'owner', '256', '--')))).toEqual(plainRows);
  });

  itWith('qpdf')('for slow lines and is cut off behind its first part is refused', async () => {
    const bytes = rewrite('--linearize');
    const firstEnd = bytes.indexOf('%%EOF') + 5;
    expect(firstEnd).toBeLessThan(bytes.length - 10);
    await expect(readPdfBytes(bytes.subarray(0, firstEnd))).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });
});
