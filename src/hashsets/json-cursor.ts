import { isAscii, isUtf8 } from 'node:buffer';
import { CriskitError } from '../core/errors.ts';
import { JoinedBlocks } from './joined-blocks.ts';

/** Thrown by `JsonCursor` where the text ends before what is being read does. */
export const incomplete = Symbol('the JSON text ends too early');

/** Media entries of the field are three levels deep. */
const deepestNesting = 64;

const numberCharacters = /[-+.0-9eE]*/y;
const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const words: Readonly<Record<string, { readonly text: string; readonly value: unknown }>> = {
  t: { text: 'true', value: true },
  f: { text: 'false', value: false },
  n: { text: 'null', value: null },
};

/** The members of an object in their order. A Map, so that `__proto__` is a name like any other. */
export interface JsonMembers {
  readonly members: ReadonlyMap<string, unknown>;
  /** A name that stands twice, with different values, in the object or in one within it. */
  readonly repeated?: string;
}

/**
 * Reads JSON from UTF-8 that may end anywhere: then `incomplete` is thrown, and the caller sets `at` back, appends more and
 * tries again. What is no JSON, or no UTF-8, throws `INPUT_DAMAGED`, nesting beyond 64 levels `INPUT_HOSTILE`.
 */
export class JsonCursor {
  /** What stands here when more is appended is gone. */
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  readonly #name: string;
  readonly #blocks = new JoinedBlocks();
  /** Bytes read and dropped before `bytes`. */
  #dropped = 0;
  /** Both made of `bytes` when they are asked for. */
  #text: string | undefined;
  #isAscii: boolean | undefined;
  #repeated: string | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** The bytes as characters, one each: all that gives JSON its form is ASCII. */
  get text(): string {
    this.#text ??= this.bytes.toString('latin1');
    return this.#text;
  }

  /** A text in the place of bytes. */
  set text(text: string) {
    this.#text = text;
  }

  /** Drops what has been read and adds these bytes. */
  append(more: Buffer): void {
    this.#dropped += this.at;
    this.bytes = this.#blocks.join(this.bytes.subarray(this.at), more);
    this.at = 0;
    this.#text = undefined;
    this.#isAscii = undefined;
  }

  /** The next character that is no blank, which stays. */
  peek(): string {
    let code = this.#codeAt(this.at);
    while (isBlank(code)) {
      this.at += 1;
      code = this.#codeAt(this.at);
    }
    if (code === undefined) throw incomplete;
    return String.fromCharCode(code);
  }

  /** Without making a text of bytes for it. */
  #codeAt(at: number): number | undefined {
    if (this.#text === undefined) return this.bytes[at];
    return at < this.#text.length ? this.#text.charCodeAt(at) : undefined;
  }

  /** Takes the next character if it is this one. */
  accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  expect(character: string): void {
    if (!this.accept(character)) throw this.damaged(`"${character}" is missing`);
  }

  /** The name of a member, with the colon after it. */
  readName(): string {
    if (this.peek() !== '"') throw this.damaged('the name of a member is missing');
    const name = this.#readText();
    this.expect(':');
    return name;
  }

  /** Any value. Numbers too large for a number of JavaScript are given as their digits, in a text. */
  readValue(depth = 0): unknown {
    const character = this.peek();
    if (character === '"') return this.#readText();
    if (character === '{') return Object.fromEntries(this.#readObject(depth + 1));
    if (character === '[') return this.#readArray(depth + 1);
    const word = words[character];
    return word === undefined ? this.#readNumber() : this.#readWord(word.text, word.value);
  }

  /** An object, for those whose members are looked at one by one. */
  readMembers(): JsonMembers {
    this.#repeated = undefined;
    if (this.peek() !== '{') throw this.damaged('an object is missing');
    const members = this.#readObject(1);
    return this.#repeated === undefined ? { members } : { members, repeated: this.#repeated };
  }

  /** Bytes of the whole text that have been read. */
  get position(): number {
    return this.#dropped + this.at;
  }

  damaged(what: string): CriskitError {
    return new CriskitError(
      'INPUT_DAMAGED',
      `${this.#name} is not the JSON that it should be: ${what}, near byte ${this.position + 1}.`,
    );
  }

  #readObject(depth: number): Map<string, unknown> {
    this.#checkDepth(depth);
    this.at += 1;
    const members = new Map<string, unknown>();
    if (this.accept('}')) return members;
    do {
      const name = this.readName();
      const value = this.readValue(depth);
      if (members.has(name) && !isSameValue(members.get(name), value)) this.#repeated ??= name;
      members.set(name, value);
    } while (this.accept(','));
    this.expect('}');
    return members;
  }

  #readArray(depth: number): unknown[] {
    this.#checkDepth(depth);
    this.at += 1;
    const elements: unknown[] = [];
    if (this.accept(']')) return elements;
    do elements.push(this.readValue(depth));
    while (this.accept(','));
    this.expect(']');
    return elements;
  }

  #readText(): string {
    const start = this.at + 1;
    let end = this.text.indexOf('"', start);
    while (end >= 0 && this.#isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end < 0) throw incomplete;
    this.at = end + 1;
    const text = this.#decode(this.text.slice(start, end));
    return text.includes('\\') ? this.#unescape(text) : text;
  }

  #decode(text: string): string {
    this.#isAscii ??= isAscii(this.bytes);
    if (this.#isAscii || !/[\u0080-\u00ff]/.test(text)) return text;
    const bytes = Buffer.from(text, 'latin1');
    if (isUtf8(bytes)) return bytes.toString('utf8');
    throw new CriskitError('INPUT_DAMAGED', `${this.#name} is not UTF-8 text, as JSON has to be.`, {
      hint: 'Open it in an editor that knows its encoding, and save it as UTF-8.',
    });
  }

  /** True where an odd number of backslashes stands before. */
  #isEscaped(at: number): boolean {
    let before = at;
    while (this.text[before - 1] === '\\') before -= 1;
    return (at - before) % 2 === 1;
  }

  /** Line ends and other control characters within a text are taken as they are, as most readers do. */
  #unescape(text: string): string {
    const escaped = text.replaceAll(
      /[\u0000-\u001f]/g,
      (character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
    try {
      return String(JSON.parse(`"${escaped}"`));
    } catch {
      throw this.damaged('a text holds a backslash that escapes nothing');
    }
  }

  #readNumber(): unknown {
    numberCharacters.lastIndex = this.at;
    const text = numberCharacters.exec(this.text)?.[0] ?? '';
    if (this.at + text.length >= this.text.length) throw incomplete;
    if (!numberText.test(text)) throw this.damaged('a value is missing');
    this.at += text.length;
    const value = Number(text);
    return Number.isFinite(value) && (Number.isSafeInteger(value) || isExact(text, value)) ? value : text;
  }

  #readWord(word: string, value: unknown): unknown {
    const found = this.text.slice(this.at, this.at + word.length);
    if (found !== word) throw word.startsWith(found) ? incomplete : this.damaged('a value is missing');
    this.at += word.length;
    return value;
  }

  #checkDepth(depth: number): void {
    if (depth <= deepestNesting) return;
    throw new CriskitError('INPUT_HOSTILE', `${this.#name} is nested more than ${deepestNesting} levels deep.`);
  }
}

/** Whole numbers beyond 2^53 lose their last digits; fractions are taken as near as they come. */
function isExact(text: string, value: number): boolean {
  return !/^-?\d+$/.test(text) || String(value) === text;
}

function isBlank(code: number | undefined): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
