import {
  algorithms,
  algorithmsStrongestFirst,
  disagreeingAlgorithms,
  digestsOfNothing,
  type Algorithm,
  type Digest,
  type Digests,
} from '../../core/digest.ts';
import type { MediaKind } from '../../core/media.ts';
import { algorithmCode, algorithmOfCode, digestFromBlob, digestToBlob, kindCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { nextMediaIdSql } from './segments/catalogue.ts';

/** A media as a document describes it. */
export interface MediaDescription {
  readonly digests: Digests;
  readonly kind: MediaKind;
  readonly sizeBytes: number | null;
}

/** What finding or making the media brought up; to be looked at again at the end of the transaction. */
export interface MediaTouch {
  readonly mediaId: number;
  /** Digests that belong to another media too: linked to this one, or a collision. */
  readonly shared: readonly { readonly algorithm: Algorithm; readonly value: Digest }[];
}

/**
 * The media that these digests name; made where there is none. Rules: a known media is the same where at least one
 * digest agrees and none that is in force differs; where several agree, the one with the strongest agreement is taken
 * and the others are linked to it; a media whose digests were all undone is taken again where there is no other; where
 * none agrees, a new media is made, and what it shares is reported.
 */
export function touchMedia(connection: Connection, described: MediaDescription, importId: number | null): MediaTouch {
  const candidates = candidatesFor(connection, described.digests);
  const consistent = candidates.filter(({ digests }) => disagreeingAlgorithms(digests, described.digests).length === 0);
  const inForce = consistent.filter(({ isInForce }) => isInForce);
  const agreeing = inForce.length > 0 ? inForce : consistent.slice(0, 1);
  const chosen = agreeing[0];
  const mediaId = chosen?.mediaId ?? insertMedia(connection, described);
  if (chosen !== undefined) improve(connection, chosen.mediaId, described);
  for (const other of agreeing.slice(1)) {
    if (chosen !== undefined && disagreeingAlgorithms(chosen.digests, other.digests).length === 0) {
      link(connection, importId, chosen.mediaId, other.mediaId);
    }
  }
  addDigests(connection, mediaId, described.digests, importId);
  const shared = candidates.filter(({ mediaId: id }) => id !== mediaId).flatMap(({ matched }) => matched);
  return { mediaId, shared };
}

interface Candidate {
  readonly mediaId: number;
  /** Its digests in force. */
  readonly digests: Digests;
  /** False where it has them only from imports that were undone. */
  readonly isInForce: boolean;
  /** Those of the description that it has, in force or not, strongest first. */
  readonly matched: readonly { readonly algorithm: Algorithm; readonly value: Digest }[];
}

function candidatesFor(connection: Connection, digests: Digests): readonly Candidate[] {
  const matched = new Map<number, { algorithm: Algorithm; value: Digest }[]>();
  for (const algorithm of algorithmsStrongestFirst) {
    const value = digests[algorithm];
    if (value === undefined) continue;
    const ids = connection.all<{ media_id: number }>(
      'SELECT media_id FROM digest WHERE algorithm = ? AND value = ? ORDER BY media_id',
      algorithmCode(algorithm),
      digestToBlob(value),
    );
    for (const { media_id: id } of ids) {
      const list = matched.get(id) ?? [];
      list.push({ algorithm, value });
      matched.set(id, list);
    }
  }
  return [...matched].map(([mediaId, list]) => {
    const digests = digestsOf(connection, mediaId);
    const isInForce = list.some(({ algorithm, value }) => digests[algorithm] === value);
    return { mediaId, digests, isInForce, matched: list };
  });
}

/** The digests in force of a media and of those that are linked to it as the same content. */
export function digestsOf(connection: Connection, mediaId: number): Digests {
  const rows = connection.all<{ algorithm: number; value: Uint8Array }>(
    `SELECT algorithm, value FROM digest WHERE in_force = 1 AND media_id IN (${groupOfMedia})`,
    mediaId,
  );
  return toDigests(rows);
}

/** SQL for the ids of all media that are the same content as media ?1, itself included. */
export const groupOfMedia = `SELECT ?1 AS id
  UNION SELECT canonical_id FROM media WHERE media_id = ?1 AND canonical_id IS NOT NULL
  UNION SELECT media_id FROM media
    WHERE canonical_id = coalesce((SELECT canonical_id FROM media WHERE media_id = ?1), ?1)`;

/** Media that have the digest of empty content, or an all-zero digest, in force: never an alert (DESIGN.md §3.9). */
export function mediaOfNothing(connection: Connection): ReadonlySet<number> {
  const ids = digestsOfNothing.flatMap(({ algorithm, value }) =>
    connection.all<{ media_id: number }>(
      'SELECT media_id FROM digest WHERE algorithm = ? AND value = ? AND in_force = 1',
      algorithmCode(algorithm),
      digestToBlob(value),
    ),
  );
  return new Set(ids.map((row) => row.media_id));
}

export function toDigests(rows: Iterable<{ readonly algorithm: number; readonly value: Uint8Array }>): Digests {
  const digests: { [A in Algorithm]?: Digest<A> } = {};
  for (const { algorithm, value } of rows) setDigest(digests, algorithmOfCode(algorithm), digestFromBlob(value));
  return inOrder(digests);
}

function setDigest(digests: { [A in Algorithm]?: Digest }, algorithm: Algorithm, value: Digest): void {
  digests[algorithm] = value;
}

function inOrder(digests: Digests): Digests {
  return Object.fromEntries(
    algorithms.flatMap((algorithm) => (digests[algorithm] === undefined ? [] : [[algorithm, digests[algorithm]]])),
  ) as Digests;
}

function insertMedia(connection: Connection, { kind, sizeBytes }: MediaDescription): number {
  return connection.insert(
    `INSERT INTO media (media_id, kind, size_bytes) VALUES (${nextMediaIdSql}, ?, ?)`,
    kindCode(kind),
    sizeBytes,
  );
}

/** Fills in what was unknown; never replaces what is known. */
function improve(connection: Connection, mediaId: number, { kind, sizeBytes }: MediaDescription): void {
  connection.run(
    `UPDATE media SET kind = CASE WHEN kind = 4 THEN ?2 ELSE kind END, size_bytes = coalesce(size_bytes, ?3)
     WHERE media_id = ?1 AND ((kind = 4 AND ?2 <> 4) OR (size_bytes IS NULL AND ?3 IS NOT NULL))`,
    mediaId,
    kindCode(kind),
    sizeBytes,
  );
}

function addDigests(connection: Connection, mediaId: number, digests: Digests, importId: number | null): void {
  for (const algorithm of algorithms) {
    const value = digests[algorithm];
    if (value === undefined) continue;
    connection.run(
      `INSERT INTO digest (algorithm, value, media_id, import_id, in_force) VALUES (?, ?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET in_force = 1 WHERE in_force = 0`,
      algorithmCode(algorithm),
      digestToBlob(value),
      mediaId,
      importId,
    );
  }
}

/** Import 0 stands for a submission: what the lab hashed itself. */
function link(connection: Connection, importId: number | null, a: number, b: number): void {
  connection.run(
    'INSERT OR IGNORE INTO media_link (import_id, media_id, other_media_id) VALUES (?, ?, ?)',
    importId ?? 0,
    Math.min(a, b),
    Math.max(a, b),
  );
}
