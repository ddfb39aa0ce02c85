import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/containers/text/plain-text.ts';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { issuesOf, readBytes, textsOf } from '../reading.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** As a body of a message is read: without asking what it is. */
async function read(text: string | Uint8Array) {
  return plainText.read({ bytes: Buffer.from(text as string), name: 'body' });
}

async function rowsOf(...lines: readonly string[]): Promise<string[][]> {
  return textsOf(await read(lines.join('\n')));
}

describe('written text and delimited text', () => {
  const idOf = (text: string): string => recogniseContainer({ bytes: Buffer.from(text), name: 'reply' }).id;

  it.each([
    [
      'a letter',
      'Dear Detective Smith,\n\nplease find the "results" below, as requested, of the review.\nJane Doe, NCMEC\n',
    ],
    [
      'quotes at the beginning of lines',
      'He wrote to us about the files:\n"all of them" are known, it seems to me, now.\n',
    ],
    ['columns', `MD5                               Result\n${md5}  Identified\n`],
    ['a forwarded message', '> Identified Child\n> a.jpg\n'],
    ['md5sum lines', `${md5}  a.jpg\n${md5}  b.jpg\n`],
    ['a text that merely has a tag in it', 'We found that a < b and b > c, and that is <b>all</b> of it.\n'],
  ])('%s is written', (_title, text) => expect(idOf(text)).toBe('plain-text'));

  it.each([
    ['a header alone', 'MD5,Result\n'],
    [
      'CSV below a title',
      `Results of the review of the files that were sent\n\nMD5,Name\n${md5},a.jpg\n${md5},b.jpg\n`,
    ],
    [
      'CSV with blanks behind its commas',
      `MD5, File Name, Result\n${md5}, a.jpg, Identified Child\n${md5}, b.jpg, Recognized\n`,
    ],
    ['CSV with sentences in it', `MD5,Comment\n${md5},"This is a long comment, with a comma in it."\n`],
    ['TSV', `MD5\tResult\n${md5}\tIdentified Child\n`],
    ['a list below headings', 'Identified Child\na.jpg\nb.jpg\n'],
  ])('%s is delimited', (_title, text) => expect(idOf(text)).toBe('delimited-text'));

  it('give each reason a confidence of its own', () => {
    for (const text of ['a, b\n', 'One two three four five six seven.\n', 'a\nb\n']) {
      const input = { bytes: Buffer.from(text), name: 'reply' };
      expect(recogniseContainer(input).recognise(input)?.reason).toMatch(/\w/);
    }
  });
});

describe('lines', () => {
  it('are rows, blank ones too, with prose, commas and quotes left whole', async () => {
    const document = await read('Dear Det. Smith,\r\n\r\nplease see "the list", below.  Thank you.\r\n');
    expect(textsOf(document)).toEqual([['Dear Det. Smith,'], [], ['please see "the list", below.  Thank you.']]);
    expect(document.tables[0]?.rows.map((row) => row.place)).toEqual([{ line: 1 }, { line: 2 }, { line: 3 }]);
    expect(document.issues).toEqual([]);
  });

  it('of a quoted message lose their marks and keep their place', async () => {
    const document = await read('See below.\n\n> Identified Child\n> > a.jpg\n>\n>> b.jpg\n');
    expect(textsOf(document)).toEqual([['See below.'], [], ['Identified Child'], ['a.jpg'], [], ['b.jpg']]);
    expect(document.tables[0]?.rows[5]?.place).toEqual({ line: 6 });
    expect(document.traits.get('quoted lines')).toBe('4');
  });

  it('of a name and a value are one cell, whatever stands between the two', async () => {
    expect(await rowsOf('Case Number:      24-0001', 'Agency:  Invented PD')).toEqual([
      ['Case Number:      24-0001'],
      ['Agency:  Invented PD'],
    ]);
  });

  it('keep the marks of other scripts and lose what splits words unseen', async () => {
    expect(await rowsOf(`${md5.slice(0, 9)}\u200b${md5.slice(9)} a\u00adb.jpg`, '\u0646\u200c\u0645 x')).toEqual([
      [md5, 'ab.jpg'],
      ['\u0646\u200c\u0645 x'],
    ]);
  });
});

describe('columns', () => {
  it('are found by gaps that lines share, so that an empty cell stays empty', async () => {
    expect(
      await rowsOf(
        'MD5                               Name        Series     Contact',
        `${md5}  a b.jpg     Blue Lamp  Det. A`,
        `${md5}  c.jpg                  Det. B`,
        `${md5}              Red Door`,
      ),
    ).toEqual([
      ['MD5', 'Name', 'Series', 'Contact'],
      [md5, 'a b.jpg', 'Blue Lamp', 'Det. A'],
      [md5, 'c.jpg', '', 'Det. B'],
      [md5, '', 'Red Door'],
    ]);
  });

  it('keep an empty column that only the header fills', async () => {
    expect(
      await rowsOf(
        'File      Series      Contact',
        'a.jpg                 Det. A',
        'b.jpg                 Det. B',
        'c.jpg                 Det. C',
        'd.jpg                 Det. D',
      ),
    ).toEqual([
      ['File', 'Series', 'Contact'],
      ...['a', 'b', 'c', 'd'].map((name) => [`${name}.jpg`, '', `Det. ${name.toUpperCase()}`]),
    ]);
  });

  it('go on below headings and blank lines', async () => {
    expect(
      await rowsOf(`${md5}  a.jpg   Det. A`, '', 'Recognized', '', `${md5}          Det. B`, '', `${md5}  c.jpg`),
    ).toEqual([[md5, 'a.jpg', 'Det. A'], [], ['Recognized'], [], [md5, '', 'Det. B'], [], [md5, 'c.jpg']]);
  });

  it('are drawn by lines of dashes, which say nothing themselves', async () => {
    const document = await read(
      ['Name   Result', '-----  ----------', 'a.jpg  Identified', '       Recognized', 'longer.jpg  Identified'].join(
        '\n',
      ),
    );
    expect(textsOf(document)).toEqual([
      ['Name', 'Result'],
      [],
      ['a.jpg', 'Identified'],
      ['', 'Recognized'],
      ['longer.jpg', 'Identified'],
    ]);
  });

  it('that a line does not keep to are an issue where it names anything', async () => {
    const document = await read(
      [
        'Name   Series  Contact',
        '-----  ------  -------',
        'a.jpg  Lamp    Det. A',
        'a long name.jpg Lamp  Det. B',
      ].join('\n'),
    );
    expect(issuesOf(document)).toEqual(['4 columns-unclear']);
  });

  it('may be right-aligned, framed, or parted by tabs', async () => {
    expect(await rowsOf('File         Size', 'a.jpg          12', 'b.jpg     1234567')).toEqual([
      ['File', 'Size'],
      ['a.jpg', '12'],
      ['b.jpg', '1234567'],
    ]);
    expect(await rowsOf('+-----+---+', '| MD5 | R |', '+-----+---+', `| ${md5} |   |`)).toEqual([
      [],
      ['MD5', 'R'],
      [],
      [md5, ''],
    ]);
    expect(await rowsOf('a\t\tc', 'd\te\tf')).toEqual([
      ['a', '', 'c'],
      ['d', 'e', 'f'],
    ]);
    expect(await rowsOf('name\t\tResult', 'longername.jpg\tIdentified', 'a.jpg\t\tRecognized')).toEqual([
      ['name', 'Result'],
      ['longername.jpg', 'Identified'],
      ['a.jpg', 'Recognized'],
    ]);
  });

  it('of comma separated values are cut where digests stand among them', async () => {
    expect(await rowsOf('See the list, please.', '', 'MD5,Name', `${md5},"a,b.jpg"`, `${md5},`)).toEqual([
      ['See the list, please.'],
      [],
      ['MD5', 'Name'],
      [md5, 'a,b.jpg'],
      [md5, ''],
    ]);
    expect(await rowsOf('Smith, John', 'Doe, Jane')).toEqual([['Smith, John'], ['Doe, Jane']]);
  });
});

describe('a digest that a mail program broke', () => {
  const lead = 'the file that you asked about in your letter of May has the value '.padEnd(70, '.');
  const broken = (at: number, digest = md5): string => `${lead} ${digest.slice(0, at)}\n${digest.slice(at)} and more`;

  it('is joined; both lines are accounted for', async () => {
    const document = await read(`${broken(6)}\nnext\n`);
    expect(textsOf(document)).toEqual([[`${lead} ${md5} and more`], [], ['next']]);
    expect(document.tables[0]?.rows.map((row) => row.place.line)).toEqual([1, 2, 3]);
    expect(document.traits.get('joined lines')).toContain('1 with the line below');
    expect(textsOf(await read(broken(30, sha256)))[0]).toEqual([`${lead} ${sha256} and more`]);
    expect(textsOf(await read(`> ${broken(6).replace('\n', '\n> ')}`))[0]).toEqual([`${lead} ${md5} and more`]);
  });

  it.each([
    ['a short line', `value ${md5.slice(0, 6)}\n${md5.slice(6)}`],
    ['a digest that is whole', `${lead} ${md5}\n${'ab'.repeat(4)} x`],
    ['what is no digest together', `${lead} ${md5.slice(0, 6)}\n${md5.slice(7)}`],
    ['a word that goes on', `${lead} ${md5.slice(0, 6)}\n${md5.slice(6)}g`],
    ['a word that began before', `${lead} x${md5.slice(0, 6)}\n${md5.slice(6)}`],
    ['lists of shorter values', `${'ab'.repeat(8)}\n${'cd'.repeat(8)}\n`],
  ])('is not made of %s', async (_title, text) => {
    const document = await read(text);
    expect(textsOf(document).map((row) => row.join(' '))).toEqual(text.trimEnd().split('\n'));
    expect(document.traits.has('joined lines')).toBe(false);
  });
});

describe('bad input', () => {
  it('gives an issue with its place, or a typed error', async () => {
    expect(issuesOf(await read('Dear all\nab\0c\nend'))).toEqual(['2 nul-character']);
    expect(issuesOf(await read(Buffer.from('Dear all,\nüü').subarray(0, -1)))).toEqual(['2 cut-off']);
    await expect(read('\ufeff \n\n')).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
    await expect(read('> > >\n')).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
    await expect(read(`Dear all\n${'a'.repeat(2 ** 21)}`)).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      place: { line: 2 },
    });
    await expect(read('a\n'.repeat(300_001))).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
    await expect(
      plainText.read({ bytes: Buffer.from('x'), name: 'x' }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it.each([
    ['blanks', ' '.repeat(1_000_000) + 'x'],
    ['gaps', 'a  '.repeat(300_000)],
    ['tabs', '\t'.repeat(1_000_000)],
    ['pipes', '|'.repeat(1_000_000)],
    ['quotes', `${md5},"`.repeat(25_000)],
    ['dashes', '- '.repeat(500_000)],
    ['marks', '> '.repeat(500_000)],
  ])('of a megabyte of %s in a line holds nobody up', async (_title, line) => {
    const document = await read(`Dear all\n${`${line}\n`.repeat(5)}`);
    expect(document.tables[0]?.rows).toHaveLength(6);
  });

  it('keeps terminal escapes where they are, for others to show', async () => {
    expect(textsOf(await readBytes('Dear all, this is \u001b[2Jwhat we have found here.\n'))[0]?.[0]).toContain(
      '\u001b[2J',
    );
  });
});

describe('any table laid out with blanks', () => {
  const word = fc.constantFrom('', 'a', 'b.jpg', 'two words', 'Größe', 'Det. A', '1,2', '"q"', 'x-y');
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(word, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 }),
    );

  it('comes back with the same cells', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (cells) => {
        const rows = cells.map((row, index) => [`${md5.slice(0, 30)}${String(index).padStart(2, '0')}`, ...row]);
        const header = ['MD5', ...(cells[0] ?? []).map((_cell, index) => `Column ${index}`)];
        const all = [header, ...rows];
        const widths = header.map((_name, index) => Math.max(...all.map((row) => (row[index] ?? '').length)) + 2);
        const lines = all.map((row) =>
          row
            .map((cell, index) => cell.padEnd(widths[index] ?? 0))
            .join('')
            .trimEnd(),
        );
        const filled = all.map((row) => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1));
        expect(await rowsOf(...lines)).toEqual(filled);
      }),
      { numRuns: 300 },
    );
  });

  it('gives every line to exactly one row', async () => {
    const piece = fc.constantFrom('a', '  ', ' ', '\t', '> ', '|', md5, '---', 'b.jpg', ':', ',', '\n', '\n\n', '"');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const text = `x\n${pieces.join('')}`;
        const rows = (await read(text)).tables[0]?.rows ?? [];
        const lines = text.replace(/\n$/, '').split('\n').length;
        expect(rows.map((row) => row.place.line)).toEqual(Array.from({ length: lines }, (_, index) => index + 1));
      }),
      { numRuns: 300 },
    );
  });
});
