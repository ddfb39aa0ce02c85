import { entryOf, zipOf } from '../archives/zip-bytes.ts';

const main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const names = `${main} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"`;
const typeOf = 'application/vnd.openxmlformats-officedocument.wordprocessingml.';

/** Names of parts with the root element and content type that they have. */
const kinds: Readonly<Record<string, readonly [root: string, type: string]>> = {
  document: ['w:document', 'document.main'],
  styles: ['w:styles', 'styles'],
  header: ['w:hdr', 'header'],
  footer: ['w:ftr', 'footer'],
  footnotes: ['w:footnotes', 'footnotes'],
  comments: ['w:comments', 'comments'],
};

/** A Word document of parts written by hand; `document` is what stands in its body. */
export function docxOf(parts: Readonly<Record<string, string>>): Buffer {
  const written = Object.entries(parts).map(([name, content]) => {
    const [root, type] = kinds[name.replace(/\d+$/, '')] ?? ['x', 'x'];
    const inner = name === 'document' ? `<w:body>${content}<w:sectPr/></w:body>` : content;
    return {
      path: `word/${name}.xml`,
      type: `${typeOf}${type}+xml`,
      xml: `<?xml version="1.0"?><${root} ${names}>${inner}</${root}>`,
    };
  });
  const overrides = written.map(({ path, type }) => `<Override PartName="/${path}" ContentType="${type}"/>`).join('');
  return zipOf([
    entryOf(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${overrides}</Types>`,
    ),
    ...written.map(({ path, xml }) => entryOf(path, xml)),
  ]);
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A run with this text, perhaps with properties. */
export function run(text: string, properties = ''): string {
  return `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
}

export function paragraph(...runs: readonly string[]): string {
  return `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>${runs.join('')}</w:p>`;
}

/** A cell; text alone becomes a paragraph. */
export function cell(content: string, properties = ''): string {
  const inner = content.startsWith('<') ? content : paragraph(run(content));
  return `<w:tc><w:tcPr><w:tcW w:w="100"/>${properties}</w:tcPr>${inner}</w:tc>`;
}

export function row(...cells: readonly string[]): string {
  return `<w:tr>${cells.map((one) => (one.startsWith('<w:tc>') || one.startsWith('<w:trPr>') ? one : cell(one))).join('')}</w:tr>`;
}

export function table(...rows: readonly string[]): string {
  return `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`;
}
