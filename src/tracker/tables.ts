import { findAttribute, scanXml, type XmlStart } from '../containers/xml/xml-scan.ts';
import { CriskitError } from '../core/errors.ts';
import { type CellRange, parseRange } from './cell-reference.ts';
import { readRelationships } from './package-parts.ts';
import type { RangeSite } from './sheet-scan.ts';
import type { Workbook, WorkbookSheet } from './workbook-parts.ts';
import { checkRoot, localName } from './xml-names.ts';

/** A table of a sheet, as Excel's "Format as table" makes it. */
export interface Table {
  /** Name of its part. */
  readonly path: string;
  /** With its header row and totals row. */
  readonly range: CellRange;
  readonly hasHeader: boolean;
  readonly totalsRows: number;
  /** True where a column is filled by one formula. */
  readonly isCalculated: boolean;
  /** Its range, and those of its filter and sorting, in the text of the part. */
  readonly sites: readonly RangeSite[];
}

const siteElements = ['table', 'autoFilter', 'sortState', 'sortCondition'];

export function readTables(workbook: Workbook, sheet: WorkbookSheet): readonly Table[] {
  return readRelationships(workbook.parts, sheet.path)
    .filter(({ type }) => type === 'table')
    .map(({ target }) => readTable(workbook.parts.text(target), target));
}

function readTable(text: string, path: string): Table {
  const sites: RangeSite[] = [];
  let root: XmlStart | undefined;
  let isCalculated = false;
  scanXml(text, path, {
    onStart(tag) {
      if (root === undefined) checkRoot(tag, 'table');
      root ??= tag;
      isCalculated ||= localName(tag.name) === 'calculatedColumnFormula';
      const span = siteElements.includes(localName(tag.name)) ? findAttribute(text, tag, 'ref') : undefined;
      if (span === undefined) return;
      const { valueStart: start, valueEnd: end } = span;
      sites.push({ kind: 'filter', start, end, text: text.slice(start, end) });
    },
  });
  const range = parseRange(root?.attributes['ref'] ?? '');
  if (range === undefined) throw new CriskitError('INPUT_DAMAGED', `${path} does not say where its table is`);
  return {
    path,
    range,
    hasHeader: root?.attributes['headerRowCount'] !== '0',
    totalsRows: Number(root?.attributes['totalsRowCount'] ?? 0),
    isCalculated,
    sites,
  };
}
