import { describe, expect, it } from 'vitest';
import type { ColumnUse } from '../../../src/hashsets/csv-columns.ts';
import { csv } from '../../../src/hashsets/formats/csv.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';

async function one(text: string | Uint8Array) {
  const { records, issues } = await readWhole(csv, text);
  expect(issues).toEqual([]);
  expect(records.length).toBe(1);
  return records[0];
}

describe('csv takes', () => {
  it.each([',', ';', '\t'])('the delimiter %j, columns in any order and letter case', async (delimiter) => {
    const heading = ['File Name', 'sha_1', 'FILE SIZE', 'Md5 Hash'].join(delimiter);
    const row = ['"a ""b"""', sha1.toUpperCase(), '3', ` ${md5} `].join(delimiter);
    expect(await one(`${heading}\r\n${row}`)).toEqual({
      place: { line: 2 },
      digests: { md5, sha1 },
      sizeBytes: 3,
      attributes: { names: ['a "b"'] },
    });
  });

  it('sep= before the heading', async () => {
    expect((await one(`sep=|\nmd5|path\n${md5}|a,b;c\n`))?.attributes?.names).toEqual(['a,b;c']);
  });

  it('one column of digests of any algorithm', async () => {
    const { records } = await readWhole(csv, `Hash Value,Series\n${md5},S\n${sha1},\n`);
    expect(records.map(({ digests }) => digests)).toEqual([{ md5 }, { sha1 }]);
  });

  it('headings and members called __proto__, and headings that stand twice', async () => {
    const record = await one(`md5,__proto__,x,x,File,Path\n${md5},p,1,2,f,g\n`);
    expect(record?.attributes?.names).toEqual(['f']);
    expect([...(record?.attributes?.unknownMembers ?? [])]).toEqual([
      ['__proto__', 'p'],
      ['x', '1'],
      ['x (column 4)', '2'],
      ['Path', 'g'],
    ]);
  });

  it('a category number with its scheme, 0 too, and one without', async () => {
    const text = `md5,vics_category,vics_scheme\n${md5},0,vics-2/UK\n${md5},3,\n${md5},,vics-1\n`;
    const { records } = await readWhole(csv, text);
    expect(records.map(({ attributes }) => attributes?.vicsCategory)).toEqual([
      { value: 0, scheme: 'vics-2/UK' },
      { value: 3, scheme: 'vics/unstated' },
      undefined,
    ]);
  });

  it('names of Windows-1252', async () => {
    const bytes = Buffer.from(`md5,path\n${md5},\u00e4\u0093\n`, 'latin1');
    expect((await one(bytes))?.attributes?.names).toEqual(['ä“']);
  });
});

describe('csv refuses, with the line and what to do,', () => {
  it.each([
    [`${md5},a,b`, 'csv-columns'],
    [md5, 'csv-columns'],
    [`${sha1},a`, 'digest-length'],
    [`${md5.slice(1)},a`, 'digest-length'],
    [`"${md5}\n${md5}",a`, 'digest-several'],
    ['1.23E+31,a', 'digest-mangled'],
    ['=A1,a', 'digest-formula'],
    [',a', 'no-digest'],
    [`${md5},a"b`, 'csv-quote'],
    [`${md5},"a"b`, 'csv-quote'],
  ])('%j: %s', async (row, code) => {
    const { records, issues } = await readWhole(csv, `md5,path\n${md5},a\n${row}\n${md5},b\n`);
    expect(records.map(({ attributes }) => attributes?.names?.[0])).toEqual(['a', 'b']);
    expect(codes(issues)).toEqual([`3 ${code}`]);
  });

  it('a quotation mark that is never closed, for its own line only', async () => {
    const { records, issues } = await readWhole(csv, `md5,path\n${md5},"a\n${md5},b\n\n${md5},c`);
    expect(records.map(({ place }) => place.line)).toEqual([3, 5]);
    expect(codes(issues)).toEqual(['2 csv-quote']);
  });

  it('a quoted field of more than a thousand lines, for its first line only', async () => {
    const rows = Array.from({ length: 3000 }, () => `${md5},b\n`).join('');
    const { records, issues } = await readWhole(csv, `md5,path\n${md5},"a\n${rows}`);
    expect(records.length).toBe(3000);
    expect(codes(issues)).toEqual(['2 csv-quote']);
  });

  it('two values of one algorithm that differ', async () => {
    expect(codes((await readWhole(csv, `md5,hash\n${md5},${'0'.repeat(32)}\n`)).issues)).toEqual(['2 digests-differ']);
  });

  it.each([
    ['no heading', `${md5},a\n`],
    ['a heading without digests', 'path,size\na,3\n'],
    ['a heading that names one algorithm twice', `md5,MD5 Hash\n${md5},${md5}\n`],
  ])('%s, altogether', async (_, text) => {
    await expect(readWhole(csv, text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN', place: { line: 1 } });
  });
});

describe('csv with columns named', () => {
  const columns = (...uses: readonly (readonly [string, ColumnUse])[]) => ({ columns: new Map(uses) });

  it('reads what they are said to hold, in any letter case, and leaves away what is to be left away', async () => {
    const text = `Prüfsumme;Notes;Datei\n${md5};x;a.jpg\n`;
    const { records, issues } = await readWhole(
      csv,
      text,
      columns(['prüfsumme', 'md5'], ['Notes', 'skip'], ['Datei', 'path']),
    );
    expect(issues).toEqual([]);
    expect(records).toEqual([{ place: { line: 2 }, digests: { md5 }, attributes: { names: ['a.jpg'] } }]);
  });

  it('goes before what titles say: the column that lost its meaning is kept under its title', async () => {
    const text = `File Name,Real Name,MD5\nx,a.jpg,${md5}\n`;
    const { records } = await readWhole(csv, text, columns(['Real Name', 'path']));
    expect(records[0]?.attributes).toEqual({ names: ['a.jpg'], unknownMembers: new Map([['File Name', 'x']]) });
  });

  it('tells columns of one title, and those without, by their number', async () => {
    const text = `Hash,Hash,\n${md5},${sha1},a.jpg\n`;
    const uses = columns(['Hash', 'md5'], ['Hash (column 2)', 'sha1'], ['(column 3)', 'path']);
    expect((await readWhole(csv, text, uses)).records[0]).toMatchObject({
      digests: { md5, sha1 },
      attributes: { names: ['a.jpg'] },
    });
  });

  it.each([
    [
      'a title that is not there',
      [['Hash Vlue', 'md5']],
      /no column "Hash Vlue"/,
      /Did you mean "Hash Value"\? Its columns/,
    ],
    ['two columns of one meaning', [['Hash Value', 'md5']], /"Hash Value" and "MD5"/, /=skip/],
    [
      'no digests left',
      [
        ['Hash Value', 'skip'],
        ['MD5', 'skip'],
      ],
      /names a column of digests/,
      /"Hash Value", "MD5", "x"/,
    ],
  ] as const)('refuses %s', async (_, uses, message, hint) => {
    const text = `Hash Value,MD5,x\n${md5},${md5},1\n`;
    await expect(readWhole(csv, text, columns(...uses))).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it('tells nothing of a first line that is no heading', async () => {
    const error = await readWhole(csv, `${md5},secret.jpg\n`, columns(['a', 'md5'])).catch((one: unknown) => one);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/secret|9001/);
    expect(error).toMatchObject({ code: 'USAGE', hint: expect.stringContaining('no heading') });
  });
});

describe('csv that ends within its last digest', () => {
  it('gives no digest of another length', async () => {
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const text = `Series,Hash\nS,${sha256}\nS,${sha256.slice(0, 40)}`;
    const { records, issues } = await readWhole(csv, text);
    expect([records.length, codes(issues)]).toEqual([1, ['3 digest-cut']]);
  });
});

describe('csv writes', () => {
  it('no cell that a spreadsheet program would run, and every text as it was', async () => {
    const texts = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', "'=1", "''=1", "'x", '="x"', '=HYPERLINK("http://a")'];
    const records = texts.map((comments) => ({ place: {}, digests: { md5: md5 as never }, attributes: { comments } }));
    const { bytes } = await writeWhole(csv, records);
    expect(bytes.toString()).not.toMatch(/(?:^|,)"?[=+\-@\t\r]/m);
    expect((await readWhole(csv, bytes)).records.map(({ attributes }) => attributes?.comments)).toEqual(texts);
  });

  it('its documented heading, and lists as JSON', async () => {
    const attributes = { names: ['a/b.jpg', 'c'], tags: ['x', 'y'], vicsCategory: { value: 0, scheme: 'vics-1' } };
    const { bytes } = await writeWhole(csv, [{ place: {}, digests: { md5: md5 as never }, sizeBytes: 3, attributes }]);
    expect(bytes.toString()).toBe(
      'md5,sha1,sha256,blake3,size,kind,path,series,contact,victim_identified,offender_identified,is_distributed,' +
        'vics_category,vics_scheme,tags,comments,photodna,mime,names,unknown_members\n' +
        `${md5},,,,3,,a/b.jpg,,,,,,0,vics-1,"[""x"",""y""]",,,,c,\n`,
    );
  });
});
