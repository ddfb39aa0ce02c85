import { findAttribute, scanXml, type XmlEnd, type XmlStart } from '../containers/xml/xml-scan.ts';
import { CriskitError } from '../core/errors.ts';
import { type CellRange, parseRange } from './cell-reference.ts';
import { RowReader, type SheetRow, type Span } from './row-scan.ts';
import { checkRoot, isTrue, localName, prefixOf } from './xml-names.ts';

/** What of a sheet concerns an edit, besides its rows. */
export interface SheetLayout {
  /** The prefix of its elements, with the colon; mostly empty. */
  readonly prefix: string;
  /** The `sheetData` element. */
  readonly data: { readonly tag: XmlStart; readonly contentEnd: number };
  /** Ranges that may have to grow with the list, as text. */
  readonly ranges: readonly RangeSite[];
  /** Formulas that stand in one cell and are used in others, by their number. */
  readonly shared: ReadonlyMap<string, { readonly row: number; readonly column: number; readonly text: string }>;
  /** Cells that an array formula or data table fills. */
  readonly arrays: readonly CellRange[];
  readonly merged: readonly CellRange[];
  readonly isProtected: boolean;
  /** The format of cells that are not written, by columns. */
  readonly columnStyles: readonly { readonly left: number; readonly right: number; readonly style: number }[];
}

/** Text that names ranges: the value of an attribute, or the content of an element. */
export interface RangeSite extends Span {
  /** `rule`: formats, validations, ignored errors; `filter`: filter and sorting; `dimension`: the used area. */
  readonly kind: 'rule' | 'filter' | 'dimension';
  readonly text: string;
}

const rangeAttributes = new Map<string, { readonly attribute: string; readonly kind: RangeSite['kind'] }>([
  ['dimension', { attribute: 'ref', kind: 'dimension' }],
  ['autoFilter', { attribute: 'ref', kind: 'filter' }],
  ['sortState', { attribute: 'ref', kind: 'filter' }],
  ['sortCondition', { attribute: 'ref', kind: 'filter' }],
  ['conditionalFormatting', { attribute: 'sqref', kind: 'rule' }],
  ['dataValidation', { attribute: 'sqref', kind: 'rule' }],
  ['ignoredError', { attribute: 'sqref', kind: 'rule' }],
]);

/**
 * One pass over the text of a sheet. Every row is handed to `onRow` with its cells, in order; nothing of it is kept
 * here. Throws `INPUT_DAMAGED` where rows or cells are out of order.
 */
export function scanSheet(text: string, path: string, onRow: (row: SheetRow) => void): SheetLayout {
  const scan = new SheetScan(text, onRow);
  scanXml(text, path, {
    onStart: (tag) => scan.start(tag),
    onText: (piece) => scan.text(piece),
    onEnd: (tag) => scan.end(tag),
  });
  return scan.layout(path);
}

class SheetScan {
  readonly #text: string;
  readonly #onRow: (row: SheetRow) => void;
  readonly #ranges: RangeSite[] = [];
  readonly #shared = new Map<string, { readonly row: number; readonly column: number; readonly text: string }>();
  readonly #arrays: CellRange[] = [];
  readonly #merged: CellRange[] = [];
  readonly #columnStyles: { readonly left: number; readonly right: number; readonly style: number }[] = [];
  #prefix: string | undefined;
  #rows: RowReader | undefined;
  #data: { readonly tag: XmlStart; readonly contentEnd: number } | undefined;
  #dataTag: XmlStart | undefined;
  #isProtected = false;
  /** The element of an extension whose `sqref` child names the cells that it applies to. */
  #extensionRule: string | undefined;
  #sqrefStart: number | undefined;

  constructor(text: string, onRow: (row: SheetRow) => void) {
    this.#text = text;
    this.#onRow = onRow;
  }

  start(tag: XmlStart): void {
    if (this.#prefix === undefined) {
      checkRoot(tag, 'worksheet');
      this.#prefix = prefixOf(tag);
    } else if (this.#rows !== undefined) {
      this.#rows.start(tag);
    } else if (tag.name === `${this.#prefix}sheetData`) {
      this.#dataTag = tag;
      this.#rows = new RowReader(this.#prefix, (row) => this.#takeRow(row));
    } else {
      this.#startOther(tag, localName(tag.name));
    }
  }

  text(piece: string): void {
    this.#rows?.text(piece);
  }

  end(tag: XmlEnd): void {
    if (this.#dataTag !== undefined && tag.name === this.#dataTag.name) {
      this.#data = { tag: this.#dataTag, contentEnd: tag.start };
      this.#rows = undefined;
      return;
    }
    this.#rows?.end(tag);
    if (tag.name === this.#extensionRule) this.#extensionRule = undefined;
    if (this.#sqrefStart !== undefined && localName(tag.name) === 'sqref') {
      this.#addRange('rule', this.#sqrefStart, tag.start);
      this.#sqrefStart = undefined;
    }
  }

  layout(path: string): SheetLayout {
    if (this.#data === undefined) throw new CriskitError('INPUT_DAMAGED', `${path} holds no sheet`);
    return {
      prefix: this.#prefix ?? '',
      data: this.#data,
      ranges: this.#ranges,
      shared: this.#shared,
      arrays: this.#arrays,
      merged: this.#merged,
      isProtected: this.#isProtected,
      columnStyles: this.#columnStyles,
    };
  }

  #takeRow(row: SheetRow): void {
    for (const { formula, column } of row.cells) {
      if (formula?.range === undefined) continue;
      if (formula.type !== 'shared') this.#arrays.push(formula.range);
      else this.#shared.set(formula.shared ?? '', { row: row.number, column, text: formula.text });
    }
    this.#onRow(row);
  }

  #startOther(tag: XmlStart, element: string): void {
    const { attributes } = tag;
    const site = tag.name === `${this.#prefix}${element}` ? rangeAttributes.get(element) : undefined;
    if (site !== undefined) {
      const span = findAttribute(this.#text, tag, site.attribute);
      if (span !== undefined) this.#addRange(site.kind, span.valueStart, span.valueEnd);
    } else if (element === 'conditionalFormatting' || element === 'dataValidation') {
      this.#extensionRule = tag.name;
    } else if (element === 'sqref' && this.#extensionRule !== undefined) {
      this.#sqrefStart = tag.end;
    } else if (element === 'sheetProtection') {
      this.#isProtected ||= isTrue(attributes['sheet']);
    } else if (element === 'mergeCell') {
      const range = parseRange(attributes['ref'] ?? '');
      if (range !== undefined) this.#merged.push(range);
    } else if (element === 'col') {
      const { min, max, style = '0' } = attributes;
      this.#columnStyles.push({ left: Number(min), right: Number(max), style: Number(style) });
    }
  }

  #addRange(kind: RangeSite['kind'], start: number, end: number): void {
    this.#ranges.push({ kind, start, end, text: this.#text.slice(start, end) });
  }
}
