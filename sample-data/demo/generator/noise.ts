import { createHash } from 'node:crypto';

/** Bytes that look like chance and are the same on every run: SHA-256 of the seed and a counter, one after another. */
export function noise(seed: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0; counter * 32 < length; counter += 1) {
    blocks.push(createHash('sha256').update(`${seed} ${counter}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** A whole number in so many bytes, the lowest first. */
export function little(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

/** The same, the highest byte first. */
export function big(value: number, bytes: 1 | 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
