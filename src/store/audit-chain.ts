import { createHash } from 'node:crypto';

/** What precedes the first entry. */
export const chainStart: Uint8Array = new Uint8Array(32);

export interface ChainedEntry {
  readonly auditId: number;
  readonly atUtc: string;
  readonly by: string;
  readonly action: string;
  /** JSON text, as stored. */
  readonly body: string;
}

/**
 * SHA-256 of an entry: of the 32 bytes before it and of its members as one JSON array in the order id, time, person,
 * action, body. Anyone can recompute it from the table.
 */
export function chainSha256(previous: Uint8Array, entry: ChainedEntry): Uint8Array {
  const members = [entry.auditId, entry.atUtc, entry.by, entry.action, entry.body];
  return createHash('sha256').update(previous).update(JSON.stringify(members)).digest();
}
