import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import type { TableDocument } from '../../../src/containers/contract.ts';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { cell, docxOf, escaped, paragraph, row, run, table } from './docx-bytes.ts';
import { readBytes, textsOf, writeWorkbook } from '../reading.ts';
import { entryOf, withParts, zipOf } from '../archives/zip-bytes.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

async function read(document: string, others: Readonly<Record<string, string>> = {}): Promise<TableDocument> {
  return readBytes(docxOf({ document, ...others }));
}

async function rowsOf(document: string): Promise<string[][]> {
  const { tables } = await read(document);
  return (tables[0]?.rows ?? []).map((each) =>
    each.cells.map((one) => (one.merged === true ? `*${one.text}` : one.text)),
  );
}

/** Codes of the rows' issues; empty where a row has none. */
function faultsOf(document: TableDocument): string[] {
  return (document.tables[0]?.rows ?? []).map((each) => each.issue?.code ?? '');
}

describe('paragraphs and tables', () => {
  it('are rows in their order, with their places', async () => {
    const document = await read(
      paragraph(run('Identified Child')) +
        table(row('MD5', 'Name'), row(md5, 'a.jpg')) +
        paragraph() +
        table(row('x', 'y')) +
        paragraph(run('a'), '<w:r><w:br/></w:r>', run('b')),
    );
    expect(textsOf(document)).toEqual([
      ['Identified Child'],
      ['MD5', 'Name'],
      [md5, 'a.jpg'],
      [],
      ['x', 'y'],
      ['a'],
      ['b'],
    ]);
    expect(document.tables[0]?.rows.map((each) => each.place)).toEqual([
      { paragraph: 1 },
      { table: 1, row: 1 },
      { table: 1, row: 2 },
      { paragraph: 2 },
      { table: 2, row: 1 },
      { paragraph: 3 },
      { paragraph: 3, line: 2 },
    ]);
  });

  it('put runs together, split anywhere, with the signs that are elements', async () => {
    const split = md5.match(/.{1,5}/g)?.map((piece) => run(piece)) ?? [];
    expect(
      await rowsOf(
        table(
          row(
            cell(paragraph(...split)),
            cell(paragraph(run('IMG'), '<w:r><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:t>.jpg</w:t></w:r>')),
            cell(
              paragraph(
                '<w:hyperlink>',
                run('link'),
                '</w:hyperlink><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
              ),
            ),
            cell(paragraph(run('one')) + paragraph(run('two')) + paragraph()),
          ),
        ),
      ),
    ).toEqual([[md5, 'IMG-1.jpg', 'link\uf0fe', 'one\ntwo']]);
  });

  it('cut paragraphs at their tabs', async () => {
    const tabbed = (...texts: readonly string[]): string =>
      paragraph(texts.map((text) => run(text)).join('<w:r><w:tab/></w:r>'));
    expect(await rowsOf(tabbed('MD5', 'Name', 'Result') + tabbed(md5, '', 'Identified'))).toEqual([
      ['MD5', 'Name', 'Result'],
      [md5, '', 'Identified'],
    ]);
  });

  it('cover cells by spans, merges and gaps before a row', async () => {
    expect(
      await rowsOf(
        table(
          row(cell('a', '<w:gridSpan w:val="2"/>'), cell('b', '<w:vMerge w:val="restart"/>')),
          row('c', 'd', cell('', '<w:vMerge/>')),
          row('<w:trPr><w:gridBefore w:val="1"/></w:trPr>', 'e', cell('lost?', '<w:vMerge w:val="continue"/>')),
        ),
      ),
    ).toEqual([
      ['a', '*', 'b'],
      ['c', 'd', '*'],
      ['', 'e', '*lost?'],
    ]);
  });

  it('inside cells come behind the row around them', async () => {
    const inner = table(row('c', 'd'));
    expect(await rowsOf(table(row(cell(paragraph(run('a')) + inner + paragraph()), 'b'), row('e', 'f')))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ]);
    expect(await rowsOf(table(row(cell(paragraph(run('x')) + inner + paragraph(run('y'))))))).toEqual([
      ['x'],
      ['c', 'd'],
      ['y'],
    ]);
  });

  it('in content controls and custom XML are read', async () => {
    const control = (content: string): string => `<w:sdt><w:sdtPr/><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    expect(await rowsOf(control(paragraph(control(run('a')))) + table(control(row(control(cell('b')), 'c'))))).toEqual([
      ['a'],
      ['b', 'c'],
    ]);
  });
});

describe('what is not simply text', () => {
  it('text boxes are read once, behind their paragraph', async () => {
    const box = `<w:txbxContent>${paragraph(run('boxed'))}</w:txbxContent>`;
    const both = `<w:r><mc:AlternateContent><mc:Choice Requires="wps">${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r>`;
    const document = await read(paragraph(run('be'), both, run('fore')) + paragraph(run('behind')));
    expect(textsOf(document)).toEqual([['before'], ['boxed'], ['behind']]);
    expect(document.traits.get('text boxes')).toBe('1');
  });

  it('fields show their result, not what computes it', async () => {
    const sign = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
    const instruction = '<w:r><w:instrText> PAGE </w:instrText></w:r>';
    const nested = sign('begin') + run('unseen') + sign('separate') + run('unseen too') + sign('end');
    expect(
      await rowsOf(
        paragraph(run('a'), sign('begin'), instruction, nested, sign('separate'), run('7'), sign('end'), run('b')) +
          paragraph(`<w:fldSimple w:instr="PAGE">${run('8')}</w:fldSimple>`),
      ),
    ).toEqual([['a7b'], ['8']]);
    await expect(read(paragraph(run('a'), sign('begin'), run('b')) + paragraph(run('c')))).rejects.toMatchObject({
      code: 'INPUT_DAMAGED',
    });
  });

  it('tracked changes are read as if accepted, and their rows are issues', async () => {
    const document = await read(
      paragraph(run('kept ')) +
        paragraph(
          run('Re'),
          `<w:del><w:r><w:delText>cognized</w:delText></w:r></w:del>`,
          `<w:ins>${run('jected')}</w:ins>`,
        ) +
        paragraph(`<w:moveFrom>${run('moved')}</w:moveFrom>`) +
        table(
          row('<w:trPr><w:ins w:id="1"/></w:trPr>', 'a', 'b'),
          row('c', cell('d', '<w:cellIns w:id="2"/>')),
          row('e', 'f'),
        ) +
        paragraph('<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>shown</w:t></w:r>') +
        '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr></w:p>',
    );
    expect(textsOf(document)).toEqual([['kept'], ['Rejected'], [], ['a', 'b'], ['c', 'd'], ['e', 'f'], ['shown'], []]);
    const changed = 'tracked-change';
    expect(faultsOf(document)).toEqual(['', changed, changed, changed, changed, '', '', changed]);
    expect(document.tables[0]?.rows.every((each) => !each.hidden)).toBe(true);
    expect(document.traits.get('tracked changes')).toBe('2 insertions, 1 deletions: the document is not final');
  });

  it('hidden text makes its row a hidden one, also through styles', async () => {
    const styles =
      '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="Sub"><w:basedOn w:val="Base"/></w:style>' +
      '<w:style w:styleId="Shown"><w:basedOn w:val="Base"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>';
    const document = await read(
      paragraph(run('a', '<w:vanish/>')) +
        paragraph(run('b', '<w:vanish w:val="false"/>')) +
        paragraph(run('c'), run('d', '<w:rStyle w:val="Sub"/>')) +
        '<w:p><w:pPr><w:pStyle w:val="Base"/></w:pPr><w:r><w:t>e</w:t></w:r></w:p>' +
        paragraph(run('f', '<w:rStyle w:val="Shown"/>')) +
        table(row('<w:trPr><w:hidden/></w:trPr>', 'g', 'h'), row('i', cell(paragraph(run('j', '<w:vanish/>'))))),
      { styles },
    );
    expect(document.tables[0]?.rows.map((each) => each.hidden)).toEqual([true, false, true, true, false, true, true]);
    expect(document.traits.get('hidden text')).toBe('in 5 of 7 rows');
  });

  it('headers and footers are furniture, notes and comments rows at the end', async () => {
    const note = (type: string, text: string): string => `<w:footnote ${type}>${paragraph(run(text))}</w:footnote>`;
    const document = await read(paragraph(run('body')), {
      header1: paragraph(run('Invented lab')),
      footer1: paragraph(run('Page 1')),
      footer2: paragraph(run(md5)),
      footnotes: note('w:type="separator"', 'line') + note('', 'a note'),
      comments: `<w:comment>${paragraph(run('a comment'))}</w:comment>`,
    });
    expect(textsOf(document)).toEqual([['Invented lab'], ['body'], ['Page 1'], [md5], ['a note'], ['a comment']]);
    expect(document.tables[0]?.rows.map((each) => each.furniture === true)).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(document.tables[0]?.rows[0]?.place).toEqual({ part: 'word/header1.xml', paragraph: 1 });
  });

  it('documents within the document are issues', async () => {
    const document = await read(
      paragraph(run('a')) +
        '<w:altChunk/>' +
        paragraph(run('b'), '<w:r><w:object/></w:r>') +
        table(row('c', cell(paragraph('<w:r><w:object/></w:r>')))),
    );
    expect(faultsOf(document)).toEqual(['', 'not-read', 'not-read', 'not-read']);
  });
});

describe('bad input', () => {
  it('is told from workbooks, whatever is packed into either', () => {
    const idOf = (bytes: Uint8Array): string => recogniseContainer({ bytes, name: 'reply' }).id;
    const inner = writeWorkbook({ S: [['MD5']] });
    const stored = { ...entryOf('word/embeddings/sheet.xlsx', inner), deflated: inner };
    const document = zipOf([entryOf('[Content_Types].xml', '<x/>'), entryOf('word/document.xml', '<x/>'), stored]);
    expect(idOf(document)).toBe('docx');
    expect(idOf(inner)).toBe('workbook');
  });

  it.each([
    ['a document type', '<!DOCTYPE w:document [<!ENTITY a "b">]>', 'INPUT_HOSTILE'],
    ['an unclosed element', '<w:x>', 'INPUT_DAMAGED'],
    ['another encoding', '<?xml version="1.0" encoding="iso-8859-1"?>', 'INPUT_DAMAGED'],
  ])('with %s is refused', async (_title, before, code) => {
    const bytes = withParts(docxOf({ document: paragraph(run('a')) }), (name, xml) =>
      name === 'word/document.xml' ? before + xml.replace(/<\?xml[^>]*\?>/, '') : xml,
    );
    await expect(readBytes(bytes)).rejects.toMatchObject({ code });
  });

  it('with other names for its elements is refused instead of read as empty', async () => {
    const bytes = withParts(docxOf({ document: paragraph(run('a')) }), (_name, xml) =>
      xml.replaceAll('<w:', '<n:').replaceAll('</w:', '</n:').replace('xmlns:w', 'xmlns:n'),
    );
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });

  it('without text, or with nothing in it', async () => {
    await expect(readBytes(docxOf({ styles: '' }))).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
    await expect(read(paragraph())).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  });

  it('that would unpack to gigabytes is refused from its directory', async () => {
    const big = { ...entryOf('word/document.xml', Buffer.alloc(1000)), sizeBytes: 2_000_000_000 };
    await expect(readBytes(zipOf([entryOf('[Content_Types].xml', '<x/>'), big]))).rejects.toMatchObject({
      code: 'INPUT_HOSTILE',
    });
  });

  it.each([
    [
      'tables a hundred deep',
      '<w:tbl><w:tr><w:tc>'.repeat(100) + '</w:tc></w:tr></w:tbl>'.repeat(100),
      'INPUT_HOSTILE',
    ],
    [
      'text boxes a hundred deep',
      '<w:p><w:r><w:txbxContent>'.repeat(100) + '</w:txbxContent></w:r></w:p>'.repeat(100),
      'INPUT_HOSTILE',
    ],
    ['huge spans', table(row(cell('a', '<w:gridSpan w:val="999999"/>'))).repeat(3001), 'INPUT_TOO_LARGE'],
    ['more paragraphs than a report', '<w:p/>'.repeat(300_001), 'INPUT_TOO_LARGE'],
  ])('%s', async (_title, document, code) => {
    await expect(read(document)).rejects.toMatchObject({ code });
  });

  it('a million elements inside one another hold nobody up', async () => {
    const document = await read(paragraph(run('a')) + '<w:sdt>'.repeat(300_000) + '</w:sdt>'.repeat(300_000));
    expect(textsOf(document)).toEqual([['a']]);
  });

  it('an encrypted one is a protected office document', async () => {
    const file = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(file, 'EncryptedPackage', Buffer.alloc(8192, 0x5a));
    const bytes = Uint8Array.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
    await expect(readBytes(bytes)).rejects.toMatchObject({
      code: 'INPUT_ENCRYPTED',
      message: expect.stringContaining('office document'),
      hint: expect.stringContaining('Word'),
    });
  });
});

describe('any table', () => {
  const text = fc
    .array(fc.constantFrom('a', 'ß', '<', '&', ' ', '"', '–', '1', '.'), { maxLength: 6 })
    .map((letters) => letters.join('').trim());
  const rows = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));

  it('comes back with the same cells, however its text is split into runs', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 3 }), async (cells, size) => {
        const runs = (value: string): string =>
          paragraph(
            ...(value.match(new RegExp(`.{1,${size}}`, 'gu')) ?? []).map(
              (piece) => `<w:r><w:t xml:space="preserve">${escaped(piece)}</w:t></w:r>`,
            ),
          );
        const written = table(...cells.map((each) => row(...each.map((value) => cell(runs(value))))));
        expect((await rowsOf(paragraph(run('x')) + written)).slice(1)).toEqual(cells);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the text of a text box apart from the cell around it, whichever ends first', async () => {
    const box =
      '<w:txbxContent><w:r><w:t>one</w:t></w:r><w:tc><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc></w:txbxContent>';
    const rows = (await read(`<w:tbl><w:tc>${box}</w:tc></w:tbl>`)).tables[0]?.rows ?? [];
    expect(rows.flatMap((each) => each.cells.map(({ text }) => text)).filter((text) => text !== '')).toEqual([
      'one',
      'two',
    ]);
  });

  it('gives each word to a row, however oddly elements stand inside one another', async () => {
    const names = [
      'w:p',
      'w:r',
      'w:tbl',
      'w:tr',
      'w:tc',
      'w:sdt',
      'w:ins',
      'w:hyperlink',
      'w:txbxContent',
      'w:t',
      'w:body',
    ];
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 8, depthSize: 'large' },
        fc.constant('<w:r><w:t>word</w:t></w:r>'),
        fc
          .tuple(fc.constantFrom(...names), fc.array(tie('tree'), { maxLength: 4 }))
          .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
        fc.constantFrom(
          '<w:br/>',
          '<w:tcPr><w:vMerge/></w:tcPr>',
          '<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>',
          '<w:tab/>',
        ),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { maxLength: 6 }), async (trees) => {
        let count = 0;
        const written = trees.join('').replaceAll('word', () => `w${(count += 1)}w`);
        const rows = (await read(paragraph(run('x')) + written)).tables[0]?.rows ?? [];
        const found = rows.flatMap((each) => each.cells.flatMap((one) => one.text.match(/w\d+w/g) ?? []));
        expect(found.toSorted()).toEqual(Array.from({ length: count }, (_, index) => `w${index + 1}w`).toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
