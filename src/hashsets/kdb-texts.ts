import type { Issue } from '../core/issue.ts';
import { boundedText, type DatabaseReader, type Row } from './sqlite-reader.ts';

/** More than any path needs; a bound on memory. */
export const mostTextBytes = 32 * 1024;
/** Names that one record holds. What a file has beyond it comes as further records of the same digests. */
export const mostTexts = 4096;

/** Names or comments of a .kdb, walked in the order in which they were added, beside the hashes that they belong to. */
export class KdbTexts {
  readonly #table: string;
  readonly #batches: AsyncGenerator<readonly Row[]>;
  #issues: Issue[] = [];
  #rows: readonly Row[] = [];
  #next = 0;
  #hashId: number | undefined;
  #isSeeking = true;
  #text = '';

  private constructor(table: string, batches: AsyncGenerator<readonly Row[]>) {
    this.#table = table;
    this.#batches = batches;
  }

  /** A file without such a table has no such texts. */
  static async open(
    database: DatabaseReader,
    table: string,
    column: string,
    signal: AbortSignal | undefined,
  ): Promise<KdbTexts> {
    const columns = database.columnsOf(table);
    const known = columns?.has('hash_id') === true && columns.has(column);
    const expressions = ['hash_id', 'typeof(hash_id)', boundedText(column, mostTextBytes)];
    const texts = new KdbTexts(table, known ? database.rows(table, expressions, signal) : noRows());
    await texts.seek();
    return texts;
  }

  /** The hash that the text which stands next belongs to; undefined at the end, and while it is being sought. */
  get hashId(): number | undefined {
    return this.#hashId;
  }

  /** True where rows were read that hold no text, so that `seek` has to go on; their issues are there. */
  get isSeeking(): boolean {
    return this.#isSeeking;
  }

  /** True where issues, or texts of hashes before this one, are to be taken first. */
  isBehind(hashId: number): boolean {
    return this.#isSeeking || this.#issues.length > 0 || (this.#hashId !== undefined && this.#hashId < hashId);
  }

  /** The texts that stand next and belong to the same hash. */
  async take(): Promise<readonly string[]> {
    const { hashId } = this;
    const texts: string[] = [];
    while (this.#hashId !== undefined && this.#hashId === hashId && texts.length < mostTexts) {
      texts.push(this.#text);
      if (!this.#step()) await this.seek();
    }
    return texts;
  }

  /** Those that have come up since the last call. */
  takeIssues(): readonly Issue[] {
    const issues = this.#issues;
    if (issues.length > 0) this.#issues = [];
    return issues;
  }

  /** To the next text, but no further than some rows on: where none of them holds one, their issues have to be taken. */
  async seek(): Promise<void> {
    this.#hashId = undefined;
    const batch = await this.#batches.next();
    this.#isSeeking = batch.done !== true;
    if (batch.done === true) return;
    this.#rows = batch.value;
    this.#next = 0;
    this.#isSeeking = !this.#step();
  }

  /** To the next text among the rows at hand; false where they are used up. */
  #step(): boolean {
    for (let row = this.#rows[this.#next]; row !== undefined; row = this.#rows[this.#next]) {
      this.#next += 1;
      if (this.#take(row)) return true;
    }
    return false;
  }

  #take([rowId, hashId, typeOfHashId, text]: Row): boolean {
    if (text === '') return false;
    if (typeof text !== 'string' || typeof hashId !== 'number' || typeOfHashId !== 'integer') {
      this.#issues.push(faultOf(this.#table, rowId, text));
      return false;
    }
    this.#hashId = hashId;
    this.#text = text;
    return true;
  }
}

function faultOf(table: string, rowId: number, text: unknown): Issue {
  const place = { row: rowId };
  if (typeof text === 'number' && text > mostTextBytes) {
    return { code: 'text-too-long', message: `A text in ${table} is longer than criskit reads.`, place };
  }
  return { code: 'row-type', message: `A row of ${table} does not hold a text and the number of a hash.`, place };
}

async function* noRows(): AsyncGenerator<readonly Row[]> {}
