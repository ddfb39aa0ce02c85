import type { Outcome } from '../../core/outcome.ts';
import type { ImportState } from '../contract.ts';
import type { Refiling } from '../derive.ts';
import { outcomeCode, outcomeOfCode } from './codes.ts';
import type { Connection } from './connection.ts';

interface RefilingRow extends Refiling {
  /** Of the import. */
  readonly state: ImportState;
}

/** What split rules that were applied, in force or not, make of one media, by import. */
export function refilingsOf(connection: Connection, mediaId: number): readonly RefilingRow[] {
  type Row = { import_id: number; outcome: number; category_id: number | null; state: ImportState };
  return connection
    .all<Row>(
      `SELECT r.import_id, r.outcome, r.category_id, i.state FROM refiling r JOIN import i USING (import_id)
       WHERE r.media_id = ? ORDER BY r.import_id, r.outcome`,
      mediaId,
    )
    .map((row) => ({
      importId: row.import_id,
      outcome: outcomeOfCode(row.outcome) as Outcome,
      categoryId: row.category_id,
      state: row.state,
    }));
}

export function insertRefiling(connection: Connection, mediaId: number, refiling: Refiling): void {
  connection.run(
    'INSERT INTO refiling (media_id, import_id, outcome, category_id) VALUES (?, ?, ?, ?)',
    mediaId,
    refiling.importId,
    outcomeCode(refiling.outcome),
    refiling.categoryId,
  );
}

/** An assertion that moves to another media takes along what later rules made of its outcome. */
export function copyRefilings(
  connection: Connection,
  from: number,
  to: number,
  assertion: { readonly importId: number; readonly outcome: number | null },
): void {
  if (assertion.outcome === null) return;
  connection.run(
    `INSERT OR IGNORE INTO refiling (media_id, import_id, outcome, category_id)
     SELECT ?, import_id, outcome, category_id FROM refiling WHERE media_id = ? AND outcome = ? AND import_id > ?`,
    to,
    from,
    assertion.outcome,
    assertion.importId,
  );
}
