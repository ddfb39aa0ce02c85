import { algorithms } from '../../core/digest.ts';
import { algorithmCode, isStated } from './codes.ts';
import type { Connection } from './connection.ts';
import { copyRefilings } from './refiling-rows.ts';

/**
 * After links have ended: an assertion may stand at a media that knows what it states only through the import that is no
 * longer in force. It moves to the media of the former group that knows it by itself. What it says does not change.
 */
export function rehomeAssertions(connection: Connection, formerGroup: Iterable<number>): void {
  const members = [...new Set(formerGroup)].toSorted((a, b) => a - b);
  type Row = { import_id: number; ordinal: number; stated: number; outcome: number | null };
  for (const mediaId of members) {
    const rows = connection.all<Row>(
      `SELECT a.import_id, a.ordinal, a.stated, a.outcome FROM assertion a JOIN import i USING (import_id)
       WHERE a.media_id = ? AND i.state = 'in-force' AND a.stated <> 0`,
      mediaId,
    );
    for (const { import_id: importId, ordinal, stated, outcome } of rows) {
      if (knowsByItself(connection, mediaId, mediaId, stated)) continue;
      const home = members.find((other) => other !== mediaId && knowsByItself(connection, other, mediaId, stated));
      if (home === undefined) continue;
      connection.run(
        'UPDATE assertion SET media_id = ? WHERE media_id = ? AND import_id = ? AND ordinal = ?',
        home,
        mediaId,
        importId,
        ordinal,
      );
      copyRefilings(connection, mediaId, home, { importId, outcome });
    }
  }
}

/** True where the media has each of the digests that `source` states from an import in force, or from the lab itself. */
function knowsByItself(connection: Connection, mediaId: number, source: number, stated: number): boolean {
  return algorithms
    .filter((algorithm) => isStated(stated, algorithm))
    .every((algorithm) => {
      const row = connection.get(
        `SELECT 1 FROM digest own JOIN digest said ON said.algorithm = own.algorithm AND said.value = own.value
           LEFT JOIN import i ON i.import_id = own.import_id
         WHERE said.media_id = ?1 AND said.in_force = 1 AND own.media_id = ?2 AND own.in_force = 1 AND own.algorithm = ?3
           AND (own.import_id IS NULL OR i.state = 'in-force')`,
        source,
        mediaId,
        algorithmCode(algorithm),
      );
      return row !== undefined;
    });
}
