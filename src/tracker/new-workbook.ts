import { escapeXml } from '../containers/xml/xml-scan.ts';
import { writeZip } from '../containers/archives/zip-writer.ts';
import { columnLetters } from './cell-reference.ts';
import { columnTitle } from './column-names.ts';
import { type TrackerColumn, trackerColumns } from './contract.ts';

/** Formats of cells, in the order in which the styles part lists them. */
const style = {
  plain: 0,
  title: 1,
  subtitle: 2,
  header: 3,
  text: 4,
  day: 5,
  count: 6,
  total: 7,
  bold: 8,
  wrapped: 9,
} as const;

interface NewColumn {
  readonly width: number;
  readonly style: number;
  /** For the sheet that explains the list. */
  readonly meaning: string;
}

const newColumns: Readonly<Record<TrackerColumn, NewColumn>> = {
  caseNumber: { width: 18, style: style.text, meaning: 'Number of the case in the lab. criskit finds the row by it.' },
  agency: { width: 26, style: style.text, meaning: 'Agency that asked for the analysis.' },
  agencyCaseNumber: { width: 20, style: style.text, meaning: 'Number of the case at that agency.' },
  submittedOn: { width: 13, style: style.day, meaning: 'Day on which the files were listed for NCMEC.' },
  mailedOn: { width: 13, style: style.day, meaning: 'Day on which the medium was mailed; the waiting time begins.' },
  returnedOn: { width: 13, style: style.day, meaning: 'Day on which the reply was taken in.' },
  imagesKnown: { width: 11, style: style.count, meaning: 'Images of identified children.' },
  videosKnown: { width: 11, style: style.count, meaning: 'Videos of identified children.' },
  imagesUnidentified: { width: 14, style: style.count, meaning: 'Images without an identified child.' },
  videosUnidentified: { width: 14, style: style.count, meaning: 'Videos without an identified child.' },
  total: { width: 10, style: style.total, meaning: 'All files that the counts beside it cover.' },
  status: { width: 16, style: style.text, meaning: 'Where the case stands.' },
  daysOut: { width: 10, style: style.count, meaning: 'Days since mailing, until the reply or the last sync.' },
};

const titleRow = 1;
const subtitleRow = 2;
const headerRow = 4;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * The workbook that a new lab begins with: an empty table of cases, and a sheet that says which cells are criskit's. The
 * same lab name gives the same content.
 */
export function newTrackerWorkbook(labName: string): Uint8Array {
  const parts: readonly (readonly [string, string])[] = [
    ['[Content_Types].xml', contentTypes()],
    ['_rels/.rels', relationshipList([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbook()],
    [
      'xl/_rels/workbook.xml.rels',
      relationshipList([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['worksheet', 'worksheets/sheet2.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles()],
    ['xl/worksheets/sheet1.xml', casesSheet(labName)],
    ['xl/worksheets/_rels/sheet1.xml.rels', relationshipList([['table', '../tables/table1.xml']])],
    ['xl/tables/table1.xml', table()],
    ['xl/worksheets/sheet2.xml', aboutSheet()],
  ];
  return writeZip(parts.map(([name, text]) => ({ name, bytes: Buffer.from(declaration + text, 'utf8') })));
}

function contentTypes(): string {
  const overrides = [
    ['/xl/workbook.xml', `${contentType}.sheet.main+xml`],
    ['/xl/worksheets/sheet1.xml', `${contentType}.worksheet+xml`],
    ['/xl/worksheets/sheet2.xml', `${contentType}.worksheet+xml`],
    ['/xl/styles.xml', `${contentType}.styles+xml`],
    ['/xl/tables/table1.xml', `${contentType}.table+xml`],
  ];
  const list = overrides.map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`);
  return (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${list.join('')}</Types>`
  );
}

function relationshipList(targets: readonly (readonly [string, string])[]): string {
  const list = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${relationships}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packageRelationships}">${list.join('')}</Relationships>`;
}

function workbook(): string {
  return (
    `<workbook xmlns="${main}" xmlns:r="${relationships}"><bookViews><workbookView activeTab="0"/></bookViews>` +
    '<sheets><sheet name="Cases" sheetId="1" r:id="rId1"/><sheet name="About" sheetId="2" r:id="rId2"/></sheets>' +
    `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">Cases!$${headerRow}:$${headerRow}</definedName></definedNames>` +
    '<calcPr fullCalcOnLoad="1"/></workbook>'
  );
}

/** Fonts: 0 plain, 1 title, 2 subtitle, 3 header, 4 bold. The first two fills are those that the format demands. */
const fonts: readonly string[] = [
  font('', 11),
  font('<b/>', 16),
  font('<i/>', 10),
  font('<b/>', 11, '<color rgb="FFFFFFFF"/>'),
  font('<b/>', 11),
];

/** In the order of `style`. */
const formats: readonly string[] = [
  format({}),
  format({ font: 1, alignment: 'vertical="center"' }),
  format({ font: 2 }),
  format({ font: 3, fill: 2, border: 1, alignment: 'vertical="center" wrapText="1"' }),
  format({ number: 49, border: 1, alignment: 'vertical="top"' }),
  format({ number: 164, border: 1, alignment: 'horizontal="center" vertical="top"' }),
  format({ number: 3, border: 1, alignment: 'vertical="top"' }),
  format({ number: 3, font: 4, border: 1, alignment: 'vertical="top"' }),
  format({ font: 4, alignment: 'vertical="top"' }),
  format({ alignment: 'vertical="top" wrapText="1"' }),
];

function font(weight: string, size: number, color = ''): string {
  return `<font>${weight}<sz val="${size}"/>${color}<name val="Calibri"/><family val="2"/></font>`;
}

interface Format {
  readonly number?: number;
  readonly font?: number;
  readonly fill?: number;
  readonly border?: number;
  readonly alignment?: string;
}

function format({ number = 0, font = 0, fill = 0, border = 0, alignment }: Format): string {
  const open =
    `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" ` +
    'applyFont="1" applyFill="1" applyBorder="1"';
  return alignment === undefined ? `${open}/>` : `${open} applyAlignment="1"><alignment ${alignment}/></xf>`;
}

function styles(): string {
  const edges = ['left', 'right', 'top', 'bottom'].map(
    (side) => `<${side} style="thin"><color rgb="FFD0D7DE"/></${side}>`,
  );
  return (
    `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
    `<fonts count="${fonts.length}">${fonts.join('')}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/><bgColor indexed="64"/></patternFill></fill></fills>' +
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
    `<border>${edges.join('')}<diagonal/></border></borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${formats.length}">${formats.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

function casesSheet(labName: string): string {
  const columns = trackerColumns.map((column) => newColumns[column]);
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const headers = trackerColumns.map((column, index) =>
    textCell(index + 1, headerRow, columnTitle(column), style.header),
  );
  const blanks = columns.map(
    (column, index) => `<c r="${columnLetters(index + 1)}${headerRow + 1}" s="${column.style}"/>`,
  );
  return (
    `<worksheet xmlns="${main}" xmlns:r="${relationships}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<dimension ref="A1:${lastColumn}${headerRow + 1}"/><sheetViews><sheetView showGridLines="0" tabSelected="1" ` +
    `workbookViewId="0"><pane xSplit="1" ySplit="${headerRow}" topLeftCell="B${headerRow + 1}" activePane="bottomRight" ` +
    `state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols>` +
    `<sheetData><row r="${titleRow}" ht="26" customHeight="1">${textCell(1, titleRow, `CRIS submissions: ${labName}`, style.title)}</row>` +
    `<row r="${subtitleRow}">${textCell(1, subtitleRow, 'One row per case. The sheet "About" says which cells criskit keeps up to date.', style.subtitle)}</row>` +
    `<row r="${headerRow}" ht="32" customHeight="1">${headers.join('')}</row><row r="${headerRow + 1}">${blanks.join('')}</row></sheetData>` +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    '<pageSetup orientation="landscape" fitToHeight="0"/><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
  );
}

const lastColumn = columnLetters(trackerColumns.length);

function table(): string {
  const range = `A${headerRow}:${lastColumn}${headerRow + 1}`;
  const columns = trackerColumns.map(
    (column, index) => `<tableColumn id="${index + 1}" name="${escapeXml(columnTitle(column))}"/>`,
  );
  return (
    `<table xmlns="${main}" id="1" name="Cases" displayName="Cases" ref="${range}" totalsRowShown="0">` +
    `<autoFilter ref="${range}"/><tableColumns count="${columns.length}">${columns.join('')}</tableColumns>` +
    '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
  );
}

const aboutLines: readonly string[] = [
  'The sheet "Cases" belongs to the people of the lab. criskit finds the row of a case by its lab case number, and in it',
  'keeps the columns listed below up to date. It writes nothing else, and changes no other cell, sheet or setting.',
  'Columns, rows, colours, formulas, charts, notes and sheets may be added freely, and columns may be moved.',
  'A header may be worded otherwise if criskit.toml names it. A cell of criskit that a person changes is never written',
  'over unasked: "criskit tracker sync" reports it. Close the workbook before you sync; the last version is kept as .bak.',
  'Charts, pivots and sums see new rows where they refer to the table by its name, not to a range of cells.',
];

function aboutSheet(): string {
  const row = (number: number, cells: string) => `<row r="${number}">${cells}</row>`;
  const lines = aboutLines.map((line, index) => row(index + 3, textCell(1, index + 3, line, style.plain)));
  const first = aboutLines.length + 5;
  const meanings = trackerColumns.map((column, index) => {
    const number = first + index;
    const name = textCell(1, number, `"${columnTitle(column)}"`, style.bold);
    return row(number, name + textCell(2, number, newColumns[column].meaning, style.wrapped));
  });
  return (
    `<worksheet xmlns="${main}"><sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>` +
    '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="26" customWidth="1"/>' +
    '<col min="2" max="2" width="80" customWidth="1"/></cols><sheetData>' +
    `<row r="1" ht="26" customHeight="1">${textCell(1, 1, 'About this workbook', style.title)}</row>` +
    `${lines.join('')}${row(first - 1, textCell(1, first - 1, 'Cells that criskit keeps up to date', style.subtitle))}` +
    `${meanings.join('')}</sheetData></worksheet>`
  );
}

function textCell(column: number, row: number, text: string, format: number): string {
  return `<c r="${columnLetters(column)}${row}" s="${format}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;
}
