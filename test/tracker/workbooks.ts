import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { it } from 'vitest';
import * as XLSX from 'xlsx';
import { inflateZipEntry, readZipDirectory } from '../../src/containers/archives/zip-archive.ts';
import { writeZip } from '../../src/containers/archives/zip-writer.ts';
import type { TrackerChange, TrackerSettings, TrackerValue } from '../../src/tracker/contract.ts';

export const settings: TrackerSettings = { path: '/lab/tracker.xlsx', aliases: {} };

export function sample(name: string): Uint8Array {
  return readFileSync(resolve(import.meta.dirname, 'samples', name));
}

export const text = (value: string): TrackerValue => ({ kind: 'text', text: value });
export const number = (value: number): TrackerValue => ({ kind: 'number', number: value });
export const date = (value: string): TrackerValue => ({ kind: 'date', date: value });

export function change(caseNumber: string, values: TrackerChange['values']): TrackerChange {
  return { caseNumber, values };
}

/** What each part holds on the disk: everything of its local record, up to the next one. */
export function rawParts(bytes: Uint8Array): ReadonlyMap<string, string> {
  const entries = readZipDirectory(bytes);
  return new Map(
    entries.map(({ name, localOffset, dataOffset, compressedSizeBytes }) => [
      name,
      Buffer.from(bytes.subarray(localOffset, dataOffset + compressedSizeBytes)).toString('latin1'),
    ]),
  );
}

export function partText(bytes: Uint8Array, name: string): string {
  const entry = readZipDirectory(bytes).find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`no part ${name}`);
  return new TextDecoder().decode(inflateZipEntry(bytes, entry, { maxBytes: 1e8 }));
}

/** Every cell of every sheet as SheetJS reads it: value and formula. */
export function cellsBySheetJs(bytes: Uint8Array): ReadonlyMap<string, string> {
  const book = XLSX.read(bytes, { type: 'buffer', nodim: true, WTF: true, cellFormula: true });
  const cells = new Map<string, string>();
  for (const name of book.SheetNames) {
    for (const [place, cell] of Object.entries(book.Sheets[name] ?? {})) {
      if (place.startsWith('!')) continue;
      const { v = null, f = null } = cell as XLSX.CellObject;
      cells.set(`${name}!${place}`, JSON.stringify([v, f]));
    }
  }
  return cells;
}

/** Of this process alone: LibreOffice runs once per profile, and making one takes it seconds. */
const profileFolder = join(tmpdir(), `criskit-office-profile-${process.pid}`);
const profile = `-env:UserInstallation=file://${profileFolder}`;
process.on('exit', () => rmSync(profileFolder, { recursive: true, force: true }));

/** The sheets of a workbook as LibreOffice shows them: rows of fields, by the name of the sheet. */
export function sheetsByLibreOffice(bytes: Uint8Array, extension = 'xlsx'): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-office-'));
  try {
    writeFileSync(join(folder, `book.${extension}`), bytes);
    const filter = 'csv:Text - txt - csv (StarCalc):9,0,76,1,,0,false,true,false,false,false,-1';
    const arguments_ = [
      profile,
      '--headless',
      '--convert-to',
      filter,
      '--outdir',
      folder,
      join(folder, `book.${extension}`),
    ];
    const run = spawnSync('soffice', arguments_, { encoding: 'utf8' });
    const written = [...run.stdout.matchAll(/-> (.*\.csv)$/gm)].map((match) => match[1] ?? '');
    if (written.length === 0) throw new Error(`LibreOffice wrote nothing: ${run.stdout}${run.stderr}`);
    return new Map(written.map((path) => [path.replace(/^.*book-?(.*)\.csv$/, '$1'), readFileSync(path, 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const python = '/usr/bin/python3';

/** Like `itWith`, for the Python library openpyxl. */
export function itWithOpenpyxl(): (name: string, run: () => void) => void {
  if (spawnSync(python, ['-c', 'import openpyxl']).status === 0) return (name, run) => it(name, run);
  if (process.env['CI'] !== undefined && process.env['CI'] !== '') {
    return (name) =>
      it(name, () => {
        throw new Error('openpyxl is not installed, and with CI set nothing may be skipped');
      });
  }
  return (name) => it.skip(`${name} (skipped: openpyxl not installed)`, () => undefined);
}

/** Runs Python code that finds the workbook at `path`, and gives what it prints as JSON. */
export function askOpenpyxl(bytes: Uint8Array, code: string, extension = 'xlsx'): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-openpyxl-'));
  try {
    const path = join(folder, `book.${extension}`);
    writeFileSync(path, bytes);
    const program = `import sys, json, openpyxl\npath = sys.argv[1]\n${code}`;
    const run = spawnSync(python, ['-W', 'ignore', '-c', program, path], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const namespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface TinyWorkbook {
  /** Content of `worksheet`; or the whole part where it begins with `<?` or `<!`. */
  readonly sheet: string;
  readonly sheetName?: string;
  /** Further sheets: name and content. */
  readonly more?: readonly (readonly [string, string])[];
  /** Content of `table`, with its attributes. */
  readonly table?: string;
  /** Stands in `workbook`, before and behind `sheets`. */
  readonly before?: string;
  readonly behind?: string;
  /** Without a styles part where null. */
  readonly styles?: string | null;
  readonly strings?: string;
  readonly parts?: readonly (readonly [string, string])[];
  readonly namespace?: string;
}

const plainStyles =
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm\\-yy;@"/></numFmts>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="2" fontId="3"><alignment wrapText="1"/></xf></cellXfs>';

/** The smallest workbook that shows one trait. */
export function tinyWorkbook(tiny: TinyWorkbook): Uint8Array {
  const xmlns = `xmlns="${tiny.namespace ?? namespace}" xmlns:r="${office}"`;
  const sheets: readonly (readonly [string, string])[] = [
    [tiny.sheetName ?? 'Cases', tiny.sheet],
    ...(tiny.more ?? []),
  ];
  const list = sheets.map(([name], index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index}"/>`);
  const relations = sheets.map(([,], index) => relation(`s${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`));
  if (tiny.styles !== null) relations.push(relation('st', 'styles', 'styles.xml'));
  if (tiny.strings !== undefined) relations.push(relation('ss', 'sharedStrings', '/xl/sharedStrings.xml'));
  const parts: (readonly [string, string])[] = [
    ['_rels/.rels', relations_([relation('w', 'officeDocument', 'xl/workbook.xml')])],
    [
      'xl/workbook.xml',
      `<workbook ${xmlns}>${tiny.before ?? ''}<sheets>${list.join('')}</sheets>${tiny.behind ?? ''}</workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relations_(relations)],
    ...sheets.map(([, content], index): readonly [string, string] => [
      `xl/worksheets/sheet${index + 1}.xml`,
      content.startsWith('<?') || content.startsWith('<!') ? content : `<worksheet ${xmlns}>${content}</worksheet>`,
    ]),
    ...(tiny.parts ?? []),
  ];
  if (tiny.styles !== null)
    parts.push(['xl/styles.xml', `<styleSheet ${xmlns}>${tiny.styles ?? plainStyles}</styleSheet>`]);
  if (tiny.strings !== undefined) parts.push(['xl/sharedStrings.xml', `<sst ${xmlns}>${tiny.strings}</sst>`]);
  if (tiny.table !== undefined) {
    parts.push(['xl/worksheets/_rels/sheet1.xml.rels', relations_([relation('t', 'table', '../tables/table1.xml')])]);
    parts.push(['xl/tables/table1.xml', `<table ${xmlns} ${tiny.table}</table>`]);
  }
  return writeZip(parts.map(([name, content]) => ({ name, bytes: Buffer.from(content, 'utf8') })));
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
}

function relations_(list: readonly string[]): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`;
}

/** `sheetData` of a list at A1 with the columns case number, agency, mailed, total; numbers stay numbers. */
export function listRows(rows: readonly (readonly (string | number | null)[])[]): string {
  const all = [['Case number', 'Agency', 'Mailed', 'Total'], ...rows];
  return `<sheetData>${all.map((cells, index) => tinyRow(index + 1, cells)).join('')}</sheetData>`;
}

/** A text that begins with `=` becomes a formula, `<` raw cell XML; null no cell. */
export function tinyRow(row: number, cells: readonly (string | number | null)[]): string {
  const xml = cells.map((value, index) => {
    const place = `${String.fromCharCode(65 + index)}${row}`;
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    if (value.startsWith('<')) return value.replaceAll('REF', place);
    if (value.startsWith('=')) return `<c r="${place}"><f>${value.slice(1)}</f><v>1</v></c>`;
    return `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
  });
  return `<row r="${row}">${xml.join('')}</row>`;
}
