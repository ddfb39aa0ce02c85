import { notRead, trackedChange } from '../document-faults.ts';
import type { FlowBuilder } from '../flow/flow-builder.ts';
import type { Fault } from '../flow/flow-lines.ts';
import { repetitions } from './ods-rows.ts';
import { openDocumentPrefixes } from './open-document-parts.ts';
import { ParagraphText } from './open-document-text.ts';
import { refuseOtherPrefixes } from './xml-namespaces.ts';
import type { XmlStart } from '../xml/xml-scan.ts';

export interface OdtTextOptions {
  readonly flow: FlowBuilder;
  /** Names of styles that hide their text; filled while styles are read. */
  readonly hiddenStyles: Set<string>;
  /** What was met, for the log. */
  readonly counts: Map<string, number>;
  readonly name: string;
}

/** Elements whose text is not part of the document's. */
const skipped: ReadonlySet<string> = new Set([
  'text:note-citation',
  'text:ruby-text',
  'office:forms',
  'office:scripts',
  'dc:creator',
  'dc:date',
  'meta:creator-initials',
  'svg:title',
  'svg:desc',
  'text:sequence-decls',
  'text:variable-decls',
  'text:user-field-decls',
  'text:index-title-template',
  'text:table-of-content-source',
  'text:alphabetical-index-source',
]);

const asides: ReadonlyMap<string, string> = new Map([
  ['draw:text-box', 'text boxes'],
  ['text:note-body', 'notes'],
  ['office:annotation', 'comments'],
]);

const repeatedRow: Fault = {
  code: 'not-read',
  message:
    'The row stands for several that are alike, and was not used. Open the document in LibreOffice and save it again.',
};

interface OpenElement {
  readonly name: string;
  readonly hidden: boolean;
  readonly columns: number;
}

const root: OpenElement = { name: '', hidden: false, columns: 1 };

/**
 * Gives the text of an OpenDocument text to the flow: paragraphs and tables in their order. Of its styles, the headers
 * and footers. What stands between marks of tracked changes is a fault of its line.
 */
export class OdtText {
  readonly #options: OdtTextOptions;
  readonly #open: OpenElement[] = [];
  readonly #paragraphs: ParagraphText[] = [];
  readonly #changes = new Map<string, string>();
  #style = '';
  #change = '';
  /** Tracked insertions that have begun and not ended. */
  readonly #inserted = new Set<string>();
  #skippedAt = 0;

  constructor(options: OdtTextOptions) {
    this.#options = options;
  }

  onStart(tag: XmlStart): void {
    refuseOtherPrefixes(tag, openDocumentPrefixes, this.#options.name);
    const { name, attributes } = tag;
    const outer = this.#open.at(-1) ?? root;
    const hides =
      this.#options.hiddenStyles.has(attributes['text:style-name'] ?? '') || attributes['text:display'] === 'none';
    const columns = Math.min(repetitions(attributes['table:number-columns-repeated']), 1000);
    this.#open.push({ name, hidden: outer.hidden || (hides && name.startsWith('text:')), columns });
    if (this.#skippedAt > 0) return this.#onTrackedChange(name, attributes);
    if (skipped.has(name) || name === 'text:tracked-changes') {
      this.#skippedAt = this.#open.length;
      return undefined;
    }
    if (name.startsWith('style:') || outer.name === 'style:style') return this.#onStyle(tag);
    return this.#onContent(tag);
  }

  /** Within the list of tracked changes: which change is of which kind. */
  #onTrackedChange(name: string, attributes: XmlStart['attributes']): void {
    if (name === 'text:changed-region') this.#change = attributes['text:id'] ?? attributes['xml:id'] ?? '';
    const isKind = name === 'text:insertion' || name === 'text:deletion' || name === 'text:format-change';
    if (isKind && this.#open.at(-2)?.name === 'text:changed-region') this.#changes.set(this.#change, name);
  }

  #onStyle({ name, attributes }: XmlStart): void {
    if (name === 'style:style') {
      this.#style = attributes['style:name'] ?? '';
      if (this.#options.hiddenStyles.has(attributes['style:parent-style-name'] ?? '')) {
        this.#options.hiddenStyles.add(this.#style);
      }
    }
    const isOwn = this.#open.at(-2)?.name === 'style:style';
    if (isOwn && name === 'style:text-properties' && attributes['text:display'] === 'none') {
      this.#options.hiddenStyles.add(this.#style);
    }
  }

  #onContent(tag: XmlStart): void {
    const { name, attributes } = tag;
    const { flow } = this.#options;
    switch (name) {
      case 'text:p':
      case 'text:h':
        flow.startParagraph();
        this.#paragraphs.push(new ParagraphText());
        break;
      case 'text:s':
      case 'text:tab':
        this.#paragraphs.at(-1)?.writeElement(tag);
        this.#flush();
        break;
      case 'text:line-break':
        flow.breakLine();
        break;
      case 'table:table':
        flow.startTable();
        break;
      case 'table:table-row':
        flow.startRow(attributes['table:visibility'] === 'collapse');
        if (repetitions(attributes['table:number-rows-repeated']) > 1) flow.faultRow(repeatedRow);
        break;
      case 'table:table-cell':
      case 'table:covered-table-cell':
        flow.startCell({ isCovered: name === 'table:covered-table-cell' });
        break;
      default:
        this.#onInsertion(tag);
    }
  }

  /** What stands within or beside the text. */
  #onInsertion({ name, attributes }: XmlStart): void {
    const { flow } = this.#options;
    const id = attributes['text:change-id'] ?? '';
    const aside = asides.get(name);
    if (aside !== undefined) {
      this.#count(aside);
      flow.startAside();
    } else if (name === 'draw:image') this.#count('pictures, not read');
    else if (name === 'draw:object' || name === 'draw:object-ole') flow.fault(notRead);
    else if (name === 'text:change') {
      this.#count('tracked changes: the document is not final');
      flow.fault(trackedChange);
    } else if (name === 'text:change-start' && this.#changes.get(id) !== 'text:format-change') {
      this.#count('tracked changes: the document is not final');
      this.#inserted.add(id);
    } else if (name === 'text:change-end') this.#inserted.delete(id);
  }

  onText(piece: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (this.#skippedAt > 0 || paragraph === undefined) return;
    paragraph.write(piece);
    this.#flush();
  }

  #flush(): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined || paragraph.text === '') return;
    if (this.#inserted.size > 0) this.#options.flow.fault(trackedChange);
    this.#options.flow.write(paragraph.text, this.#open.at(-1)?.hidden === true);
    paragraph.text = '';
  }

  onEnd(): void {
    const depth = this.#open.length;
    const element = this.#open.pop() ?? root;
    if (this.#skippedAt > 0) {
      if (this.#skippedAt === depth) this.#skippedAt = 0;
      return;
    }
    this.#onContentEnd(element);
  }

  #onContentEnd({ name, columns }: OpenElement): void {
    const { flow } = this.#options;
    switch (name) {
      case 'text:p':
      case 'text:h':
        this.#paragraphs.pop();
        flow.endLine();
        break;
      case 'table:table':
        flow.endTable();
        break;
      case 'table:table-row':
        flow.endRow();
        break;
      case 'table:table-cell':
      case 'table:covered-table-cell':
        flow.endCell();
        flow.skipColumns(columns - 1);
        break;
      default:
        if (asides.has(name)) flow.endAside();
    }
  }

  #count(what: string): void {
    this.#options.counts.set(what, (this.#options.counts.get(what) ?? 0) + 1);
  }
}
