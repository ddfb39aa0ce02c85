import { digestSizeBytes } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { HashSetBatch, ReadOptions } from './contract.ts';
import { BatchInProgress } from './line-verdicts.ts';
import { recordOfNsrlFile } from './nsrl-file.ts';
import { boundedText, DatabaseReader, type Row } from './sqlite-reader.ts';

const mostNameBytes = 32 * 1024;

/** Where the files of a set stand: the table itself in a minimal set, the one below its view in a full set. */
const tables: readonly { readonly table: string; readonly sizeColumn: string }[] = [
  { table: 'FILE', sizeColumn: 'file_size' },
  { table: 'METADATA', sizeColumn: 'bytes' },
];

/** Every file of a minimal or full set, in the order in which it was put in. Throws `FORMAT_UNKNOWN`, `INPUT_…`. */
export async function* readNsrlDatabase(path: string, options: ReadOptions): AsyncGenerator<HashSetBatch> {
  const database = await DatabaseReader.open(path, options.name);
  try {
    const source = findSource(database);
    if (source === undefined) {
      const message = `${options.name} has no table FILE or METADATA with digests, as the sets of NSRL version 3 do.`;
      throw new CriskitError('FORMAT_UNKNOWN', message, { path });
    }
    yield { records: [], issues: [], ...readStatement(database) };
    for await (const rows of database.rows(source.table, source.expressions, options.signal)) yield batchOf(rows);
  } finally {
    database.close();
  }
}

interface Source {
  readonly table: string;
  readonly expressions: readonly string[];
}

function findSource(database: DatabaseReader): Source | undefined {
  for (const { table, sizeColumn } of tables) {
    const columns = database.columnsOf(table);
    if (columns === undefined || !['sha256', 'sha1', 'md5'].some((column) => columns.has(column))) continue;
    const text = (column: string, mostBytes: number) => (columns.has(column) ? boundedText(column, mostBytes) : 'NULL');
    return {
      table,
      expressions: [
        text('sha256', digestSizeBytes.sha256 * 2),
        text('sha1', digestSizeBytes.sha1 * 2),
        text('md5', digestSizeBytes.md5 * 2),
        text('file_name', mostNameBytes),
        table === 'FILE' ? 'NULL' : text('extension', mostNameBytes),
        columns.has(sizeColumn) ? integer(sizeColumn) : 'NULL',
      ],
    };
  }
  return undefined;
}

/** SQL for an integer or NULL; for all else the name of its type. */
function integer(column: string): string {
  return `iif(typeof(${column}) = 'integer', ${column}, nullif(typeof(${column}), 'null'))`;
}

function batchOf(rows: readonly Row[]): HashSetBatch {
  const batch = new BatchInProgress();
  for (const [row, sha256, sha1, md5, fileName, extension, sizeBytes] of rows) {
    batch.add(recordOfNsrlFile({ sha256, sha1, md5, fileName, extension, sizeBytes }, { row }));
  }
  return batch.finish();
}

/** Of the table VERSION, in which the newest entry stands last. */
function readStatement(database: DatabaseReader): Pick<HashSetBatch, 'about'> {
  const columns = database.columnsOf('VERSION');
  if (columns === undefined) return {};
  const known = ['build_set', 'version', 'description', 'release_date'].map((column) =>
    columns.has(column) ? boundedText(column, 1000) : 'NULL',
  );
  const [, name, version, source, date] = database.lastRow('VERSION', known) ?? [];
  return { about: statementOf({ name, version, source, date }) };
}

/** Those that are texts. */
export function statementOf(values: Readonly<Record<'name' | 'version' | 'source' | 'date', unknown>>) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'));
}
