import type { TableDocument } from '../containers/contract.ts';
import type { Leaf } from '../containers/open-document.ts';
import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import type { ReadingContext } from '../reports/contract.ts';
import { isMediaRow } from './teach-proposals.ts';

/**
 * The document that a layout is taught by or tried on: the part that was named, else the one with the most rows that name
 * media. Throws NOT_FOUND, INPUT_EMPTY, and why the only parts that fit could not be read.
 */
export function mainDocument(
  leaves: readonly Leaf[],
  part: string | undefined,
  context: ReadingContext,
): TableDocument {
  const wanted = leaves.filter(({ path }) => part === undefined || path.join(' › ') === part || path.at(-1) === part);
  let best: { readonly document: TableDocument; readonly count: number } | undefined;
  for (const { content } of wanted) {
    if (content.kind === 'refused') continue;
    const rows = content.document.tables.flatMap((table) => table.rows);
    const count = rows.filter((row) => isMediaRow(row, context)).length;
    if (best === undefined || count > best.count) best = { document: content.document, count };
  }
  if (best !== undefined) return best.document;
  for (const { content } of wanted) if (content.kind === 'refused') throw content.error;
  throw part === undefined
    ? new CriskitError('INPUT_EMPTY', 'What came carries no document.', { hint: 'Ask for the report again.' })
    : new CriskitError('NOT_FOUND', `no part is called "${excerpt(part)}"`);
}
