/** Text, number or null as SQL writes them; undefined for anything else, such as an expression. */
export type SqlLiteral = string | number | null | undefined;

const closingQuotes: Readonly<Record<string, string>> = { '"': '"', '`': '`', '[': ']' };
const plainName = /[A-Za-z_][A-Za-z0-9_$]*/y;
const number = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** A remark ends with its line, whatever ends that: `readSqlStatements` sees it so too. */
const blanksAndComments = /(?:\s+|--[^\r\n]*|\/\*[^]*?\*\/)*/y;

/** One SQL statement, read from left to right. */
export class SqlCursor {
  readonly #text: string;
  at: number;

  constructor(text: string, at = 0) {
    this.#text = text;
    this.at = at;
  }

  /** Steps over this sign where it stands next. */
  accept(sign: string): boolean {
    this.skipBlanks();
    if (!this.#text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  /** Steps over this word, in either letter case, where it stands next. */
  acceptWord(word: string): boolean {
    this.skipBlanks();
    const end = this.at + word.length;
    if (this.#text.slice(this.at, end).toUpperCase() !== word) return false;
    if (/[A-Za-z0-9_$]/.test(this.#text.charAt(end))) return false;
    this.at = end;
    return true;
  }

  /** The name that stands next, with or without quotation marks. */
  readName(): string | undefined {
    this.skipBlanks();
    const close = closingQuotes[this.#text.charAt(this.at)];
    return close === undefined ? this.#match(plainName) : this.#readQuoted(close);
  }

  readLiteral(): SqlLiteral {
    this.skipBlanks();
    if (this.#text[this.at] === "'") return this.#readQuoted("'");
    const digits = this.#match(number);
    if (digits !== undefined) return Number(digits);
    return this.acceptWord('NULL') ? null : undefined;
  }

  /** True where nothing follows but the end of the statement. */
  isAtEnd(): boolean {
    this.accept(';');
    this.skipBlanks();
    return this.at === this.#text.length;
  }

  /** A mark inside stands doubled. */
  #readQuoted(mark: string): string | undefined {
    const start = this.at + 1;
    let end = this.#text.indexOf(mark, start);
    if (end !== -1 && this.#text[end + 1] !== mark) {
      this.at = end + 1;
      return this.#text.slice(start, end);
    }
    while (end !== -1 && this.#text[end + 1] === mark) end = this.#text.indexOf(mark, end + 2);
    if (end === -1) return undefined;
    this.at = end + 1;
    return this.#text.slice(start, end).replaceAll(mark + mark, mark);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Steps over blanks and remarks; tells where what follows begins. */
  skipBlanks(): number {
    const code = this.#text.charCodeAt(this.at);
    // Blanks and the signs with which remarks begin; most often there are none.
    if (code > 0x2f || (code > 0x20 && code < 0x2d)) return this.at;
    blanksAndComments.lastIndex = this.at;
    blanksAndComments.exec(this.#text);
    this.at = Math.max(this.at, blanksAndComments.lastIndex);
    return this.at;
  }
}
