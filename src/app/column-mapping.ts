import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import type { ReadOptions } from '../hashsets/contract.ts';
import { type ColumnUse, csvColumns, type FixedColumn, findColumn, fixedColumns } from '../hashsets/csv-columns.ts';

/** What was said on the command line of the columns of a file, and of all its records. */
export type ColumnMapping = Pick<ReadOptions, 'columns' | 'fixed'>;

/**
 * From `TITLE=COLUMN` (the column of this title holds that), `TITLE=skip` and `COLUMN:=VALUE` (every record has this
 * value). A title that ends in a colon is written with a blank before the equals sign. Throws USAGE.
 */
export function parseColumnMapping(texts: readonly string[]): ColumnMapping {
  const columns = new Map<string, ColumnUse>();
  const fixed = new Map<FixedColumn, string>();
  for (const text of texts) {
    const fixedAt = text.indexOf(':=');
    const usedAt = text.lastIndexOf('=');
    if (fixedAt > 0) add(fixed, parseFixedColumn(text.slice(0, fixedAt)), text.slice(fixedAt + 2).trim(), text);
    else if (usedAt > 0) add(columns, text.slice(0, usedAt).trim(), parseUse(text.slice(usedAt + 1)), text);
    else throw usage(`--map "${excerpt(text)}" says nothing.`, forms);
  }
  return { ...(columns.size === 0 ? {} : { columns }), ...(fixed.size === 0 ? {} : { fixed }) };
}

const forms = 'Write "TITLE=md5" for what a column holds, "TITLE=skip", or "series:=TEXT" for a value of every record.';

function add<K, V>(map: Map<K, V>, key: K, value: V, text: string): void {
  if (map.has(key)) throw usage(`--map "${excerpt(text)}": that was said already.`, 'Say each once.');
  map.set(key, value);
}

function parseUse(text: string): ColumnUse {
  const name = text.trim();
  if (name.toLowerCase() === 'skip') return 'skip';
  return findColumn(name) ?? refuse(name, ['skip', 'hash', ...csvColumns]);
}

function parseFixedColumn(text: string): FixedColumn {
  const name = text.trim();
  const column = findColumn(name);
  return fixedColumns.find((known) => known === column) ?? refuse(name, fixedColumns);
}

function refuse(name: string, known: readonly string[]): never {
  const near = suggest(name, known);
  const hint = near === undefined ? `One of ${known.join(', ')}.` : `Did you mean ${near}?`;
  throw usage(`"${excerpt(name)}" is nothing that --map can name there.`, hint);
}

function usage(message: string, hint: string): CriskitError {
  return new CriskitError('USAGE', message, { hint });
}
