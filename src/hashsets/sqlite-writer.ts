import { openForWriting, type SqliteFile, writingError } from './sqlite-file.ts';

/** What came of a statement. */
interface Inserted {
  readonly rowId: number;
  /** 0 where the row was left out because it is there already. */
  readonly rows: number;
}

/** A database in the making, all in one transaction. */
export class DatabaseWriter {
  readonly #file: SqliteFile;

  /** In a file that is empty or not there. Whoever opens it closes it. Throws `OUTPUT_FAILED`. */
  constructor(path: string, pageSizeBytes: number) {
    this.#file = openForWriting(path, pageSizeBytes);
    this.execute('BEGIN');
  }

  execute(sql: string): void {
    typed(() => this.#file.exec(sql));
  }

  /** For a statement that is run many times. */
  inserter(sql: string): (...values: readonly unknown[]) => Inserted {
    const statement = typed(() => this.#file.prepare(sql));
    return (...values) => {
      const { changes, lastInsertRowid } = typed(() => statement.run(...values));
      return { rowId: Number(lastInsertRowid), rows: changes };
    };
  }

  commit(): void {
    this.execute('COMMIT');
  }

  close(): void {
    this.#file.close();
  }
}

function typed<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw writingError(error);
  }
}
