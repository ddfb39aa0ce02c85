import * as fc from 'fast-check';
import { entryOf, zipOf } from '../../containers/archives/zip-bytes.ts';
import { rows, word } from './words.ts';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** No character that XML forbids. */
function asXml(text: string): string {
  return escaped(text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, ''));
}

const span = fc.constantFrom(
  '',
  '',
  '',
  ' colspan="2"',
  ' rowspan="3"',
  ' colspan="0"',
  ' rowspan="65535"',
  ' style="display:none"',
);

const htmlTable = fc
  .tuple(rows, fc.array(span, { minLength: 1, maxLength: 9 }), fc.constantFrom('td', 'th'))
  .map(([lines, spans, tag]) => {
    let cells = 0;
    const cell = (text: string): string => `<${tag}${spans[cells++ % spans.length] ?? ''}>${escaped(text)}</${tag}>`;
    return `<table border=1>${lines.map((line) => `<tr>${line.map(cell).join('')}</tr>`).join('\n')}</table>`;
  });

const htmlTag = fc.constantFrom(
  'p',
  'div',
  'b',
  'h2',
  'li',
  'pre',
  'blockquote',
  'script',
  'style',
  'td',
  'tr',
  'table',
  'title',
  'br',
  'textarea',
);

const { block } = fc.letrec<{ block: string }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 3, arbitrary: word.map(escaped) },
    { weight: 2, arbitrary: htmlTable },
    { weight: 1, arbitrary: word },
    {
      weight: 3,
      arbitrary: fc
        .tuple(htmlTag, fc.array(tie('block'), { maxLength: 4 }), fc.integer({ min: 0, max: 9 }))
        .map(([tag, inner, closes]) => `<${tag}>${inner.join('\n')}${closes === 0 ? '' : `</${tag}>`}`),
    },
  ),
}));

/** Web pages, tags nested and left open at will. */
export const html: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.constantFrom('<html>', '<!DOCTYPE html><html>', '<body>', '<table>', '\ufeff<HTML>'),
    fc.array(block, { maxLength: 6 }),
  )
  .map(([start, blocks]) => Buffer.from(`${start}${blocks.join('\n')}</html>`));

const wordBlock = fc.oneof(
  word.map((text) => `<w:p><w:r><w:t xml:space="preserve">${asXml(text)}</w:t></w:r></w:p>`),
  fc
    .tuple(rows, fc.constantFrom('', '<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>', '<w:tcPr><w:vMerge/></w:tcPr>'))
    .map(([lines, properties]) => {
      const cell = (text: string): string =>
        `<w:tc>${properties}<w:p><w:r><w:t>${asXml(text)}</w:t></w:r></w:p></w:tc>`;
      return `<w:tbl>${lines.map((line) => `<w:tr>${line.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`;
    }),
);

/** Word documents of paragraphs and tables. */
export const docx: fc.Arbitrary<Uint8Array> = fc
  .array(wordBlock, { maxLength: 5 })
  .map((blocks) =>
    zipOf([
      entryOf('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
      entryOf(
        'word/document.xml',
        `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${blocks.join('')}</w:body></w:document>`,
      ),
    ]),
  );

const repeated = fc.constantFrom(
  '',
  '',
  '',
  ' table:number-columns-repeated="3"',
  ' table:number-columns-repeated="16384"',
  ' table:number-columns-spanned="2"',
);

/** OpenDocument spreadsheets, with repeated cells and rows. */
export const ods: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    rows,
    repeated,
    fc.constantFrom('', ' table:number-rows-repeated="1048576"', ' table:number-rows-repeated="5"'),
  )
  .map(([lines, ofCell, ofRow]) => {
    const cell = (text: string): string =>
      `<table:table-cell${ofCell} office:value-type="string"><text:p>${asXml(text)}</text:p></table:table-cell>`;
    const body = lines.map((line) => `<table:table-row${ofRow}>${line.map(cell).join('')}</table:table-row>`).join('');
    const names = ['office', 'table', 'text'].map(
      (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
    );
    return zipOf([
      entryOf('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
      entryOf(
        'content.xml',
        `<office:document-content ${names.join(' ')}><office:body><office:spreadsheet><table:table table:name="A">${body}</table:table></office:spreadsheet></office:body></office:document-content>`,
      ),
      entryOf(
        'META-INF/manifest.xml',
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
      ),
    ]);
  });
