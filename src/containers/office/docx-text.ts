import {
  applyRowProperty,
  applyRunProperty,
  formerly,
  type Shown,
  symbolOf,
  withCellProperty,
} from './docx-properties.ts';
import type { FlowBuilder } from '../flow/flow-builder.ts';
import type { CellSpan } from '../flow/flow-table.ts';
import { notRead, trackedChange } from '../document-faults.ts';
import { type KnownPrefixes, refuseOtherPrefixes } from './xml-namespaces.ts';
import { scanXml, type XmlStart } from '../xml/xml-scan.ts';

const prefixes: KnownPrefixes = {
  w: /^http:\/\/(?:schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml)\/wordprocessingml\/(?:2006\/)?main$/,
  mc: /^http:\/\/schemas\.openxmlformats\.org\/markup-compatibility\/2006$/,
  m: /^http:\/\/(?:schemas\.openxmlformats\.org|purl\.oclc\.org\/ooxml)\/officeDocument\/(?:2006\/)?math$/,
};

/** What was met in the text, for the log. */
export type DocxCounts = Map<string, number>;

export interface DocxTextOptions {
  readonly flow: FlowBuilder;
  readonly hiddenStyles: ReadonlySet<string>;
  readonly counts: DocxCounts;
  readonly name: string;
}

/**
 * Gives the text of one part (the document, a footer, the notes) to the flow: paragraphs and tables in their order.
 * Inserted text is read, deleted text is not, and either is a fault of its line. True where a field is begun and never
 * ends.
 */
export function readDocxText(xml: string, options: DocxTextOptions): { readonly hasOpenField: boolean } {
  const text = new DocxText(options);
  scanXml(xml, options.name, {
    onStart: (tag) => text.onStart(tag),
    onEnd: () => text.onEnd(),
    onText: (piece) => text.onText(piece),
  });
  return { hasOpenField: text.hasOpenField };
}

class DocxText {
  readonly #options: DocxTextOptions;
  readonly #path: string[] = [];
  readonly #paragraphs: Shown[] = [];
  readonly #runs: Shown[] = [];
  /** Fields that are open: whether their result has begun, before which stands what computes it. */
  readonly #fields: { isResult: boolean }[] = [];
  /** For each `mc:AlternateContent` that is open, whether one of its forms was read. */
  readonly #alternatives: boolean[] = [];
  /** Cells whose properties are not read yet. */
  #pendingCell: CellSpan | undefined;
  /** Depth of the element that is skipped with all in it; 0 where none is. */
  #skippedAt = 0;
  #deleted = 0;
  #inserted = 0;

  constructor(options: DocxTextOptions) {
    this.#options = options;
  }

  get hasOpenField(): boolean {
    return this.#fields.length > 0;
  }

  onStart(tag: XmlStart): void {
    refuseOtherPrefixes(tag, prefixes, this.#options.name);
    const parent = this.#path.at(-1) ?? '';
    this.#path.push(tag.name);
    if (this.#skippedAt > 0) return;
    if (this.#isSkipped(tag, parent)) this.#skippedAt = this.#path.length;
    else if (tag.name === 'mc:AlternateContent') this.#alternatives.push(false);
    else if (parent === 'w:r') this.#onRunContent(tag);
    else if (parent.endsWith('Pr')) this.#onProperty(tag, parent);
    else this.#onStructure(tag);
  }

  /** Of two forms of the same content the first is read; separators of notes are drawn lines. */
  #isSkipped({ name, attributes }: XmlStart, parent: string): boolean {
    if (formerly.test(name)) return true;
    if (parent === 'mc:AlternateContent') {
      const isFurther = this.#alternatives.at(-1) === true;
      this.#alternatives[this.#alternatives.length - 1] = true;
      return isFurther;
    }
    return /^w:(?:foot|end)note$/.test(name) && /^(?:separator|continuation)/.test(attributes['w:type'] ?? '');
  }

  #onStructure({ name }: XmlStart): void {
    const { flow } = this.#options;
    switch (name) {
      case 'w:p':
        this.#beginCell();
        this.#paragraphs.push({ hidden: undefined });
        flow.startParagraph();
        break;
      case 'w:r':
        this.#runs.push({ hidden: undefined });
        break;
      case 'w:tbl':
        this.#beginCell();
        flow.startTable();
        break;
      case 'w:tr':
        flow.startRow(false);
        break;
      case 'w:tc':
        this.#pendingCell = {};
        break;
      case 'w:ins':
      case 'w:moveTo':
        this.#inserted += 1;
        this.#count(name === 'w:ins' ? 'insertions' : 'moves');
        break;
      case 'w:del':
      case 'w:moveFrom':
        this.#deleted += 1;
        if (name === 'w:del') this.#count('deletions');
        break;
      case 'w:txbxContent':
        this.#beginCell();
        flow.startAside();
        this.#count('text boxes');
        break;
      case 'w:altChunk':
      case 'w:subDoc':
        this.#beginCell();
        flow.startParagraph();
        flow.fault(notRead);
        flow.endLine();
        break;
      case 'a:blip':
      case 'v:imagedata':
        this.#count('pictures');
        break;
      case 'c:chart':
      case 'dgm:relIds':
        this.#count('charts and diagrams');
        break;
      default:
    }
  }

  #onRunContent(tag: XmlStart): void {
    switch (tag.name) {
      case 'w:tab':
      case 'w:ptab':
        return this.#write('\t');
      case 'w:br':
      case 'w:cr':
        if (this.#isShown) this.#options.flow.breakLine();
        return undefined;
      case 'w:noBreakHyphen':
        return this.#write('-');
      case 'w:softHyphen':
        return this.#write('\u00ad');
      case 'w:sym':
        return this.#write(symbolOf(tag.attributes['w:char']));
      case 'w:fldChar':
        return this.#onField(tag.attributes['w:fldCharType']);
      case 'w:object':
        this.#options.flow.fault(notRead);
        return this.#count('embedded objects');
      default:
        return this.#onStructure(tag);
    }
  }

  #onField(type: string | undefined): void {
    const open = this.#fields.at(-1);
    if (type === 'begin') this.#fields.push({ isResult: false });
    else if (type === 'separate' && open !== undefined) open.isResult = true;
    else if (type === 'end') this.#fields.pop();
  }

  #onProperty({ name, attributes }: XmlStart, parent: string): void {
    const { flow, hiddenStyles } = this.#options;
    const value = attributes['w:val'];
    const run = parent === 'w:rPr' && this.#path.at(-3) === 'w:r' ? this.#runs.at(-1) : undefined;
    const paragraph = this.#paragraphs.at(-1);
    if (run !== undefined) applyRunProperty(run, name, value, hiddenStyles);
    else if (parent === 'w:tcPr') {
      if (/^w:cell(?:Ins|Del|Merge)$/.test(name)) flow.faultRow(trackedChange);
      if (this.#pendingCell !== undefined) this.#pendingCell = withCellProperty(this.#pendingCell, name, value);
    } else if (parent === 'w:trPr') {
      const change = applyRowProperty(flow, name, value);
      if (change !== undefined) this.#count(change);
    } else if (name === 'w:pStyle' && hiddenStyles.has(value ?? '') && paragraph !== undefined) paragraph.hidden = true;
    else if (parent === 'w:rPr' && /^w:(?:del|moveFrom)$/.test(name)) flow.fault(trackedChange);
  }

  onText(piece: string): void {
    const element = this.#path.at(-1);
    if (this.#skippedAt > 0) return;
    if (element === 'w:t' || element === 'm:t') this.#write(piece);
    else if (element === 'w:delText' && piece.trim() !== '') this.#options.flow.fault(trackedChange);
  }

  get #isShown(): boolean {
    return this.#deleted === 0 && this.#fields.every((field) => field.isResult);
  }

  #write(text: string): void {
    if ((this.#deleted > 0 || this.#inserted > 0) && text.trim() !== '') this.#options.flow.fault(trackedChange);
    if (!this.#isShown) return;
    this.#options.flow.write(text, (this.#runs.at(-1)?.hidden ?? this.#paragraphs.at(-1)?.hidden) === true);
  }

  #beginCell(): void {
    if (this.#pendingCell === undefined) return;
    this.#options.flow.startCell(this.#pendingCell);
    this.#pendingCell = undefined;
  }

  onEnd(): void {
    const depth = this.#path.length;
    const name = this.#path.pop();
    const parent = this.#path.at(-1) ?? '';
    if (this.#skippedAt > 0) {
      if (this.#skippedAt === depth) this.#skippedAt = 0;
      return;
    }
    if (name === 'mc:AlternateContent') this.#alternatives.pop();
    else if (!parent.endsWith('Pr')) this.#onStructureEnd(name ?? '');
  }

  #onStructureEnd(name: string): void {
    const { flow } = this.#options;
    switch (name) {
      case 'w:p':
        this.#paragraphs.pop();
        flow.endLine();
        break;
      case 'w:r':
        this.#runs.pop();
        break;
      case 'w:tbl':
        flow.endTable();
        break;
      case 'w:tr':
        flow.endRow();
        break;
      case 'w:tc':
        this.#beginCell();
        flow.endCell();
        break;
      case 'w:ins':
      case 'w:moveTo':
        this.#inserted -= 1;
        break;
      case 'w:del':
      case 'w:moveFrom':
        this.#deleted -= 1;
        break;
      case 'w:txbxContent':
        flow.endAside();
        break;
      default:
    }
  }

  #count(what: string): void {
    this.#options.counts.set(what, (this.#options.counts.get(what) ?? 0) + 1);
  }
}
