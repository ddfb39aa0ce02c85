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

/** Raises a conflict for each two contents that share one of these digests in force, unless it is known. */
export function raiseCollisions(
  connection: Connection,
  shared: Iterable<{ readonly algorithm: Algorithm; readonly value: Digest }>,
  importId: number | null,
  atUtc: string,
): void {
  for (const { algorithm, value } of shared) {
    const contents = contentsWith(connection, algorithmCode(algorithm), digestToBlob(value));
    contents.forEach((mediaId, index) => {
      for (const otherMediaId of contents.slice(index + 1)) {
        const collision = { mediaId, otherMediaId, shared: { algorithm, value } };
        if (isKnownCollision(connection, collision)) continue;
        raiseConflict(connection, { kind: 'digest-collision', ...collision, importId, atUtc });
      }
    });
  }
}

type Collision = Required<Pick<NewConflict, 'mediaId' | 'otherMediaId' | 'shared'>>;

function isKnownCollision(connection: Connection, { mediaId, otherMediaId, shared }: Collision): boolean {
  const row = connection.get(
    `SELECT 1 FROM conflict WHERE kind = 'digest-collision' AND algorithm = ? AND value = ?
     AND media_id = ? AND other_media_id = ? AND state IN ('open', 'settled')`,
    algorithmCode(shared.algorithm),
    digestToBlob(shared.value),
    mediaId,
    otherMediaId,
  );
  return row !== undefined;
}

/** Withdraws the collisions of these media whose digest they no longer share; returns the media on both sides. */
export function withdrawCollisionsThatEnded(
  connection: Connection,
  group: readonly number[],
  atUtc: string,
): readonly number[] {
  type Row = { conflict_id: number; algorithm: number; value: Uint8Array; a: number; b: number };
  const freed: number[] = [];
  for (const id of group) {
    const rows = connection.all<Row>(
      `SELECT c.conflict_id, c.algorithm, c.value, coalesce(x.canonical_id, x.media_id) AS a, coalesce(y.canonical_id, y.media_id) AS b
       FROM conflict c JOIN media x ON x.media_id = c.media_id JOIN media y ON y.media_id = c.other_media_id
       WHERE c.kind = 'digest-collision' AND c.state IN ('open', 'settled') AND (c.media_id = ?1 OR c.other_media_id = ?1)`,
      id,
    );
    for (const row of rows) {
      const contents = contentsWith(connection, row.algorithm, row.value);
      if (row.a !== row.b && contents.includes(row.a) && contents.includes(row.b)) continue;
      withdrawConflict(connection, row.conflict_id, atUtc);
      freed.push(row.a, row.b);
    }
  }
  return freed;
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
