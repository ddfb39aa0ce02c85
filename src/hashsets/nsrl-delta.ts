import type { Issue } from '../core/issue.ts';
import type { Place } from '../core/place.ts';
import type { HashSetBatch, ReadOptions } from './contract.ts';
import type { LineVerdict } from './line-verdicts.ts';
import { statementOf } from './nsrl-database.ts';
import { type NsrlFile, recordOfNsrlFile } from './nsrl-file.ts';
import { OrderedBatches } from './ordered-batches.ts';
import { SqlCursor, type SqlLiteral } from './sql-cursor.ts';
import { readSqlStatements, type SqlStatement } from './sql-statements.ts';

/** Tables that hold files; all others say something of programs and makers. */
const fileTables: ReadonlySet<string> = new Set(['FILE', 'METADATA']);

/** Which column says what. */
const membersByColumn: ReadonlyMap<string, keyof NsrlFile> = new Map([
  ['sha256', 'sha256'],
  ['sha1', 'sha1'],
  ['md5', 'md5'],
  ['file_name', 'fileName'],
  ['extension', 'extension'],
  ['file_size', 'sizeBytes'],
  ['bytes', 'sizeBytes'],
]);

/** The files that a delta puts in, as records, and those that it takes out, as removals. Throws `INPUT_…`. */
export async function* readNsrlDelta(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<HashSetBatch> {
  const delta = new Delta();
  for await (const statements of readSqlStatements(bytes, options)) {
    for (const statement of statements) delta.add(statement);
    yield* delta.takeBatches();
  }
  yield* delta.end();
}

/** The beginning of a statement as far as `VALUES`; in a delta it is the same for millions. */
interface InsertHead {
  readonly text: string;
  readonly table: string;
  readonly columns: readonly string[];
}

class Delta {
  readonly #batches = new OrderedBatches();
  #about: HashSetBatch['about'];
  #head: InsertHead | undefined;
  #openSince: number | undefined;

  add(statement: SqlStatement): void {
    const { text, line } = statement;
    if (this.#head !== undefined && text.startsWith(this.#head.text)) {
      this.#addRows(this.#head, new SqlCursor(text, this.#head.text.length), line);
      return;
    }
    const cursor = new SqlCursor(text);
    if (cursor.isAtEnd()) return;
    if (cursor.acceptWord('INSERT') || cursor.acceptWord('REPLACE')) this.#addInsert(cursor, statement);
    else if (cursor.acceptWord('DELETE')) this.#addDelete(cursor, line);
    else if (cursor.acceptWord('UPDATE')) this.#addUpdate(cursor, line);
    else this.#batches.add(this.#judgeOther(cursor, line));
  }

  *takeBatches(): Generator<HashSetBatch> {
    yield* this.#batches.take();
    if (this.#about !== undefined) yield { records: [], issues: [], about: this.#about };
    this.#about = undefined;
  }

  *end(): Generator<HashSetBatch> {
    if (this.#openSince !== undefined) this.#batches.add(issueOf(neverEnded, this.#openSince));
    yield* this.takeBatches();
  }

  #judgeOther(cursor: SqlCursor, line: number): LineVerdict {
    if (cursor.acceptWord('BEGIN')) {
      this.#openSince = line;
      return 'heading';
    }
    if (cursor.acceptWord('COMMIT') || cursor.acceptWord('END')) {
      this.#openSince = undefined;
      return 'heading';
    }
    return cursor.acceptWord('PRAGMA') || cursor.acceptWord('CREATE') || cursor.acceptWord('ANALYZE')
      ? 'heading'
      : issueOf(notUnderstood, line);
  }

  #addInsert(cursor: SqlCursor, { text, line }: SqlStatement): void {
    if (cursor.acceptWord('OR')) cursor.readName();
    const table = cursor.acceptWord('INTO') ? readTable(cursor) : undefined;
    const columns = readColumns(cursor);
    if (table === undefined || columns === undefined || !cursor.acceptWord('VALUES')) {
      const ours = table === undefined || fileTables.has(table);
      this.#batches.add(ours ? issueOf(table === undefined ? notUnderstood : noColumns, line) : 'heading');
      return;
    }
    this.#head = { text: text.slice(0, cursor.at), table, columns };
    this.#addRows(this.#head, cursor, line);
  }

  #addRows({ table, columns }: InsertHead, cursor: SqlCursor, line: number): void {
    if (!fileTables.has(table)) {
      if (table === 'VERSION') this.#addVersion(columns, cursor);
      this.#batches.add('heading');
      return;
    }
    do {
      const values = readRow(cursor, columns.length);
      if (values === undefined) {
        this.#batches.add(issueOf(notUnderstood, line));
        return;
      }
      this.#batches.add(recordOfNsrlFile(fileOf(columns, values), { line }));
    } while (cursor.accept(','));
    if (!cursor.isAtEnd()) this.#batches.add(issueOf(notUnderstood, line));
  }

  #addVersion(columns: readonly string[], cursor: SqlCursor): void {
    const values = readRow(cursor, columns.length) ?? [];
    const [name, version, source, date] = ['build_set', 'version', 'description', 'release_date'].map(
      (column) => values[columns.indexOf(column)],
    );
    this.#about = statementOf({ name, version, source, date });
  }

  #addDelete(cursor: SqlCursor, line: number): void {
    const table = cursor.acceptWord('FROM') ? readTable(cursor) : undefined;
    if (table !== undefined && !fileTables.has(table)) {
      this.#batches.add('heading');
      return;
    }
    const file = table === undefined ? undefined : readConditions(cursor);
    const verdict = file === undefined ? issueOf(notUnderstood, line) : recordOfNsrlFile(file, { line });
    if (typeof verdict === 'object' && 'digests' in verdict) this.#batches.remove(verdict);
    else if (typeof verdict === 'object' && verdict.code === 'digest-missing')
      this.#batches.add(issueOf(unclear, line));
    else this.#batches.add(verdict);
  }

  #addUpdate(cursor: SqlCursor, line: number): void {
    if (cursor.acceptWord('OR')) cursor.readName();
    const table = readTable(cursor);
    this.#batches.add(table === undefined || fileTables.has(table) ? issueOf(notUnderstood, line) : 'heading');
  }
}

/** In capitals, without the name of the database. */
function readTable(cursor: SqlCursor): string | undefined {
  const name = cursor.readName();
  const table = name !== undefined && cursor.accept('.') ? cursor.readName() : name;
  return table?.toUpperCase();
}

/** In small letters. */
function readColumns(cursor: SqlCursor): readonly string[] | undefined {
  if (!cursor.accept('(')) return undefined;
  const columns: string[] = [];
  do {
    const name = cursor.readName();
    if (name === undefined) return undefined;
    columns.push(name.toLowerCase());
  } while (cursor.accept(','));
  return cursor.accept(')') && new Set(columns).size === columns.length ? columns : undefined;
}

/** The values of one row in parentheses; undefined where it is none, or has another number of them. */
function readRow(cursor: SqlCursor, count: number): readonly SqlLiteral[] | undefined {
  if (!cursor.accept('(')) return undefined;
  const values: SqlLiteral[] = [];
  do {
    const value = cursor.readLiteral();
    if (value === undefined) return undefined;
    values.push(value);
  } while (cursor.accept(','));
  return cursor.accept(')') && values.length === count ? values : undefined;
}

function fileOf(columns: readonly string[], values: readonly SqlLiteral[]): NsrlFile {
  const file: { -readonly [Member in keyof NsrlFile]: unknown } = {};
  for (let index = 0; index < columns.length; index += 1) {
    const member = membersByColumn.get(columns[index] ?? '');
    if (member !== undefined) file[member] = values[index];
  }
  return file;
}

/** `WHERE column = value AND …` to the end of the statement; undefined for anything else. */
function readConditions(cursor: SqlCursor): NsrlFile | undefined {
  if (!cursor.acceptWord('WHERE')) return undefined;
  const values = new Map<string, SqlLiteral>();
  do {
    const column = cursor.readName()?.toLowerCase();
    if (column === undefined || values.has(column)) return undefined;
    if (!cursor.accept('==') && !cursor.accept('=') && !cursor.acceptWord('IS')) return undefined;
    const value = cursor.readLiteral();
    if (value === undefined) return undefined;
    values.set(column, value);
  } while (cursor.acceptWord('AND'));
  return cursor.isAtEnd() ? fileOf([...values.keys()], [...values.values()]) : undefined;
}

type Fault = Omit<Issue, 'place'>;

function issueOf(fault: Fault, line: number): Issue {
  const place: Place = { line };
  return { ...fault, place };
}

const notUnderstood: Fault = {
  code: 'statement-unknown',
  message:
    'The statement is none that deltas of NSRL consist of, or its values are no plain texts and numbers; it is not read.',
};
const noColumns: Fault = {
  code: 'columns-missing',
  message: 'The statement does not name its columns, so that its values cannot be told apart.',
};
const unclear: Fault = {
  code: 'removal-unclear',
  message:
    'The statement takes out files that it does not name by a digest; apply the delta to the database of NSRL instead.',
};
const neverEnded: Fault = {
  code: 'transaction-open',
  message: 'The transaction that begins here is not ended; the file may be cut off.',
};
