import { CriskitError } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { formatCount } from '../../core/units.ts';
import type { ContainerInput, Table, TableDocument } from '../contract.ts';
import { hiddenTraits } from './hidden-traits.ts';
import { lacksResult, type OdsCell, odsCell } from './ods-cells.ts';
import { type OdsExtent, OdsRow, OdsRows, repetitions } from './ods-rows.ts';
import { openDocumentPrefixes, readOpenDocumentParts } from './open-document-parts.ts';
import { ParagraphText } from './open-document-text.ts';
import { refuseOtherPrefixes } from './xml-namespaces.ts';
import { scanXml, type XmlStart } from '../xml/xml-scan.ts';

/** Every sheet in its order, hidden ones too. */
export function readOds(input: ContainerInput, signal: AbortSignal | undefined): TableDocument {
  const { content } = readOpenDocumentParts(input);
  throwIfInterrupted(signal);
  const reading = new SheetsReading(input.name);
  scanXml(content, input.name, {
    onStart: (tag) => reading.onStart(tag),
    onEnd: ({ name }) => reading.onEnd(name),
    onText: (piece) => reading.onText(piece),
  });
  throwIfInterrupted(signal);
  const { sheets } = reading;
  const tables = sheets.map(({ name, hidden, rows }): Table => ({ name, hidden, rows: rows.rows }));
  if (tables.every((table) => table.rows.length === 0)) {
    throw new CriskitError('INPUT_EMPTY', `${input.name} holds no filled cell`, { path: input.name });
  }
  const hiddenColumns = sheets.map((sheet) => sheet.hiddenColumns.filter((column) => isFilled(sheet.rows, column)));
  return {
    container: 'ods',
    name: input.name,
    tables,
    issues: tables.flatMap((table) => table.rows.flatMap((row) => (row.issue === undefined ? [] : [row.issue]))),
    traits: new Map([...hiddenTraits(tables, hiddenColumns), ...reading.traits()]),
  };
}

function isFilled({ rows }: OdsRows, column: number): boolean {
  return rows.some((row) => (row.cells[column]?.text ?? '') !== '');
}

interface OpenSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: OdsRows;
  readonly hiddenColumns: number[];
  columns: number;
}

/** Elements whose text is no text of a cell, with the words for the log. */
const notRead: ReadonlyMap<string, string> = new Map([
  ['office:annotation', 'comments'],
  ['table:shapes', 'drawings'],
  ['draw:frame', 'drawings'],
  ['draw:custom-shape', 'drawings'],
  ['draw:control', 'drawings'],
  ['table:tracked-changes', 'records of changes'],
  ['table:dde-links', 'links to other programs'],
]);

/** Wider sheets do not exist; a stated number beyond that is a mistake. */
const mostColumns = 16_384;

class SheetsReading {
  readonly sheets: OpenSheet[] = [];
  readonly #name: string;
  readonly #extent: OdsExtent = { cells: 0, entries: 0, repeatedCharacters: 0 };
  readonly #hiddenStyles = new Set<string>();
  readonly #counts = new Map<string, number>();
  #style = '';
  #sheet: OpenSheet | undefined;
  #row: OdsRow | undefined;
  #cell: OdsCell | undefined;
  #paragraph: ParagraphText | undefined;
  /** How many elements deep in one that is not read. */
  #skipped = 0;

  constructor(name: string) {
    this.#name = name;
  }

  onStart(tag: XmlStart): void {
    refuseOtherPrefixes(tag, openDocumentPrefixes, this.#name);
    const words = notRead.get(tag.name);
    if (this.#skipped > 0 || words !== undefined) {
      if (this.#skipped === 0 && words !== undefined) this.#counts.set(words, (this.#counts.get(words) ?? 0) + 1);
      this.#skipped += 1;
      return;
    }
    if (this.#cell !== undefined) this.#onCellContent(tag, this.#cell);
    else this.#onSheetContent(tag);
  }

  #onSheetContent({ name, attributes }: XmlStart): void {
    switch (name) {
      case 'style:style':
        this.#style = attributes['style:name'] ?? '';
        break;
      case 'style:table-properties':
        if (attributes['table:display'] === 'false') this.#hiddenStyles.add(this.#style);
        break;
      case 'table:table':
        this.#startSheet(attributes);
        break;
      case 'table:table-column':
        this.#addColumns(attributes);
        break;
      case 'table:table-row':
        this.#row = new OdsRow(
          repetitions(attributes['table:number-rows-repeated']),
          isCollapsed(attributes['table:visibility']),
        );
        break;
      case 'table:table-cell':
      case 'table:covered-table-cell':
        this.#cell = { attributes, isCovered: name === 'table:covered-table-cell', lines: [] };
        break;
      default:
    }
  }

  #startSheet(attributes: XmlStart['attributes']): void {
    const name = attributes['table:name'] ?? '';
    const hidden = this.#hiddenStyles.has(attributes['table:style-name'] ?? '');
    this.#sheet = { name, hidden, rows: new OdsRows(name, this.#extent), hiddenColumns: [], columns: 0 };
    this.sheets.push(this.#sheet);
  }

  #addColumns(attributes: XmlStart['attributes']): void {
    if (this.#sheet === undefined) return;
    const count = Math.min(repetitions(attributes['table:number-columns-repeated']), mostColumns);
    for (let made = 0; made < count && isCollapsed(attributes['table:visibility']); made += 1) {
      if (this.#sheet.columns + made < mostColumns) this.#sheet.hiddenColumns.push(this.#sheet.columns + made);
    }
    this.#sheet.columns += count;
  }

  #onCellContent(tag: XmlStart, cell: OdsCell): void {
    if (tag.name === 'table:table') {
      throw new CriskitError('INPUT_DAMAGED', `${this.#name} holds a table inside a cell, which is not read`, {
        path: this.#name,
        hint: 'Open it in LibreOffice, save it as .xlsx, and import that.',
      });
    }
    if (tag.name === 'text:p' || tag.name === 'text:h') {
      this.#endParagraph(cell);
      this.#paragraph = new ParagraphText();
    } else this.#paragraph?.writeElement(tag);
  }

  onText(piece: string): void {
    if (this.#skipped === 0) this.#paragraph?.write(piece);
  }

  onEnd(name: string): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    if (this.#cell !== undefined) this.#onCellEnd(name, this.#cell);
    else if (name === 'table:table-row' && this.#row !== undefined) {
      this.#sheet?.rows.add(this.#row);
      this.#row = undefined;
    }
  }

  #onCellEnd(name: string, cell: OdsCell): void {
    if (name === 'text:p' || name === 'text:h') this.#endParagraph(cell);
    if (name !== 'table:table-cell' && name !== 'table:covered-table-cell') return;
    const count = Math.min(repetitions(cell.attributes['table:number-columns-repeated']), mostColumns);
    this.#row?.add(odsCell(cell), count, lacksResult(cell));
    this.#cell = undefined;
  }

  #endParagraph(cell: OdsCell): void {
    if (this.#paragraph !== undefined) cell.lines.push(this.#paragraph.text);
    this.#paragraph = undefined;
  }

  traits(): readonly (readonly [string, string])[] {
    return [...this.#counts].map(([what, count]) => [what, `${formatCount(count)}, not read`] as const);
  }
}

function isCollapsed(visibility: string | undefined): boolean {
  return visibility === 'collapse' || visibility === 'filter';
}
