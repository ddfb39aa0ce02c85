import { describe, expect, it } from 'vitest';
import type { TableDocument } from '../../../src/containers/contract.ts';
import { readBytes, textsOf } from '../reading.ts';
import { entryOf, zipOf } from '../archives/zip-bytes.ts';

const names = ['office', 'table', 'text', 'style', 'draw:drawing']
  .map((each) => each.split(':'))
  .map(([prefix = '', name = prefix]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');

async function read(text: string, { styles = '', master = '' } = {}): Promise<TableDocument> {
  const automatic = `<office:automatic-styles>${styles}</office:automatic-styles>`;
  const content = `<office:document-content ${names} xmlns:dc="x">${automatic}<office:body><office:text>${text}</office:text></office:body></office:document-content>`;
  const named = `<office:document-styles ${names}><office:styles/><office:master-styles>${master}</office:master-styles></office:document-styles>`;
  return readBytes(
    zipOf([
      entryOf('mimetype', 'application/vnd.oasis.opendocument.text'),
      entryOf('content.xml', content),
      entryOf('styles.xml', named),
    ]),
  );
}

const p = (text: string): string => `<text:p>${text}</text:p>`;
const cell = (text: string, attributes = ''): string => `<table:table-cell ${attributes}>${p(text)}</table:table-cell>`;

function faultsOf(document: TableDocument): string[] {
  return (document.tables[0]?.rows ?? []).map((row) => row.issue?.code ?? '');
}

describe('an OpenDocument text', () => {
  it('is rows of paragraphs and tables in their order, with their places', async () => {
    const document = await read(
      `<text:h>Identified Child</text:h><table:table><table:table-row>${cell('a<text:span>b</text:span>')}${cell('c<text:s text:c="2"/>d')}</table:table-row></table:table>` +
        `${p('e<text:tab/>f')}${p('g<text:line-break/>h')}<text:list><text:list-item>${p('i')}</text:list-item></text:list>`,
    );
    expect(textsOf(document)).toEqual([['Identified Child'], ['ab', 'c  d'], ['e', 'f'], ['g'], ['h'], ['i']]);
    expect(document.tables[0]?.rows.map((row) => row.place)).toEqual([
      { paragraph: 1 },
      { table: 1, row: 1 },
      { paragraph: 2 },
      { paragraph: 3 },
      { paragraph: 3, line: 2 },
      { paragraph: 4 },
    ]);
  });

  it('marks covered cells, and puts tables inside cells behind the row around them', async () => {
    const inner = `<table:table><table:table-row>${cell('x')}${cell('y')}</table:table-row></table:table>`;
    const document = await read(
      `<table:table><table:table-row>${cell('a', 'table:number-columns-spanned="2"')}<table:covered-table-cell/>${cell('b')}</table:table-row>` +
        `<table:table-row>${cell('c')}<table:table-cell>${p('d')}${inner}</table:table-cell>${cell('e')}</table:table-row></table:table>`,
    );
    expect(textsOf(document)).toEqual([
      ['a', '', 'b'],
      ['c', 'd', 'e'],
      ['x', 'y'],
    ]);
    expect(document.tables[0]?.rows[0]?.cells[1]?.merged).toBe(true);
  });

  it('has notes, comments and text boxes behind the line that they belong to', async () => {
    const note = `<text:note><text:note-citation>1</text:note-citation><text:note-body>${p('note')}</text:note-body></text:note>`;
    const comment = `<office:annotation><dc:creator>who</dc:creator>${p('comment')}</office:annotation>`;
    const box = `<draw:frame><draw:text-box>${p('box')}</draw:text-box></draw:frame>`;
    expect(textsOf(await read(p(`a${note}b${comment}c${box}d`) + p('e')))).toEqual([
      ['abcd'],
      ['note'],
      ['comment'],
      ['box'],
      ['e'],
    ]);
  });

  it('has its headers and footers as furniture', async () => {
    const master = `<style:master-page><style:header>${p('lab')}</style:header><style:footer>${p('d41d8cd98f00b204e9800998ecf8427e')}</style:footer></style:master-page>`;
    const document = await read(p('a'), { master });
    expect(textsOf(document)).toEqual([['a'], ['lab'], ['d41d8cd98f00b204e9800998ecf8427e']]);
    expect(document.tables[0]?.rows.map((row) => row.furniture === true)).toEqual([false, true, false]);
  });

  it('tells hidden text and tracked changes', async () => {
    const styles =
      '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>' +
      '<style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>';
    const changes =
      `<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>` +
      `<text:changed-region text:id="c2"><text:deletion>${p('deleted')}</text:deletion></text:changed-region>` +
      `<text:changed-region text:id="c3"><text:format-change/></text:changed-region></text:tracked-changes>`;
    const document = await read(
      changes +
        p('a<text:span text:style-name="T2">b</text:span>') +
        p('<text:change-start text:change-id="c1"/>in<text:change-end text:change-id="c1"/>') +
        p('out<text:change text:change-id="c2"/>') +
        p('<text:change-start text:change-id="c3"/>bold<text:change-end text:change-id="c3"/>') +
        `<text:section text:display="none">${p('section')}</text:section>`,
      { styles },
    );
    expect(textsOf(document)).toEqual([['ab'], ['in'], ['out'], ['bold'], ['section']]);
    expect(faultsOf(document)).toEqual(['', 'tracked-change', 'tracked-change', '', '']);
    expect(document.tables[0]?.rows.map((row) => row.hidden)).toEqual([true, false, false, false, true]);
  });

  it('with objects or repeated rows has issues', async () => {
    const document = await read(
      `${p('a<draw:frame><draw:object/></draw:frame>')}<table:table><table:table-row table:number-rows-repeated="3">${cell('b')}${cell('c')}</table:table-row></table:table>`,
    );
    expect(faultsOf(document)).toEqual(['not-read', 'not-read']);
  });
});
