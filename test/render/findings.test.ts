import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inflateZipEntry, readZipDirectory } from '../../src/containers/archives/zip-archive.ts';
import { formatFindingsCsv } from '../../src/render/findings-csv.ts';
import { formatFindingsJson } from '../../src/render/findings-json.ts';
import { countFindings, formatFindings } from '../../src/render/findings-text.ts';
import { writeFindingsXlsx } from '../../src/render/findings-xlsx.ts';
import { itWith } from '../peer-program.ts';
import { troubled } from './invented-findings.ts';

describe('text', () => {
  it('shows differences before notes, by kind, with places', () => {
    expect(formatFindings(troubled)).toEqual([
      'Differences:',
      '  not-mentioned (1)',
      '    case 24-0001: "a.jpg" was sent, and the report does not mention it.',
      '  not-sent (3)',
      '    sheet "Identified", row 14: A formula.',
      '  totals-differ (1)',
      '    line 7: Sums, with "quotes"; and a\\nline end.',
      'Notes:',
      '  promoted (1)',
      '    Bidi \\u202e and bell \\x07, <b>&amp;</b>, 図.jpg, _x0041_, lone \ud800.',
    ]);
  });

  it('says how many more there are, whatever a finding stands for', () => {
    const many = Array.from({ length: 30 }, () => troubled[0] ?? []).flat();
    const lines = formatFindings(
      [...many, { kind: 'not-mentioned', weight: 'difference', message: 'rest', count: 70 }],
      20,
    );
    expect(lines).toHaveLength(23);
    expect(lines[1]).toBe('  not-mentioned (100)');
    expect(lines.at(-1)).toBe('    … and 80 more');
    expect(countFindings(troubled, 'difference')).toBe(5);
  });

  it('is empty where there is nothing', () => {
    expect(formatFindings([])).toEqual([]);
    expect(JSON.parse(formatFindingsJson([]))).toEqual({ findings: [] });
    expect(formatFindingsCsv([]).split('\r\n')).toHaveLength(2);
  });
});

describe('CSV', () => {
  const lines = formatFindingsCsv(troubled).split('\r\n');

  it('has one line per finding, and no raw control character', () => {
    expect(lines).toHaveLength(troubled.length + 2);
    expect(/[\u0000-\u001f\u202e]/.test(lines.join(''))).toBe(false);
  });

  it('guards text that looks like a formula and leaves numbers alone', () => {
    expect(lines[2]).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(lines[4]).toContain(",'+1,");
    expect(lines[3]).toContain(',12,11,1,');
  });
});

describe('XLSX', () => {
  it('has the same bytes for the same findings', () => {
    expect(writeFindingsXlsx(troubled)).toEqual(writeFindingsXlsx(troubled));
  });

  it('has a frozen heading row, a filter over all rows and no formula', () => {
    const bytes = writeFindingsXlsx(troubled);
    const entry = readZipDirectory(bytes).find(({ name }) => name === 'xl/worksheets/sheet1.xml');
    if (entry === undefined) throw new Error('no sheet');
    const xml = new TextDecoder().decode(inflateZipEntry(bytes, entry, { maxBytes: 1_000_000 }));
    expect(xml).toContain('<autoFilter ref="A1:L5"/>');
    expect(xml).toContain('state="frozen"');
    expect(xml).not.toContain('<f>');
  });

  it('cuts text that no cell can hold and marks the cut', () => {
    const bytes = writeFindingsXlsx([{ kind: 'not-sent', weight: 'note', message: '\u0001'.repeat(40_000) }]);
    const entry = readZipDirectory(bytes).find(({ name }) => name === 'xl/worksheets/sheet1.xml');
    if (entry === undefined) throw new Error('no sheet');
    const xml = new TextDecoder().decode(inflateZipEntry(bytes, entry, { maxBytes: 1_000_000 }));
    expect(/>(\\x01[^<]*)<\/t>/.exec(xml)?.[1]).toHaveLength(32_767);
    expect(xml).toContain('…</t>');
  });
});

describe('LibreOffice', () => {
  itWith('soffice')(
    'opens the workbook with every cell as it was meant',
    () => {
      expectTroubled(readThroughLibreOffice(writeFindingsXlsx(troubled)));
    },
    120_000,
  );
});

function readThroughLibreOffice(workbook: Uint8Array): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-render-'));
  try {
    const path = join(folder, 'findings.xlsx');
    writeFileSync(path, workbook);
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    // Fields end at a tab (9), text stands in quotes (34), UTF-8 (76).
    const filter = 'csv:Text - txt - csv (StarCalc):9,34,76,1';
    execFileSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, path], {
      stdio: 'ignore',
    });
    const lines = readFileSync(join(folder, 'findings.csv'), 'utf8').trimEnd().split('\n');
    return lines.map((line) => line.split('\t').map((cell) => cell.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function expectTroubled(rows: readonly (readonly string[])[]): void {
  expect(rows[0]?.[11]).toBe('Message');
  expect(rows[1]?.slice(0, 3)).toEqual(['not-mentioned', 'difference', '24-0001']);
  expect(rows[2]?.[6]).toBe('=HYPERLINK("http://x","y")');
  expect(rows[2]?.[10]).toBe('3');
  expect(rows[3]?.slice(8, 11)).toEqual(['12', '11', '1']);
  expect(rows[4]?.[11]).toContain('Bidi \\u202e and bell \\x07, <b>&amp;</b>, 図.jpg, _x0041_, lone');
}
