import { type Algorithm, algorithms } from '../../core/digest.ts';
import type { DigestQuery } from '../contract.ts';
import { algorithmCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { Bits } from './segments/bits.ts';

/** Fewer are looked up in the table one by one in less time than the filter takes to make. */
const fewestQueries = 20_000;

/** Of a digest, from its first bit: a filter of 16 MiB, which one in a thousand unknown digests passes where there are 130,000 rows. */
const filterBits = 27;

/**
 * Says of many digests which cannot be in the table of rows, so that nobody has to look: most digests of a new case are not. It is
 * made from the table, and anew as soon as anything was written, by this process or another.
 */
export class RowFilter {
  readonly #connection: Connection;
  #version = '';
  readonly #bits = new Map<Algorithm, Bits>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Those that may be there. Within one moment of the database. */
  mayHave(queries: readonly DigestQuery[]): (query: DigestQuery) => boolean {
    if (queries.length < fewestQueries) return () => true;
    if (this.#connection.get('SELECT 1 FROM digest LIMIT 1') === undefined) return () => false;
    const version = this.#versionNow();
    if (version !== this.#version) this.#bits.clear();
    this.#version = version;
    for (const algorithm of algorithms) {
      if (this.#bits.has(algorithm) || !queries.some((query) => query.algorithm === algorithm)) continue;
      this.#bits.set(algorithm, this.#read(algorithm));
    }
    return ({ algorithm, value }) =>
      this.#bits.get(algorithm)?.has(placeOf(Number.parseInt(value.slice(0, 8), 16))) === true;
  }

  /** Changes with every commit of another connection, and with every row that this one writes. */
  #versionNow(): string {
    const changes = this.#connection.get<{ count: number }>('SELECT total_changes() AS count')?.count ?? 0;
    return `${Number(this.#connection.db.pragma('data_version', { simple: true }))} ${changes}`;
  }

  /** By first byte: the digests leave SQLite as one text each time, at a fraction of what as many rows would cost. */
  #read(algorithm: Algorithm): Bits {
    const bits = new Bits(2 ** filterBits);
    const sql = `SELECT group_concat(hex(substr(value, 1, 4)), '') AS starts FROM digest
      WHERE algorithm = ? AND value >= ? AND value < ?`;
    for (let byte = 0; byte < 256; byte += 1) {
      // No digest is as large as 40 bytes of all ones.
      const [from, to] = [Buffer.from([byte]), byte === 255 ? Buffer.alloc(40, 255) : Buffer.from([byte + 1])];
      const row = this.#connection.get<{ starts: string | null }>(sql, algorithmCode(algorithm), from, to);
      if (row === undefined || row.starts === null) continue;
      const starts = Buffer.from(row.starts, 'hex');
      for (let at = 0; at < starts.length; at += 4) bits.add(placeOf(starts.readUInt32BE(at)));
    }
    return bits;
  }
}

function placeOf(word: number): number {
  return word >>> (32 - filterBits);
}
