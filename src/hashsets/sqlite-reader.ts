import { setImmediate } from 'node:timers/promises';
import { CriskitError, systemErrorCode } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { openForReading, readingError, type SqliteFile } from './sqlite-file.ts';

/** Number of the row, then the values of the expressions asked for. */
export type Row = readonly [rowId: number, ...values: unknown[]];

/** So many that calls cost nothing, so few that the longest values fit into memory. */
const rowsPerBatch = 2048;
const lowestRowId = -(2n ** 63n);

/**
 * A SQLite file that somebody else made, open for reading. Nothing that stands in it is ever run: only tables are read,
 * never views, virtual tables or computed columns, and always in the order of their row numbers, so that each call comes
 * back after a bounded amount of work. The file is checked before it is opened, and held against writers while it is open.
 */
export class DatabaseReader {
  readonly #file: SqliteFile;
  readonly #path: string;
  readonly #name: string;

  private constructor(file: SqliteFile, path: string, name: string) {
    this.#file = file;
    this.#path = path;
    this.#name = name;
  }

  /** `name`: for messages. Whoever opens it closes it. Throws `INPUT_…`. */
  static async open(path: string, name: string): Promise<DatabaseReader> {
    return new DatabaseReader(await openForReading(path, name), path, name);
  }

  /**
   * Stored columns in small letters. Undefined where there is no such table; where something else has its name; and for a
   * table without row numbers, which no known program makes for hash sets.
   */
  columnsOf(table: string): ReadonlySet<string> | undefined {
    return this.#typed(() => {
      if (!this.#isTable(table)) return undefined;
      const columns = this.#file.pragma(`table_xinfo(${table})`) as readonly { name: string; hidden: number }[];
      const names = new Set(columns.filter(({ hidden }) => hidden === 0).map(({ name }) => name.toLowerCase()));
      return names.has('_rowid_') || !this.#hasRowNumbers(table) ? undefined : names;
    });
  }

  /** A virtual table has no page. */
  #isTable(name: string): boolean {
    const sql = `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name = ? COLLATE NOCASE`;
    return this.#file.prepare(sql).get(name) !== undefined;
  }

  #hasRowNumbers(table: string): boolean {
    try {
      this.#file.prepare(`SELECT _rowid_ FROM ${table}`);
      return true;
    } catch (error) {
      if (systemErrorCode(error) === 'SQLITE_ERROR') return false;
      throw error;
    }
  }

  /** Every row of the table in the order of row numbers, the values of `expressions` (SQL, ours) in each. */
  async *rows(
    table: string,
    expressions: readonly string[],
    signal: AbortSignal | undefined,
  ): AsyncGenerator<readonly Row[]> {
    const statement = this.#prepare(
      `SELECT _rowid_, ${expressions.join(', ')} FROM ${table} NOT INDEXED
       WHERE _rowid_ >= ? ORDER BY _rowid_ LIMIT ${rowsPerBatch}`,
    );
    let from: number | bigint = lowestRowId;
    for (;;) {
      throwIfInterrupted(signal);
      const rows = this.#typed(() => statement.all(from) as Row[]);
      this.#checkOrder(rows, from);
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < rowsPerBatch) return;
      from = last[0] + 1;
      await setImmediate();
    }
  }

  /** Finds single rows of the table by their numbers. */
  finder(table: string, expressions: readonly string[]): (rowId: number) => Row | undefined {
    const statement = this.#prepare(`SELECT _rowid_, ${expressions.join(', ')} FROM ${table} WHERE _rowid_ = ?`);
    return (rowId) => this.#typed(() => statement.get(rowId) as Row | undefined);
  }

  /** The row of the highest number. */
  lastRow(table: string, expressions: readonly string[]): Row | undefined {
    const statement = this.#prepare(
      `SELECT _rowid_, ${expressions.join(', ')} FROM ${table} NOT INDEXED ORDER BY _rowid_ DESC LIMIT ?`,
    );
    return this.#typed(() => statement.get(1) as Row | undefined);
  }

  close(): void {
    this.#file.close();
  }

  #prepare(sql: string): ReturnType<SqliteFile['prepare']> {
    return this.#typed(() => this.#file.prepare(sql).raw());
  }

  /** Numbers that do not ascend are those of a tree that leads back into itself. */
  #checkOrder(rows: readonly Row[], from: number | bigint): void {
    let next = from;
    for (const [rowId] of rows) {
      if (!Number.isSafeInteger(rowId) || rowId < next) {
        throw new CriskitError('INPUT_DAMAGED', `${this.#name} is damaged: its rows are out of order.`, {
          path: this.#path,
        });
      }
      next = rowId + 1;
    }
  }

  #typed<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw readingError(error, this.#path, this.#name);
    }
  }
}

/** SQL for what a column holds where that takes at most so many bytes; else for the number of bytes. */
export function boundedText(column: string, mostBytes: number): string {
  return `iif(octet_length(${column}) <= ${mostBytes}, ${column}, octet_length(${column}))`;
}

/** SQL for the digits of a BLOB column of exactly so many bytes, in small letters; for all else the name of its type. */
export function blobDigits(column: string, sizeBytes: number): string {
  return `iif(typeof(${column}) = 'blob' AND octet_length(${column}) = ${sizeBytes}, lower(hex(${column})), typeof(${column}))`;
}
