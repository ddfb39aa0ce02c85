import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import * as XLSX from 'xlsx';
import type { TableDocument } from '../../../src/containers/contract.ts';
import { itWith } from '../../peer-program.ts';
import { readBytes, writeWorkbook } from '../reading.ts';

const text = (value: string): XLSX.CellObject => ({ t: 's', v: value });

const sheet: XLSX.WorkSheet = {
  '!ref': 'A1:F6',
  '!merges': [XLSX.utils.decode_range('A4:B5')],
  '!rows': [{}, { hidden: true }],
  A1: text('MD5'),
  B1: text('File Name'),
  C1: text('Größe – “x”'),
  A2: text('00000000000000000000000000000012'),
  B2: { t: 'n', v: 1.23e31 },
  C2: { t: 'n', v: 2, f: '1+1' },
  D2: { t: 's', v: '', f: 'A1' },
  E2: { t: 'n', v: 45_000, z: 'yyyy-mm-dd' },
  A4: text('merged'),
  A6: text('line\nbreak'),
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function convert(bytes: Uint8Array, to: string): Uint8Array {
  writeFileSync(join(folder, 'made.xlsx'), bytes);
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  const outcome = spawnSync('soffice', [
    '--headless',
    profile,
    '--convert-to',
    to,
    '--outdir',
    join(folder, 'out'),
    join(folder, 'made.xlsx'),
  ]);
  expect(outcome.status).toBe(0);
  return readFileSync(join(folder, 'out', `made.${to}`));
}

function shown(document: TableDocument): unknown {
  return document.tables.map((table) => ({
    name: table.name,
    rows: table.rows.map((row) => ({
      hidden: row.hidden,
      cells: row.cells.map((cell) => `${cell.kind}${cell.merged === true ? '*' : ''}:${cell.text}`),
    })),
  }));
}

const expected = [
  {
    name: 'Reply',
    rows: [
      { hidden: false, cells: ['text:MD5', 'text:File Name', 'text:Größe – “x”'] },
      {
        hidden: true,
        cells: [
          'text:00000000000000000000000000000012',
          'number:1.23e+31',
          'formula:2',
          'formula:MD5',
          'date:2023-03-15',
        ],
      },
      { hidden: false, cells: [] },
      { hidden: false, cells: ['text:merged', 'blank*:'] },
      { hidden: false, cells: ['blank*:', 'blank*:'] },
      { hidden: false, cells: ['text:line\nbreak'] },
    ],
  },
];

async function expectLikeOriginal(to: string): Promise<void> {
  const document = await readBytes(convert(writeWorkbook([['Reply', sheet]]), to));
  expect(shown(document)).toEqual(expected);
  expect(document.issues).toEqual([]);
}

describe('workbooks that LibreOffice writes', () => {
  for (const to of ['xlsx', 'xls', 'ods']) {
    itWith('soffice')(`read like the one they were made from (.${to})`, () => expectLikeOriginal(to), 120_000);
  }
});
