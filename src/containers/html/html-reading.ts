import { Parser } from 'htmlparser2';
import { CriskitError } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { formatCount } from '../../core/units.ts';
import type { ContainerInput, TableDocument } from '../contract.ts';
import { FlowBuilder } from '../flow/flow-builder.ts';
import { flowDocument } from '../flow/flow-document.ts';
import { decodeHtml } from './html-decoding.ts';
import {
  countedElements,
  droppedElements,
  isBlockElement,
  isFrame,
  isHiddenElement,
  isPreformatted,
  isRowGroup,
  spanOf,
} from './html-elements.ts';
import { SourceLines } from '../text/source-lines.ts';

/** Browsers stop at this depth too. */
const deepestElement = 512;

/** More end tags without a start tag than any program writes; each costs a search through what is open. */
const mostStrayTags = 100_000;

const chunkLength = 1 << 20;

/** The text and tables of a page, as a browser without scripts, styles and network shows them. */
export function readHtml(input: ContainerInput, signal: AbortSignal | undefined): TableDocument {
  const { text, encoding, isCutOff } = decodeHtml(input.bytes, input.name);
  const reading = new PageReading(text, input.name);
  for (let start = 0; start < text.length; start += chunkLength) {
    throwIfInterrupted(signal);
    reading.parser.write(text.slice(start, start + chunkLength));
    reading.refuseStrayTags();
  }
  const cutOff = reading.finish() ?? (isCutOff ? 'The document ends in the middle of a character' : undefined);
  return flowDocument(input, {
    container: 'html',
    rows: reading.flow.finish(),
    traits: [['encoding', encoding], ...reading.traits()],
    cutOff,
  });
}

interface OpenElement {
  readonly name: string;
  readonly hidden: boolean;
  readonly preformatted: boolean;
  readonly dropped: boolean;
}

const root: OpenElement = { name: '', hidden: false, preformatted: false, dropped: false };

/** Counts the tags, also those that come to nothing. */
class CountingParser extends Parser {
  tags = 0;

  override onopentagname(start: number, end: number): void {
    this.tags += 1;
    super.onopentagname(start, end);
  }

  override onclosetag(start: number, end: number): void {
    this.tags += 1;
    super.onclosetag(start, end);
  }
}

class PageReading {
  readonly flow: FlowBuilder;
  readonly parser: CountingParser;
  readonly #name: string;
  readonly #text: string;
  readonly #open: OpenElement[] = [];
  readonly #counts = new Map<string, number>();
  /** Tags that opened or ended an element. */
  #usedTags = 0;
  /** Where the text that is read at the moment begins. */
  #offset = 0;
  #isCommentOpen = false;
  /** `html` or `body`, where their end is still to come. */
  readonly #awaited = new Set<string>();

  constructor(text: string, name: string) {
    const lines = new SourceLines(text);
    this.#name = name;
    this.#text = text;
    this.flow = new FlowBuilder({ name, sourceLine: () => lines.lineAt(this.#offset), trimsLines: true });
    this.parser = new CountingParser({
      onopentag: (tag, attributes) => this.#onOpen(tag, attributes),
      onclosetag: (tag, isImplied) => this.#onClose(tag, isImplied),
      ontext: (piece) => this.#onText(piece),
      oncomment: () => this.#onComment(),
    });
  }

  /** Ends the document. Why it is known to be cut off; undefined where it is not. */
  finish(): string | undefined {
    const open = this.#open.map((element) => element.name);
    this.parser.end();
    this.flow.endLine();
    const isInTag = this.parser.startIndex < this.#text.length;
    if (isInTag || this.#isCommentOpen) return 'The document ends in the middle of a tag or comment';
    const unended = open.find((name) => name === 'table' || droppedElements.has(name));
    if (unended !== undefined) return `The document ends inside of <${unended}>`;
    const [awaited] = this.#awaited;
    return awaited === undefined ? undefined : `The document ends before </${awaited}>`;
  }

  traits(): readonly (readonly [string, string])[] {
    return [...this.#counts].map(([what, count]) => {
      const [title = '', note] = what.split(', ');
      return [title, note === undefined ? formatCount(count) : `${formatCount(count)}, ${note}`] as const;
    });
  }

  get #top(): OpenElement {
    return this.#open.at(-1) ?? root;
  }

  #onOpen(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#offset = this.parser.startIndex;
    this.#usedTags += 1;
    const outer = this.#top;
    const dropped = droppedElements.get(name);
    if (!isVoid(name)) this.#push(name, attributes, outer, dropped !== undefined);
    if (outer.dropped) return;
    const counted = dropped ?? countedElements.get(name);
    if (counted !== undefined) this.#count(counted);
    if (dropped !== undefined) return;
    if (name === 'html' || name === 'body') this.#awaited.add(name);
    if (isBlockElement(name)) this.#onOpenBlock(name, attributes);
    else if (name === 'br') this.flow.breakLine();
    else if (isFrame(name)) this.#onFrame(name);
  }

  #push(name: string, attributes: Readonly<Record<string, string>>, outer: OpenElement, isDropped: boolean): void {
    if (this.#open.length >= deepestElement) {
      throw this.#hostile(`more than ${deepestElement} elements inside one another`);
    }
    this.#open.push({
      name,
      hidden: outer.hidden || isHiddenElement(attributes),
      preformatted: isPreformatted(name, attributes) ?? outer.preformatted,
      dropped: outer.dropped || isDropped,
    });
  }

  #hostile(what: string): CriskitError {
    return new CriskitError('INPUT_HOSTILE', `${this.#name} holds ${what}`, {
      path: this.#name,
      hint: 'No program writes such a page. Find out where it comes from.',
    });
  }

  /** Called after each piece of the page. */
  refuseStrayTags(): void {
    if (this.parser.tags - this.#usedTags > mostStrayTags) throw this.#hostile('end tags of nothing by the thousand');
  }

  #onOpenBlock(name: string, attributes: Readonly<Record<string, string>>): void {
    const { hidden } = this.#top;
    if (name === 'table') this.flow.startTable();
    else if (isRowGroup(name)) this.flow.endRowGroup();
    else if (name === 'tr') this.flow.startRow(hidden);
    else if (name === 'td' || name === 'th') {
      this.flow.startCell(
        { columns: spanOf(attributes['colspan'], 1), rows: spanOf(attributes['rowspan'], 65_534) },
        hidden,
      );
    } else this.flow.endLine();
  }

  #onClose(name: string, isImplied: boolean): void {
    if (!isImplied) this.#usedTags += 1;
    if (isVoid(name)) return;
    this.#offset = this.parser.startIndex;
    const element = this.#open.pop();
    if (element === undefined || element.dropped) return;
    if (!isImplied) this.#awaited.delete(name);
    if (name === 'html' && !isImplied) this.#awaited.clear();
    if (!isBlockElement(name)) return;
    if (name === 'table') this.flow.endTable();
    else if (isRowGroup(name)) this.flow.endRowGroup();
    else if (name === 'tr') this.flow.endRow();
    else if (name === 'td' || name === 'th') this.flow.endCell();
    else this.flow.endLine();
  }

  #onFrame(name: string): void {
    this.flow.endLine();
    this.flow.fault({
      code: 'not-read',
      message: `Another document is shown here (<${name}>), which is not in this file. Ask for it, or for the report as PDF or CSV.`,
    });
    this.flow.endLine();
  }

  #onComment(): void {
    this.#count('comments');
    this.#isCommentOpen = this.parser.endIndex >= this.#text.length;
  }

  #onText(piece: string): void {
    const { dropped, hidden, preformatted } = this.#top;
    if (dropped) return;
    const start = this.parser.startIndex;
    if (preformatted) this.#writeLines(piece, start, hidden);
    else this.#writeWords(piece, start, hidden);
  }

  /** Blanks and line ends come down to one blank, and to none at the beginning of a line. */
  #writeWords(piece: string, start: number, hidden: boolean): void {
    const words = piece.replaceAll(/[ \t\n\r\f]{2,}|[\t\n\r\f]/g, ' ');
    const isAtBlank = ['', ' '].includes(this.flow.lastCharacter);
    const text = isAtBlank && words.startsWith(' ') ? words.slice(1) : words;
    if (text === '') return;
    this.#offset = start + (words.startsWith(' ') ? piece.length - piece.trimStart().length : 0);
    this.flow.write(text, hidden);
  }

  #writeLines(piece: string, start: number, hidden: boolean): void {
    let from = 0;
    for (const lineEnd of piece.matchAll(/\r\n|\n|\r/g)) {
      this.#offset = start + from;
      this.flow.write(piece.slice(from, lineEnd.index), hidden);
      this.flow.breakLine();
      from = lineEnd.index + lineEnd[0].length;
    }
    this.#offset = start + from;
    this.flow.write(piece.slice(from), hidden);
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }
}

const voidElements: ReadonlySet<string> = new Set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
);

/** Elements that have no end tag, as the parser knows them. */
function isVoid(name: string): boolean {
  return voidElements.has(name);
}
