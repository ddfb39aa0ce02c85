import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../src/containers/html/html.ts';
import type { TableDocument } from '../../../src/containers/contract.ts';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { issuesOf, readBytes, textsOf } from '../reading.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';

/** As a body of a message is read: without asking what it is. */
async function read(text: string | Uint8Array): Promise<TableDocument> {
  return html.read({ bytes: Buffer.from(text as string), name: 'body' });
}

/** Texts of cells; `*` where a merged cell covers one. */
async function rowsOf(text: string): Promise<string[][]> {
  const document = await read(text);
  return (document.tables[0]?.rows ?? []).map((row) =>
    row.cells.map((cell) => (cell.merged === true ? '*' : cell.text)),
  );
}

describe('recognition', () => {
  const idOf = (text: string | Uint8Array): string =>
    recogniseContainer({ bytes: Buffer.from(text as string), name: 'reply' }).id;

  it.each([
    '<!DOCTYPE html><p>x',
    '<HTML><BODY>x',
    '\ufeff\n <!-- saved from url --><html>x',
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>x',
    '<div dir="ltr">Identified Child<br></div>',
    '<p class=MsoNormal>x</p>',
    'Warning: something\n<html><head></head><body>x</body></html>',
    '<table><tr><td>x',
  ])('%s is a page', (text) => expect(idOf(text)).toBe('html'));

  it('is one in UTF-16 too', () => expect(idOf(Buffer.from('\ufeff<html><body>x', 'utf16le'))).toBe('html'));

  it.each([
    'From: a\nSubject: b\n\n<html><body>x</body></html>\n',
    'PK\u0003\u0004\0\0<html><body>x</body></html>',
    'a < b, and so on, and so forth, as it were\n',
    'use <table> or <b> to say what is meant in a page\n',
    'MD5,<b>\n',
  ])('%j is none', (text) => expect(html.recognise({ bytes: Buffer.from(text), name: 'x' })).toBeUndefined());

  it.each([
    '<?xml version="1.0"?><Workbook/>',
    '<note><p>x</note>',
    '<svg></svg>',
  ])('%s is none either', async (text) => {
    await expect(readBytes(text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });
});

describe('text', () => {
  it('is a row for each line that a browser shows', async () => {
    const document = await read(
      '<html><body><h1>Report</h1>\n<p>one <b>two</b>\n  three<br>four<br><br>five</p><ul><li>six<li>seven</ul>\n' +
        '<div><div>eight</div>nine</div></body></html>',
    );
    expect(textsOf(document).map(([text = '']) => text)).toEqual([
      'Report',
      'one two three',
      'four',
      '',
      'five',
      'six',
      'seven',
      'eight',
      'nine',
    ]);
    expect(document.tables[0]?.rows.map((row) => row.place.line)).toEqual([1, 2, 3, 3, 3, 3, 3, 4, 4]);
  });

  it('has its entities resolved and shows no links, pictures or comments', async () => {
    const document = await read(
      '<p>&lt;a&gt; &amp;amp; &Uuml;&#8211;&#x20ac;&nbsp;x <a href="http://b">c</a><img src=d alt="Identified Child"><!-- e --></p>',
    );
    expect(textsOf(document)).toEqual([['<a> &amp; Ü–€ x c']]);
    expect(document.traits.get('pictures')).toBe('1, not read');
    expect(document.traits.get('comments')).toBe('1');
  });

  it('of scripts, styles, templates and titles is left out and counted', async () => {
    const document = await read(
      '<head><title>t</title><style>s</style><script>"<td>"</script></head><p>x<template><p>y</template><noscript>z</noscript></p>',
    );
    expect(textsOf(document)).toEqual([['x']]);
    expect(document.traits.get('scripts')).toBe('1, not run');
    expect(document.traits.get('templates')).toBe('1, not read');
  });

  it('behind a head that never ends is read', async () => {
    expect(await rowsOf('<head><p>x</p>')).toEqual([['x']]);
  });

  it('that is preformatted keeps its lines and columns', async () => {
    const document = await read(`<p>x</p><pre>MD5                               Name\n${md5}  a b\n\nend</pre>`);
    expect(textsOf(document)).toEqual([['x'], ['MD5', 'Name'], [md5, 'a b'], [], ['end']]);
    expect(document.tables[0]?.rows.map((row) => row.place.line)).toEqual([1, 1, 2, 3, 4]);
    expect(await rowsOf('<div style="white-space: pre-wrap">a\nb</div>')).toEqual([['a'], ['b']]);
  });

  it.each([
    `${md5.slice(0, 9)}<wbr>${md5.slice(9)}`,
    `${md5.slice(0, 9)}&shy;${md5.slice(9)}`,
    `&#8203;${md5.slice(0, 9)}&#8203;${md5.slice(9)}&#xfeff;`,
    `<span>${md5.slice(0, 9)}</span><b>${md5.slice(9)}</b>`,
  ])('of a digest written as %s is whole', async (written) => {
    expect(await rowsOf(`<table><tr><td>${written}<td>x</table>`)).toEqual([[md5, 'x']]);
  });

  it.each([
    '<p hidden>x</p>',
    '<p style="display:none">x</p>',
    '<div style="VISIBILITY : Hidden"><p>x</p></div>',
    '<p>seen <span style="font-size:0px;color:red">x</span></p>',
    '<p style="color:#FFFFFF;background:white">x</p>',
    '<p style="mso-hide:all">x</p>',
    '<table style="display:none"><tr><td>x<td>y</table>',
    '<table><tr hidden><td>x<td>y</table>',
  ])('in %s is read as a hidden row', async (written) => {
    const document = await read(`<p>before</p>${written}<p>behind</p>`);
    expect(document.tables[0]?.rows.map((row) => row.hidden)).toEqual([false, true, false]);
    expect(document.traits.get('hidden text')).toBe('in 1 of 3 rows');
  });
});

describe('tables', () => {
  it('cover cells by spans of columns and rows', async () => {
    expect(
      await rowsOf(
        '<table><tr><th colspan=2>a<th rowspan="3">b</tr><tr><td rowspan=2>c<td>d</tr><tr><td>e</tr><tr><td>f<td>g<td>h</table>',
      ),
    ).toEqual([
      ['a', '*', 'b'],
      ['c', 'd', '*'],
      ['*', 'e', '*'],
      ['f', 'g', 'h'],
    ]);
  });

  it('cover no cells beyond their group of rows', async () => {
    expect(
      await rowsOf(
        '<table><thead><tr><th rowspan=9>a<th>b</thead><tbody><tr><td rowspan=0>c<td>d<tr><td>e<tbody><tr><td>f<td>g</table>',
      ),
    ).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['*', 'e'],
      ['f', 'g'],
    ]);
  });

  it('may leave their end tags out and their rows empty', async () => {
    expect(await rowsOf('<table><tr><td><b>a<td>b<tr></tr><tr><td><td>c</table>')).toEqual([['a', 'b'], [], ['', 'c']]);
  });

  it('tell their places, counted from the beginning', async () => {
    const document = await read(
      '<table><tr><td>a<td>b</table>\n<p>c</p>\n<table>\n<tr><td>d<td>e\n<tr><td>f<td>g</table>',
    );
    expect(document.tables[0]?.rows.map((row) => row.place)).toEqual([
      { line: 1, table: 1, row: 1 },
      { line: 2 },
      { line: 4, table: 2, row: 1 },
      { line: 5, table: 2, row: 2 },
    ]);
  });

  it('inside cells come behind the row around them and are never mixed into it', async () => {
    expect(
      await rowsOf('<table><tr><td>a<td>b<table><tr><td>c<td>d<tr><td>e<td>f</table>g<td>h</tr><tr><td>i<td>j</table>'),
    ).toEqual([
      ['a', 'b\ng', 'h'],
      ['c', 'd'],
      ['e', 'f'],
      ['i', 'j'],
    ]);
  });

  it('of one cell, which lay pages out, give their lines one by one', async () => {
    expect(
      await rowsOf(`<table><tr><td><p>Identified Child</p><p>a.jpg</p><table><tr><td>b<td>c</table><p>d</p></table>`),
    ).toEqual([['Identified Child'], ['a.jpg'], ['b', 'c'], ['d']]);
  });

  it('keep text that stands between their cells', async () => {
    expect(await rowsOf('<table>x<tr>y<td>a<td>b</tr>z</table><td>q</td>')).toEqual([
      ['x'],
      ['y'],
      ['a', 'b'],
      ['z'],
      ['q'],
    ]);
  });
});

describe('encodings', () => {
  it.each([
    ['utf-8', Buffer.from('<meta charset=windows-1252><p>Größe –')],
    [
      'windows-1252, as stated',
      Buffer.from('<meta http-equiv=x content="text/html; charset=iso-8859-1"><p>Gr\xf6\xdfe \x96', 'latin1'),
    ],
    ['windows-1252', Buffer.from('<p>Gr\xf6\xdfe \x96', 'latin1')],
    ['windows-1252', Buffer.from('<meta charset="no-such"><p>Gr\xf6\xdfe \x96', 'latin1')],
    ['utf-16le', Buffer.from('\ufeff<p>Größe –', 'utf16le')],
    ['utf-16be', Buffer.from('<p>Größe –', 'utf16le').swap16()],
  ])('%s', async (encoding, bytes) => {
    const document = await read(bytes);
    expect(textsOf(document)).toEqual([['Größe –']]);
    expect(document.traits.get('encoding')).toBe(encoding);
  });
});

describe('bad input', () => {
  it.each([
    ['inside a table', '<p>x</p><table><tr><td>a<td>b</tr>'],
    ['inside a tag', '<p>x</p><p>a</p><a href="'],
    ['inside a comment', '<p>x</p><p>a</p><!-- '],
    ['inside a script', '<p>x</p><p>a</p><script>'],
    ['before its end', '<html><body><p>x</p><p>a</p>'],
    ['inside a character', Buffer.from('<p>x</p><p>ü</p><p>ü').subarray(0, -1)],
  ])('a page that ends %s', async (_title, text) => {
    const document = await read(text);
    expect(document.issues.map((issue) => issue.code)).toEqual(['cut-off']);
    expect(document.tables[0]?.rows.at(-1)?.issue).toBe(document.issues[0]);
    expect(document.tables[0]?.rows[0]?.issue).toBeUndefined();
  });

  it('frames are issues: what they show is not here', async () => {
    expect(issuesOf(await read('<p>x</p>\n<iframe src="http://a"></iframe>\n<p>y</p>'))).toEqual(['2 not-read']);
    await expect(read('<html><frameset></frameset></html>')).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
    expect(issuesOf(await read('<html><frameset><frame src=a></frameset></html>'))).toEqual(['1 not-read']);
  });

  it('NUL is damage of its line', async () => {
    expect(issuesOf(await read('<p>a</p>\n<p>b\0c</p>'))).toEqual(['2 nul-character']);
    expect(issuesOf(await read('<table><tr><td>a<td>b\0c</table>'))).toEqual(['1 nul-character']);
  });

  it.each([
    ['a million elements deep', '<div>'.repeat(1_000_000), 'INPUT_HOSTILE'],
    ['a million unclosed fonts', '<font>'.repeat(1_000_000), 'INPUT_HOSTILE'],
    ['tables within tables', '<table><tr><td>'.repeat(100), 'INPUT_HOSTILE'],
    ['ends of nothing', `${'<b>'.repeat(500)}${'</x>'.repeat(1_000_000)}`, 'INPUT_HOSTILE'],
    ['huge colspans', '<tr><td colspan=999999999>x'.repeat(4000), 'INPUT_TOO_LARGE'],
    ['huge rowspans', '<tr><td rowspan=999999999>x'.repeat(4000), 'INPUT_TOO_LARGE'],
    ['more rows than a report', '<tr>'.repeat(300_001), 'INPUT_TOO_LARGE'],
    ['nothing', '<p> </p>', 'INPUT_EMPTY'],
  ])('%s', async (_title, text, code) => {
    await expect(read(`<html><body><table>${text}`)).rejects.toMatchObject({ code });
  });

  it('an attribute of 100 MB and a million entities hold nobody up', async () => {
    expect(textsOf(await read(`<p title="${'a'.repeat(100_000_000)}">x</p>`))).toEqual([['x']]);
    const document = await read(`<p>${'&amp;'.repeat(1_000_000)}</p>`);
    expect(textsOf(document)[0]?.[0]).toHaveLength(1_000_000);
  });

  it('stops when it is interrupted', async () => {
    const input = { bytes: Buffer.from('<p>x'), name: 'x' };
    await expect(html.read(input, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('any table', () => {
  const text = fc
    .array(fc.constantFrom('a', 'ß', '<', '&', '>', '"', "'", '–', '1', '&amp;', '€'), { maxLength: 6 })
    .map((letters) => letters.join(''));
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

  it('comes back with the same cells, whatever end tags are left out', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), fc.constantFrom('', '\n', ' \t'), async (rows, isTerse, blank) => {
        const end = (name: string): string => (isTerse ? '' : `</${name}>`);
        const cells = (row: readonly string[]): string =>
          row.map((cell) => `${blank}<td>${blank}${escaped(cell)}${blank}${end('td')}`).join('');
        const body = rows.map((row) => `${blank}<tr>${cells(row)}${blank}${end('tr')}`).join('');
        const written = await rowsOf(`<p>x</p><table>${body}</table>`);
        expect(written.slice(1)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  it('loses no text, however broken the page is', async () => {
    const piece = fc.constantFrom(
      '<table>',
      '</table>',
      '<tr>',
      '</tr>',
      '<td>',
      '</td>',
      '<td colspan=2 rowspan=2>',
      '<p>',
      '</p>',
      '<b>',
      '</b>',
      '<br>',
      '<div>',
      '</div>',
      '<pre>',
      '</pre>',
      '<li>',
      '<th>',
      '<caption>',
      '<form>',
      '</form>',
      ' ',
      '\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 50 }), async (pieces) => {
        const words = pieces.map((_piece, index) => `w${index}w`);
        const page = `w${pieces.map((each, index) => each + words[index]).join('')}`;
        const rows = (await read(page)).tables[0]?.rows ?? [];
        const found = rows.flatMap((row) => row.cells.flatMap((cell) => cell.text.match(/w\d+w/g) ?? []));
        expect(found.toSorted()).toEqual(words.toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
