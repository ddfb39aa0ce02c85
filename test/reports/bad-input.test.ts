import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { writeWorkbook } from '../containers/reading.ts';
import { entryOf, withParts, zipOf } from '../containers/archives/zip-bytes.ts';
import { issuesOf, md5, outcomesOf, readReply, sha1 } from './reading.ts';

const header = 'MD5,File Name,Result\n';
const good = `${md5('good')},good.jpg,Identified Child\n`;

/** What becomes of one row between a good one above and a good one below. */
async function between(row: string): Promise<{ issues: string[]; outcomes: string[] }> {
  const report = await readReply(`${header}${good}${row}\n${good}`);
  expect(report.lines.read).toBe(4);
  return { issues: issuesOf(report), outcomes: outcomesOf(report) };
}

const onlyTheGoodOnes = ['2 identified', '4 identified'];

describe('bad input', () => {
  it.each([
    ['empty file', ''],
    ['byte order mark alone', '\ufeff'],
    ['blank lines alone', '\n\n \n'],
  ])('%s', async (_title, text) => {
    await expect(readReply(text)).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  });

  it('header only', async () => {
    await expect(readReply(header)).rejects.toMatchObject({ code: 'NO_RECORDS' });
    await expect(readReply(writeWorkbook({ S: [['MD5', 'Result']] }))).rejects.toMatchObject({ code: 'NO_RECORDS' });
    await expect(readReply(writeWorkbook({ Identified: [['MD5']] }))).rejects.toMatchObject({ code: 'NO_RECORDS' });
    await expect(readReply('Identified Child\nMD5\n')).rejects.toMatchObject({ code: 'NO_RECORDS' });
  });

  it('cut in mid-row, at any byte', async () => {
    const whole = `${header}${good}${md5(2)},second.jpg,Recognized,\n`.replace(',\n', '\n');
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let end = last + 1; end < whole.length - 1; end += 1) {
      const report = await readReply(whole.slice(0, end));
      expect(outcomesOf(report)).toEqual(['2 identified']);
      expect(issuesOf(report)).toHaveLength(1);
    }
  });

  it.each([
    ['31 characters', `${md5(1).slice(1)},a.jpg,Identified`, 'digest-length'],
    ['33 characters', `${md5(1)}a,a.jpg,Identified`, 'digest-length'],
    ['two digests in one cell', `${md5(1)} ${md5(2)},a.jpg,Identified`, 'two-digests'],
    ['MD5 column holding SHA-1', `${sha1(1)},a.jpg,Identified`, 'digest-column'],
    ["Excel's number mangling", '1.23E+31,a.jpg,Identified', 'digest-number'],
    ['a rounded number', '12345678901234500000000000000000,a.jpg,Identified', 'digest-number'],
    ['an unknown outcome', `${md5(1)},a.jpg,Pending`, 'unknown-outcome'],
    ['no outcome', `${md5(1)},a.jpg,`, 'no-outcome'],
    ['no digest and no name', ',,Identified', 'no-digest-or-name'],
    ['an outcome with more behind it', `${md5(1)},a.jpg,Identified Child: No`, 'unknown-outcome'],
    ['an unclosed quote', `"${md5(1)},a.jpg,Identified`, 'unclosed-quote'],
    ['text behind a quote', `${md5(1)},"a" b.jpg,Identified`, 'text-after-quote'],
    ['NUL bytes', `${md5(1)},a\0.jpg,Identified`, 'nul-character'],
    ['too many fields', `${md5(1)},a,b.jpg,Identified`, 'extra-cells'],
    ['a formula as text', `=A1,a.jpg,Identified`, 'digest-characters'],
  ])('%s', async (_title, row, code) => {
    expect(await between(row)).toEqual({ issues: [`3 ${code}`], outcomes: onlyTheGoodOnes });
  });

  it('control characters of the document are shown escaped', async () => {
    const report = await readReply(`${header}${good}${md5(1)},a.jpg,\u001b[2JIdentified\n`);
    expect(report.issues[0]?.message).toContain('\\x1b[2JIdentified');
  });

  it('="…" cells and a sep=; line', async () => {
    const report = await readReply(`sep=;\n${header.replaceAll(',', ';')}="${md5(1)}";="a.jpg";"=""Recognized"""\n`);
    expect(report.records).toMatchObject([{ digests: { md5: md5(1) }, fileName: 'a.jpg', outcome: 'recognized' }]);
    expect(report.lines).toEqual({ read: 3, records: 1, issues: 0, headings: 2, blanks: 0, furniture: 0 });
  });

  it('a 100 MB single line', async () => {
    const bytes = Buffer.alloc(100_000_000, 'a');
    bytes.write(header);
    await expect(readReply(bytes)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', place: { line: 2 } });
  });

  it('__proto__ as header, sheet name, outcome, file name and series', async () => {
    const text = await readReply(
      `__proto__,MD5,File Name,Result,Series\nx,${md5(1)},__proto__,Identified,__proto__\ny,${md5(2)},constructor,__proto__,\n`,
    );
    expect(text.records).toMatchObject([{ fileName: '__proto__', series: '__proto__' }]);
    expect(issuesOf(text)).toEqual(['3 unknown-outcome']);
    const rows = [
      ['__proto__', 'MD5', 'Result'],
      ['x', md5(1), 'Identified'],
    ];
    const workbook = await readReply(writeWorkbook([['__proto__', XLSX.utils.aoa_to_sheet(rows)]]));
    expect(workbook.records.map((record) => record.place)).toEqual([{ sheet: '__proto__', row: 2 }]);
  });

  it('a zip bomb with the extension xlsx', async () => {
    const zeros = Buffer.alloc(100_000_000);
    const part = { deflated: deflateRawSync(zeros, { level: 1 }), sizeBytes: zeros.length, crc: crc32(zeros) };
    const names = ['xl/workbook.xml', 'xl/sharedStrings.xml', 'xl/styles.xml', 'xl/worksheets/sheet1.xml', 'xl/x.xml'];
    const bytes = zipOf([entryOf('[Content_Types].xml', '<x/>'), ...names.map((name) => ({ name, ...part }))]);
    await expect(readReply(bytes)).rejects.toMatchObject({ code: 'INPUT_HOSTILE' });
  });

  it('an entity bomb inside a workbook', async () => {
    const bytes = withParts(
      writeWorkbook({
        S: [
          ['MD5', 'Result'],
          [md5(1), 'Identified'],
        ],
      }),
      (_name, xml) => xml.replace(/\?>/, '?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'),
    );
    await expect(readReply(bytes)).rejects.toMatchObject({ code: 'INPUT_HOSTILE' });
  });

  it('an encrypted workbook', async () => {
    const file = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(file, 'EncryptedPackage', Buffer.alloc(5000, 7));
    const bytes = Uint8Array.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
    await expect(readReply(bytes)).rejects.toMatchObject({ code: 'INPUT_ENCRYPTED' });
  });

  it.each([
    ['a program', '\x7fELF\n'],
    ['random bytes', String.fromCharCode(...Array.from({ length: 500 }, (_, index) => (index * 89) % 256))],
  ])('%s', async (_title, text) => {
    await expect(readReply(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });
});

describe('bad input in workbooks', () => {
  const text = (value: string): XLSX.CellObject => ({ t: 's', v: value });

  /** A sheet with a header, one good row, and the given third row. */
  function withRow(cells: Readonly<Record<string, XLSX.CellObject>>, more: Partial<XLSX.WorkSheet> = {}): Uint8Array {
    const sheet: XLSX.WorkSheet = {
      '!ref': 'A1:D5',
      A1: text('MD5'),
      B1: text('File Name'),
      C1: text('Result'),
      D1: text('Series'),
      A2: text(md5('good')),
      C2: text('Identified'),
      ...cells,
      ...more,
    };
    return writeWorkbook([['Reply', sheet]]);
  }

  it.each([
    ['number cells', { A3: { t: 'n', v: 1.23e31 }, C3: text('Identified') }, 'digest-number', 'A'],
    ['date cells', { A3: { t: 'n', v: 45_000, z: 'yyyy-mm-dd' }, C3: text('Identified') }, 'digest-number', 'A'],
    ['formula cells for digests', { A3: { t: 's', v: md5(1), f: 'B9' }, C3: text('Identified') }, 'formula', 'A'],
    ['formula cells for outcomes', { A3: text(md5(1)), C3: { t: 's', v: 'Identified', f: 'C9' } }, 'formula', 'C'],
    ['error cells', { A3: text(md5(1)), C3: text('Identified'), D3: { t: 'e', v: 0x2a } }, 'cell-error', 'D'],
  ] as [string, Record<string, XLSX.CellObject>, string, string][])('%s', async (_title, cells, code, column) => {
    const report = await readReply(withRow(cells));
    expect(issuesOf(report)).toEqual([`3 ${code}`]);
    expect(report.issues[0]?.place).toEqual({ sheet: 'Reply', row: 3, column });
    expect(outcomesOf(report)).toEqual(['2 identified']);
  });

  it('merged cells', async () => {
    const merges = { '!merges': [XLSX.utils.decode_range('C2:C3'), XLSX.utils.decode_range('A4:B4')] };
    const report = await readReply(withRow({ A3: text(md5(1)), A4: text(md5(2)), C4: text('Recognized') }, merges));
    expect(outcomesOf(report)).toEqual(['2 identified']);
    expect(issuesOf(report)).toEqual(['3 merged-cell', '4 merged-cell']);
  });

  it('hidden rows count like any other', async () => {
    const report = await readReply(
      withRow({ A3: text(md5(1)), C3: text('Recognized') }, { '!rows': [{}, {}, { hidden: true }] }),
    );
    expect(outcomesOf(report)).toEqual(['2 identified', '3 recognized']);
  });

  it('a formula without a stored result', async () => {
    const bytes = withParts(
      withRow({ A3: text(md5(1)), C3: text('Recognized'), D3: { t: 'n', v: 7, f: '3+4' } }),
      (_name, xml) => xml.replace('<f>3+4</f><v>7</v>', '<f>3+4</f>'),
    );
    expect(issuesOf(await readReply(bytes))).toEqual(['3 formula-without-value']);
  });
});
