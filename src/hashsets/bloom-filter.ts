export interface BloomSize {
  /** How many texts it is made for. */
  readonly capacity: number;
  /** The share of other texts that it takes for its own when it holds that many. */
  readonly falsePositiveRate: number;
  readonly bits: number;
  /** How many bits each text sets. */
  readonly functions: number;
}

/** As the program computes it. There may be more bits than can be made: `mostBits`. */
export function bloomSize(capacity: number, falsePositiveRate: number): BloomSize {
  const bits = Math.abs(Math.ceil((capacity * Math.log(falsePositiveRate)) / Math.LN2 ** 2));
  return { capacity, falsePositiveRate, bits, functions: Math.ceil((Math.LN2 * bits) / capacity) };
}

/** What fits into 512 MiB. */
export const mostBits = 2 ** 32 - 1;

/**
 * The filter of DCSO's `bloom` program and library, which CIRCL's hashlookup publishes: of a text it says "not in the set"
 * or "perhaps". It is whole in memory, as a text sets bits anywhere.
 */
export class BloomFilter {
  readonly size: BloomSize;
  /** Bit n is bit n modulo 8 of byte n / 8. */
  readonly bytes: Uint8Array;
  /** How many texts, when they were added, set a bit that was not set. */
  added = 0;
  readonly #bits: bigint;
  readonly #positions: Uint32Array;

  constructor(size: BloomSize) {
    this.size = size;
    // Whole words of 64 bits.
    this.bytes = new Uint8Array(Math.ceil(size.bits / 64) * 8);
    this.#bits = BigInt(size.bits);
    this.#positions = new Uint32Array(size.functions);
  }

  /** Text of ASCII characters. */
  add(text: string): void {
    fillPositions(this.#positions, text, this.#bits);
    let isNew = false;
    for (const position of this.#positions) {
      const byte = this.bytes[position >>> 3] ?? 0;
      const bit = 1 << (position & 7);
      if ((byte & bit) !== 0) continue;
      this.bytes[position >>> 3] = byte | bit;
      isNew = true;
    }
    if (isNew) this.added += 1;
  }
}

const fnvOffset = 0xcbf2_9ce4_8422_2325n;
const fnvPrime = 0x100_0000_01b3n;
const modulus = 18_446_744_073_709_551_557n;
const factor = 18_446_744_073_709_550_147n;

/**
 * The bits of a text: its FNV-1 (not FNV-1a) of 64 bits modulo the modulus, multiplied by the factor anew for each bit,
 * modulo 2^64 and then modulo the modulus. With each step cut to 64 bits the engine computes without big numbers: three
 * times as fast.
 */
function fillPositions(positions: Uint32Array, text: string, bits: bigint): void {
  let hash = fnvOffset;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, hash * fnvPrime);
    hash = BigInt.asUintN(64, hash ^ BigInt(text.charCodeAt(index)));
  }
  hash = BigInt.asUintN(64, hash % modulus);
  for (let index = 0; index < positions.length; index += 1) {
    hash = BigInt.asUintN(64, BigInt.asUintN(64, hash * factor) % modulus);
    positions[index] = Number(BigInt.asUintN(64, hash % bits));
  }
}
