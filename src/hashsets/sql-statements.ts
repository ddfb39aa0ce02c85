import { CriskitError } from '../core/errors.ts';
import { SqlCursor } from './sql-cursor.ts';
import type { TextSource } from './text-bytes.ts';
import { readLines } from './text-lines.ts';

export interface SqlStatement {
  /** With its semicolon, and with the remarks in it. */
  readonly text: string;
  /** Where it begins. */
  readonly line: number;
}

/** No row of a hash set takes so much; a bound on memory. */
const longestStatement = 1024 * 1024;

/**
 * The statements of an SQL script, those of some lines at a time; none is run. Throws `INPUT_DAMAGED` where the file ends
 * within one, and `INPUT_TOO_LARGE` for one of more than 1 Mi characters.
 */
export async function* readSqlStatements(
  bytes: AsyncIterable<Uint8Array>,
  source: TextSource,
): AsyncGenerator<readonly SqlStatement[]> {
  const splitter = new Splitter(source);
  for await (const { lines, firstLine } of readLines(bytes, source, { keepEnds: true })) {
    let line = firstLine;
    for (const text of lines) {
      splitter.addLine(text, line);
      line += 1;
    }
    yield splitter.takeStatements();
  }
  splitter.end();
}

class Splitter {
  readonly #source: TextSource;
  #statements: SqlStatement[] = [];
  /** What has been read of the statement that is not ended yet. */
  #begun = '';
  #line = 1;
  /** What ends the quoted text or the remark that the line before left open. */
  #open: string | undefined;

  constructor(source: TextSource) {
    this.#source = source;
  }

  addLine(text: string, line: number): void {
    if (this.#begun === '') this.#line = line;
    let start = 0;
    for (let at = 0; at < text.length; ) {
      if (this.#open !== undefined) {
        const end = text.indexOf(this.#open, at);
        if (end === -1) break;
        at = end + this.#open.length;
        this.#open = undefined;
        continue;
      }
      const next = this.#nextSign(text, at);
      if (next === text.length) break;
      at = next + 1;
      if (text[next] !== ';') continue;
      this.#statements.push(withoutRemarksBefore(this.#begun + text.slice(start, at), this.#line));
      this.#begun = '';
      this.#line = line;
      start = at;
    }
    const rest = text.slice(start);
    if (this.#begun !== '' || this.#open !== undefined || rest.trim() !== '') this.#begun += rest;
    if (this.#begun.length > longestStatement) {
      const message = `${this.#source.name} holds a statement of more than a million characters (line ${this.#line}).`;
      throw new CriskitError('INPUT_TOO_LARGE', message);
    }
  }

  takeStatements(): readonly SqlStatement[] {
    const statements = this.#statements;
    this.#statements = [];
    return statements;
  }

  end(): void {
    if (this.#open === undefined && new SqlCursor(this.#begun).isAtEnd()) return;
    const message = `${this.#source.name} ends within the statement that begins in line ${this.#line}; it is cut off.`;
    throw new CriskitError('INPUT_DAMAGED', message, { place: { line: this.#line } });
  }

  /** Where the next semicolon stands or something is opened, in which one means nothing; the end where neither is. */
  #nextSign(text: string, start: number): number {
    for (let at = start; at < text.length; at += 1) {
      switch (text.charCodeAt(at)) {
        case 0x3b: // ;
          return at;
        case 0x27: // '
          this.#open = "'";
          return at;
        case 0x22: // "
          this.#open = '"';
          return at;
        case 0x60: // `
          this.#open = '`';
          return at;
        case 0x5b: // [
          this.#open = ']';
          return at;
        case 0x2d: // -
          if (text[at + 1] === '-') return text.length;
          break;
        case 0x2f: // /
          if (text[at + 1] !== '*') break;
          this.#open = '*/';
          return at + 1;
      }
    }
    return text.length;
  }
}

function withoutRemarksBefore(text: string, line: number): SqlStatement {
  const start = new SqlCursor(text).skipBlanks();
  if (start === 0) return { text, line };
  return { text: text.slice(start), line: line + text.slice(0, start).split('\n').length - 1 };
}
