import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issuesOf, readBytes, textsOf } from '../reading.ts';

describe('fields and records', () => {
  it('keeps blanks, quotes, line breaks and delimiters inside fields', async () => {
    const document = await readBytes('a, b ,c\r\n"x, ""y""","p\r\nq" ,r\r\n');
    expect(textsOf(document)).toEqual([
      ['a', ' b ', 'c'],
      ['x, "y"', 'p\nq', 'r'],
    ]);
  });

  it('numbers rows by the line on which they begin, and keeps blank ones', async () => {
    const document = await readBytes('h1,h2\n"a\nb\nc",d\n\n,\nlast,row\n');
    expect(document.tables[0]?.rows.map((row) => row.place)).toEqual([1, 2, 5, 6, 7].map((line) => ({ line })));
    expect(textsOf(document)[2]).toEqual([]);
  });

  it.each(['\n', '\r\n', '\r'])('ends lines at %j', async (lineEnd) => {
    expect(textsOf(await readBytes(['a,b', 'c,d', ''].join(lineEnd)))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('undoes ="…" and nothing else that looks like it', async () => {
    const document = await readBytes('="0012","=""a""""b""",=1+1\nx,y,z\n');
    expect(textsOf(document)[0]).toEqual(['0012', 'a"b', '=1+1']);
  });

  it('keeps a column named __proto__', async () => {
    expect(textsOf(await readBytes('__proto__,MD5\nx,y\n'))).toEqual([
      ['__proto__', 'MD5'],
      ['x', 'y'],
    ]);
  });
});

describe('what cannot be a record', () => {
  it('keeps an unclosed quote from swallowing the lines below it', async () => {
    const document = await readBytes('a,b\n1,"x\n2,y\n3,"z"\n4,w\n');
    expect(issuesOf(document)).toEqual(['2 unclosed-quote']);
    expect(textsOf(document).slice(2)).toEqual([
      ['2', 'y'],
      ['3', 'z'],
      ['4', 'w'],
    ]);
  });

  it('does so too where a later quote seems to close it', async () => {
    const document = await readBytes('a,b\n1,"x\n2,y\n3,z"\n4,w\n');
    expect(issuesOf(document)).toEqual(['2 unclosed-quote']);
    expect(textsOf(document).map((row) => row.length)).toEqual([2, 1, 2, 2, 2]);
  });

  it('takes text behind a closing quote for a fault of its line alone', async () => {
    const document = await readBytes('a,b\n"5" disk",y\n2,w\n');
    expect(issuesOf(document)).toEqual(['2 text-after-quote']);
    expect(textsOf(document)[2]).toEqual(['2', 'w']);
  });

  it('takes a last row without line end and with too few fields for cut off', async () => {
    expect(issuesOf(await readBytes('a,b,c\n1,2,3\n4,5'))).toEqual(['3 cut-off']);
    expect(issuesOf(await readBytes('a,b,c\n1,2,3\n4,5\n'))).toEqual([]);
    expect(issuesOf(await readBytes('a,b,c\n1,2,3\n4,5,6'))).toEqual([]);
    expect(issuesOf(await readBytes('a,b,c\n1,2,3\n4,5,"6'))).toEqual(['3 unclosed-quote']);
    expect(issuesOf(await readBytes(Buffer.from('a,b\n1,ü').subarray(0, -1)))).toEqual(['2 cut-off']);
  });

  it('takes NUL characters for damage of their line', async () => {
    expect(issuesOf(await readBytes('a,b\n1,\0\0\n2,c\n'))).toEqual(['2 nul-character']);
  });

  it.each(['', '\ufeff', '\n \n\t\n'])('finds nothing in %j', async (text) => {
    await expect(readBytes(text)).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  });

  it('refuses a single line of 100 MB at once', async () => {
    const before = process.memoryUsage().rss;
    await expect(readBytes(Buffer.alloc(100_000_000, 'a'))).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      place: { line: 1 },
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it('is not held up by many quotes that never close', async () => {
    const document = await readBytes(`a,b\n${'x","\n'.repeat(20_000)}`);
    expect(document.tables[0]?.rows).toHaveLength(20_001);
  });

  it('stops when it is interrupted', async () => {
    const { delimitedText } = await import('../../../src/containers/text/delimited-text.ts');
    const input = { bytes: Buffer.from('a,b\n'), name: 'reply' };
    await expect(delimitedText.read(input, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });
});

describe('the delimiter', () => {
  it.each([
    ['comma', 'a,b,c\n1;,2,3\n', ','],
    ['semicolon below titles with commas', 'Report, invented\nof 1, 2, 3\na;b;c\n1,5;2;3\n4;5;6,1\n', ';'],
    ['tab with regular commas inside', 'n\tp\tr\nDoe, J\tx\ty\nRoe, K\tz\tw\n', 'tab'],
    ['pipe', 'a|b\nc|d\n', '|'],
    ['ragged rows', 'a;b;c\n1;2\n3;4;5\n6;7;8\n9\n', ';'],
    ['quoted fields', '"a;b;c",x\n"d;e;f",y\n', ','],
    ['stated', 'sep=|\na,b|c\nd,e|f\n', '|'],
    ['stated in quotes', '"sep=;"\na,b;c\n', ';'],
    ['a header alone', 'MD5;Result\n', ';'],
    ['none', 'Identified Child\naaaa\nbbbb\n', 'none'],
  ])('%s', async (_title, text, delimiter) => {
    expect((await readBytes(text)).traits.get('delimiter')).toBe(delimiter);
  });

  it('is not guessed where two fit alike', async () => {
    await expect(readBytes('a,b;c\nd,e;f\n')).rejects.toMatchObject({ code: 'FORMAT_AMBIGUOUS' });
  });
});

describe('any table', () => {
  const field = fc.oneof(
    fc.constantFrom('', ' ', 'x', 'a b', '"', '""', 'a"b', 'two\nlines', ',', ';', '|', 'ü–', "'", '=x'),
    fc.string({ maxLength: 8 }).filter((text) => !/[\0\r\ufeff\ud800-\udfff]/.test(text)),
  );
  const table = fc
    .integer({ min: 3, max: 6 })
    .chain((width) =>
      fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 12 }),
    );

  /** RFC 4180, every field quoted; the second implementation is this writer. */
  function write(rows: string[][], delimiter: string): string {
    return rows.map((row) => `${row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter)}\r\n`).join('');
  }

  it('is read as it was written, whatever stands between its fields', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(',', ';', '\t', '|'), async (rows, delimiter) => {
        const document = await readBytes(`sep=${delimiter}\r\n${write(rows, delimiter)}`);
        const texts = textsOf(document).slice(1);
        expect(document.issues).toEqual([]);
        expect(texts).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('gives every physical line to one row, whatever is cut off or broken', async () => {
    const anything = fc.array(fc.constantFrom('a', ',', '"', '\n', ' ', ';', '""', 'x\n'), {
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(anything, async (parts) => {
        const text = `sep=,\nh,i\n${parts.join('')}`;
        const rows = (await readBytes(text)).tables[0]?.rows ?? [];
        const lines = text.replace(/\n$/, '').split('\n').length;
        for (const [index, row] of rows.entries()) {
          const next = rows[index + 1]?.place.line ?? lines + 1;
          const within = row.cells.reduce((sum, cell) => sum + cell.text.split('\n').length - 1, 0);
          expect(next - (row.place.line ?? 0)).toBe(within + 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});
