import type { Algorithm, Digest } from '../../core/digest.ts';
import { algorithmOfCode, digestFromBlob } from './codes.ts';
import type { Connection } from './connection.ts';

/** SQL: the bits of the algorithms that statements in force make of media ?1, as rows of `mask`. */
const statedMasks = `SELECT a.stated AS mask FROM assertion a JOIN import i USING (import_id)
    WHERE a.media_id = ?1 AND i.state = 'in-force'
  UNION
  SELECT (md5 IS NOT NULL) + 2 * (sha1 IS NOT NULL) + 4 * (sha256 IS NOT NULL) + 8 * (blake3 IS NOT NULL)
    FROM submission_item WHERE media_id = ?1`;

/**
 * After an import has ended or come back: digests of its media that no statement in force makes any more are kept, marked;
 * those that one makes again are in force again. Returns the latter, which other media may have got meanwhile.
 */
export function refreshDigests(
  connection: Connection,
  mediaIds: Iterable<number>,
): readonly { readonly algorithm: Algorithm; readonly value: Digest }[] {
  return [...mediaIds].flatMap((mediaId) => {
    const masks = connection.all<{ mask: number }>(statedMasks, mediaId);
    const stated = masks.reduce((all, { mask }) => all | mask, 0);
    connection.run(
      'UPDATE digest SET in_force = 0 WHERE media_id = ?1 AND in_force = 1 AND (?2 & (1 << (algorithm - 1))) = 0',
      mediaId,
      stated,
    );
    return revive(connection, mediaId, stated);
  });
}

/** Of several values that were ever stated the one that an import in force, or the lab itself, brought in. */
function revive(connection: Connection, mediaId: number, stated: number) {
  type Row = { algorithm: number; value: Uint8Array };
  const rows = connection.all<Row>(
    `SELECT algorithm, value FROM (
       SELECT d.algorithm, d.value, row_number() OVER (PARTITION BY d.algorithm
           ORDER BY (d.import_id IS NULL OR i.state = 'in-force') DESC, d.import_id, d.value) AS place
       FROM digest d LEFT JOIN import i USING (import_id)
       WHERE d.media_id = ?1 AND (?2 & (1 << (d.algorithm - 1))) <> 0
         AND NOT EXISTS (SELECT 1 FROM digest o WHERE o.media_id = ?1 AND o.algorithm = d.algorithm AND o.in_force = 1))
     WHERE place = 1`,
    mediaId,
    stated,
  );
  return rows.map(({ algorithm, value }) => {
    connection.run(
      'UPDATE digest SET in_force = 1 WHERE algorithm = ? AND value = ? AND media_id = ?',
      algorithm,
      value,
      mediaId,
    );
    return { algorithm: algorithmOfCode(algorithm), value: digestFromBlob(value) };
  });
}
