import { SaxesParser, type SaxesTagNS } from 'saxes';
import { CriskitError } from '../../core/errors.ts';
import { checkEncoding } from './xml-scan.ts';

export interface XmlTag {
  /** Without its prefix. */
  readonly name: string;
  /** Empty where it is in none. */
  readonly namespace: string;
  /** By name as written; declarations of namespaces are no attributes. A Map, so that `__proto__` is a name like any other. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Of its start, 1-based. */
  readonly line: number;
}

/** An element with all that is in it. */
export interface XmlElement extends XmlTag {
  readonly children: readonly XmlElement[];
  /** What stands directly in it, in one piece. */
  readonly text: string;
}

/** What a document consists of, in its order: elements that are wanted whole, and the tags around them. */
export type XmlPart =
  | { readonly kind: 'whole'; readonly element: XmlElement }
  | { readonly kind: 'start'; readonly tag: XmlTag }
  | { readonly kind: 'end' };

/** Says of an element outside of whole ones whether it is wanted whole; `parents` are those around it, the root first. */
export type WholeChoice = (tag: XmlTag, parents: readonly XmlTag[]) => boolean;

/** Lists of the field are some seven levels deep. */
const deepestNesting = 64;
/** Between two tags, or within one. */
const longestPieceCharacters = 1024 * 1024;
const largestElementCharacters = 8 * 1024 * 1024;
const mostElementsInOne = 200_000;

/**
 * The parts of an XML text that comes in pieces, some for each piece, in bounded memory. Text outside of whole elements
 * is passed over. Throws `INPUT_DAMAGED` where it is not well-formed or cut off, `INPUT_HOSTILE` where it declares a
 * document type (through which entities come in) or is nested more than 64 levels deep, `INPUT_TOO_LARGE` for a tag, text
 * or comment of more than 1 Mi characters and for a whole element of more than 8 Mi, or of more than 200,000 elements.
 */
export async function* readXmlParts(
  texts: AsyncIterable<string>,
  name: string,
  isWhole: WholeChoice,
): AsyncGenerator<readonly XmlPart[]> {
  const reader = new PartsReader(name, isWhole);
  for await (const text of texts) yield reader.write(text);
  yield reader.close();
}

interface ElementInProgress extends XmlTag {
  readonly children: ElementInProgress[];
  text: string;
}

class PartsReader {
  readonly #parser = new SaxesParser<{ readonly xmlns: true; readonly position: true }>({
    xmlns: true,
    position: true,
  });
  readonly #name: string;
  readonly #isWhole: WholeChoice;
  #parts: XmlPart[] = [];
  /** The elements that are open, outside of a whole one. */
  readonly #parents: XmlTag[] = [];
  /** The whole one that is open, and those open within it. */
  readonly #open: ElementInProgress[] = [];
  #openedAt = 0;
  #elements = 0;
  /** Where the last tag or text ended. */
  #pieceEnd = 0;
  #written = 0;

  constructor(name: string, isWhole: WholeChoice) {
    this.#name = name;
    this.#isWhole = isWhole;
    const parser = this.#parser;
    // Six handlers and no more: with a seventh V8 keeps the parser's fields in a dictionary, and it takes 3.6 times as long.
    parser.on('error', (error) => {
      throw new CriskitError('INPUT_DAMAGED', `${name} is no well-formed XML: ${error.message}`, { cause: error });
    });
    parser.on('doctype', () => {
      throw new CriskitError('INPUT_HOSTILE', `${name} declares a document type, which no hash set does.`);
    });
    parser.on('opentag', (tag) => this.#start(tag));
    parser.on('closetag', () => this.#end());
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
  }

  write(text: string): readonly XmlPart[] {
    this.#parser.write(text);
    this.#written += text.length;
    if (this.#written - this.#pieceEnd > longestPieceCharacters)
      throw this.#tooLarge('a tag or text of more than 1 million characters');
    if (this.#open.length > 0 && this.#written - this.#openedAt > largestElementCharacters) {
      throw this.#tooLarge('an element of more than 8 million characters');
    }
    return this.#take();
  }

  close(): readonly XmlPart[] {
    this.#parser.close();
    return this.#take();
  }

  #take(): readonly XmlPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #start(saxesTag: SaxesTagNS): void {
    this.#endPiece();
    if (this.#parents.length + this.#open.length >= deepestNesting) {
      throw new CriskitError('INPUT_HOSTILE', `${this.#name} is nested more than ${deepestNesting} levels deep.`);
    }
    const tag = tagOf(saxesTag, this.#parser.line);
    const parent = this.#open.at(-1);
    if (parent === undefined && this.#parents.length === 0) {
      checkEncoding(this.#parser.xmlDecl.encoding, /^(?:utf-8|utf-16|us-ascii)$/i, this.#name);
    }
    if (parent === undefined && !this.#isWhole(tag, this.#parents)) {
      this.#parents.push(tag);
      this.#parts.push({ kind: 'start', tag });
      return;
    }
    if (parent === undefined) {
      this.#openedAt = this.#parser.position;
      this.#elements = 0;
    }
    this.#elements += 1;
    if (this.#elements > mostElementsInOne) throw this.#tooLarge('an element of more than 200,000 elements');
    const element: ElementInProgress = { ...tag, children: [], text: '' };
    parent?.children.push(element);
    this.#open.push(element);
  }

  #end(): void {
    this.#endPiece();
    const element = this.#open.pop();
    if (element === undefined) {
      this.#parents.pop();
      this.#parts.push({ kind: 'end' });
    } else if (this.#open.length === 0) this.#parts.push({ kind: 'whole', element });
  }

  #addText(text: string): void {
    this.#endPiece();
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #endPiece(): void {
    this.#pieceEnd = this.#parser.position;
  }

  #tooLarge(what: string): CriskitError {
    return new CriskitError('INPUT_TOO_LARGE', `${this.#name} holds ${what}.`, {
      place: { line: this.#parser.line },
      hint: 'A hash set has none of that size; is this the right file, and the right --format?',
    });
  }
}

const noAttributes: ReadonlyMap<string, string> = new Map();

function tagOf({ local, uri, attributes }: SaxesTagNS, line: number): XmlTag {
  let kept: Map<string, string> | undefined;
  for (const written in attributes) {
    const attribute = attributes[written];
    if (attribute === undefined || attribute.prefix === 'xmlns' || written === 'xmlns') continue;
    kept ??= new Map();
    kept.set(written, attribute.value);
  }
  return { name: local, namespace: uri, attributes: kept ?? noAttributes, line };
}
