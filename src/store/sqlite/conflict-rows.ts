import type { Algorithm, Digest } from '../../core/digest.ts';
import type { ConflictKind } from '../contract.ts';
import { algorithmCode, digestToBlob } from './codes.ts';
import type { Connection } from './connection.ts';

const messages: Readonly<Record<ConflictKind, string>> = {
  'digest-collision':
    'Two contents that differ in another digest share this one: a collision, or a list with an error.',
  'alert-and-ignorable': 'The same media is filed in a category that alerts and in one that is ignorable.',
  'outcome-backwards': 'A later report takes back what an earlier report said of this media.',
  'outcomes-differ': 'One report states two outcomes of this media that cannot both be true.',
};

export interface NewConflict {
  readonly kind: ConflictKind;
  readonly mediaId: number;
  readonly otherMediaId?: number;
  readonly shared?: { readonly algorithm: Algorithm; readonly value: Digest };
  readonly importId: number | null;
  readonly atUtc: string;
}

export function raiseConflict(connection: Connection, conflict: NewConflict): number {
  return connection.insert(
    `INSERT INTO conflict (kind, media_id, other_media_id, algorithm, value, import_id, message, raised_at_utc, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open')`,
    conflict.kind,
    conflict.mediaId,
    conflict.otherMediaId ?? null,
    conflict.shared === undefined ? null : algorithmCode(conflict.shared.algorithm),
    conflict.shared === undefined ? null : digestToBlob(conflict.shared.value),
    conflict.importId,
    messages[conflict.kind],
    conflict.atUtc,
  );
}

/** What caused it is no longer in force. */
export function withdrawConflict(connection: Connection, conflictId: number, atUtc: string): void {
  connection.run(
    `UPDATE conflict SET state = 'withdrawn', withdrawn_at_utc = ? WHERE conflict_id = ?`,
    atUtc,
    conflictId,
  );
}

/** Raises a conflict for each digest in force that two contents share, unless it is known. */
export function raiseCollisions(
  connection: Connection,
  shared: Iterable<{ readonly algorithm: Algorithm; readonly value: Digest }>,
  importId: number | null,
  atUtc: string,
): void {
  for (const { algorithm, value } of shared) {
    const code = algorithmCode(algorithm);
    const blob = digestToBlob(value);
    const [first, ...others] = contentsWith(connection, code, blob);
    for (const other of others) {
      const known = connection.get(
        `SELECT 1 FROM conflict WHERE kind = 'digest-collision' AND algorithm = ? AND value = ?
         AND media_id = ? AND other_media_id = ? AND state IN ('open', 'settled')`,
        code,
        blob,
        first,
        other,
      );
      if (known !== undefined || first === undefined) continue;
      raiseConflict(connection, {
        kind: 'digest-collision',
        mediaId: first,
        otherMediaId: other,
        shared: { algorithm, value },
        importId,
        atUtc,
      });
    }
  }
}

/** Withdraws the collisions of these media whose digest is no longer shared by two contents. */
export function withdrawCollisionsThatEnded(connection: Connection, group: readonly number[], atUtc: string): void {
  type Row = { conflict_id: number; algorithm: number; value: Uint8Array };
  for (const id of group) {
    const rows = connection.all<Row>(
      `SELECT conflict_id, algorithm, value FROM conflict
       WHERE kind = 'digest-collision' AND state IN ('open', 'settled') AND (media_id = ?1 OR other_media_id = ?1)`,
      id,
    );
    for (const row of rows) {
      const contents = contentsWith(connection, row.algorithm, row.value);
      if (contents.length < 2) withdrawConflict(connection, row.conflict_id, atUtc);
    }
  }
}

/** Canonical ids of the contents that have this digest in force, lowest first. */
function contentsWith(connection: Connection, algorithm: number, value: Uint8Array): readonly number[] {
  const rows = connection.all<{ id: number }>(
    `SELECT DISTINCT coalesce(m.canonical_id, m.media_id) AS id FROM digest d JOIN media m USING (media_id)
     WHERE d.algorithm = ? AND d.value = ? AND d.in_force = 1 ORDER BY id`,
    algorithm,
    value,
  );
  return rows.map((row) => row.id);
}
