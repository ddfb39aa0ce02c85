import { createCipheriv } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const chunkSizeBytes = 1 << 20;
const zeros = Buffer.alloc(chunkSizeBytes);

/** The same endless stream of bytes for the same seed, on every machine: AES-128 in counter mode over zeros. */
function byteStream(seed: number): (sizeBytes: number) => Buffer {
  const key = Buffer.alloc(16);
  key.writeUInt32BE(seed, 12);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  return (sizeBytes) => cipher.update(zeros.subarray(0, sizeBytes));
}

/** Sizes of a lognormal distribution (sigma 1.5, as in folders of pictures with some clips) of exactly `totalBytes`. */
function lognormalSizes(count: number, totalBytes: number, seed: number): number[] {
  const bytes = byteStream(seed)(count * 8);
  const weights = Array.from({ length: count }, (_, index) => {
    const first = (bytes.readUInt32LE(index * 8) + 1) / 2 ** 32;
    const second = bytes.readUInt32LE(index * 8 + 4) / 2 ** 32;
    return Math.exp(1.5 * Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second));
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const sizes = weights.map((weight) => Math.floor((weight / sum) * totalBytes));
  const rest = totalBytes - sizes.reduce((total, size) => total + size, 0);
  sizes[0] = (sizes[0] ?? 0) + rest;
  return sizes;
}

function writeFile(path: string, sizeBytes: number, next: (sizeBytes: number) => Buffer): void {
  const file = openSync(path, 'w', 0o640);
  try {
    for (let left = sizeBytes; left > 0; left -= chunkSizeBytes) {
      writeSync(file, next(Math.min(left, chunkSizeBytes)));
    }
  } finally {
    closeSync(file);
  }
}

/** Writes 8,000 files of 1.5 GB together, a hundred to a folder, the same every time. */
export function writeSmallFiles(folder: string, count = 8000, totalBytes = 1.5e9): void {
  const next = byteStream(1);
  lognormalSizes(count, totalBytes, 2).forEach((sizeBytes, index) => {
    const parent = join(folder, `folder-${String(Math.floor(index / 100)).padStart(3, '0')}`);
    mkdirSync(parent, { recursive: true });
    writeFile(join(parent, `media-${String(index).padStart(5, '0')}.bin`), sizeBytes, next);
  });
}

/** Writes four files of 400 MB each, the same every time. */
export function writeBigFiles(folder: string, count = 4, sizeBytes = 400e6): void {
  const next = byteStream(3);
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) writeFile(join(folder, `clip-${index}.bin`), sizeBytes, next);
}
