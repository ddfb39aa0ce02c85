import type { TrackerStore } from '../contract.ts';
import { caseRowId } from './cases.ts';
import type { Connection } from './connection.ts';

/** What criskit last wrote into the spreadsheet, and which rows still wait for it. */
export function createTrackerStore(connection: Connection): TrackerStore {
  return {
    rememberedRow: async (caseNumber) => {
      const rows = connection.all<{ column_name: string; value: string }>(
        'SELECT column_name, value FROM tracker_cell WHERE case_id = ?',
        caseRowId(connection, caseNumber),
      );
      return rows.length === 0 ? undefined : new Map(rows.map((row) => [row.column_name, row.value]));
    },
    rememberRow: (caseNumber, row, actor) =>
      connection.write(actor, () => {
        const caseId = caseRowId(connection, caseNumber);
        connection.run('DELETE FROM tracker_cell WHERE case_id = ?', caseId);
        connection.run('DELETE FROM tracker_pending WHERE case_id = ?', caseId);
        for (const [column, value] of row) {
          connection.run(
            'INSERT INTO tracker_cell (case_id, column_name, value) VALUES (?, ?, ?)',
            caseId,
            column,
            value,
          );
        }
        const body = { case: caseNumber, cells: Object.fromEntries(row) };
        return { result: undefined, audit: { action: 'tracker-sync', body } };
      }),
    markPending: (caseNumber, reason, actor) =>
      connection.write(actor, () => {
        connection.run(
          `INSERT INTO tracker_pending (case_id, since_utc, reason) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET reason = excluded.reason`,
          caseRowId(connection, caseNumber),
          actor.atUtc,
          reason,
        );
        return { result: undefined, audit: { action: 'tracker-pending', body: { case: caseNumber, reason } } };
      }),
    listPending: async () =>
      connection
        .all<{ case_number: string; since_utc: string; reason: string }>(
          'SELECT c.case_number, p.since_utc, p.reason FROM tracker_pending p JOIN lab_case c USING (case_id) ORDER BY 1',
        )
        .map((row) => ({ caseNumber: row.case_number, sinceUtc: row.since_utc, reason: row.reason })),
  };
}
