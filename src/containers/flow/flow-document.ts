import { CriskitError } from '../../core/errors.ts';
import { formatCount } from '../../core/units.ts';
import type { ContainerInput, Row, TableDocument } from '../contract.ts';
import { type Fault, withFault } from './flow-lines.ts';

/** What came out of a document of text and tables. */
export interface FlowContent {
  readonly container: string;
  readonly rows: readonly Row[];
  readonly traits: readonly (readonly [string, string])[];
  /** Why the document is known to end too early; undefined where it does not. */
  readonly cutOff?: string | undefined;
}

/**
 * The document of one table. Where it is cut off, its last row is an issue: that it is whole cannot be known. Throws
 * `INPUT_EMPTY` where it holds no text.
 */
export function flowDocument({ name }: ContainerInput, content: FlowContent): TableDocument {
  const rows = content.cutOff === undefined ? content.rows : markCutOff(content.rows, content.cutOff);
  if (rows.every((row) => row.issue === undefined && row.cells.every((cell) => cell.kind === 'blank'))) {
    throw new CriskitError('INPUT_EMPTY', `${name} holds no text`, { path: name });
  }
  const hidden = rows.filter((row) => row.hidden).length;
  return {
    container: content.container,
    name,
    tables: [{ hidden: false, rows }],
    issues: rows.flatMap((row) => (row.issue === undefined ? [] : [row.issue])),
    traits: new Map([
      ...content.traits,
      ...(hidden > 0
        ? [['hidden text', `in ${formatCount(hidden)} of ${formatCount(rows.length)} rows`] as const]
        : []),
    ]),
  };
}

function markCutOff(rows: readonly Row[], why: string): readonly Row[] {
  const at = rows.findLastIndex((row) => row.furniture !== true);
  const row = rows[at];
  if (row === undefined || row.issue !== undefined) return rows;
  const fault: Fault = { code: 'cut-off', message: `${why}; nothing of its last row was used. Ask for it again.` };
  return rows.with(at, withFault(row, fault));
}
