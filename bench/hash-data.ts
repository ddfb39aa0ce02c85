import { createCipheriv } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
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

/** Writes files of together so many bytes, a hundred to a folder, the same every time. */
export function writeSmallFiles(folder: string, count: number, totalBytes: number): void {
  const next = byteStream(1);
  lognormalSizes(count, totalBytes, 2).forEach((sizeBytes, index) => {
    const parent = join(folder, `folder-${String(Math.floor(index / 100)).padStart(3, '0')}`);
    mkdirSync(parent, { recursive: true });
    writeFile(join(parent, `media-${String(index).padStart(5, '0')}.bin`), sizeBytes, next);
  });
}

/** Writes files of so many bytes each, the same every time. */
export function writeBigFiles(folder: string, count: number, sizeBytes: number): void {
  const next = byteStream(3);
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) writeFile(join(folder, `clip-${index}.bin`), sizeBytes, next);
}

const tinyFilesPerFolder = 1000;

/** Writes files of 1 kB each, a thousand to a folder, the same every time. */
export function writeTinyFiles(folder: string, count: number): void {
  const next = byteStream(4);
  for (let index = 0; index < count; index += 1) {
    const parent = join(folder, `folder-${String(Math.floor(index / tinyFilesPerFolder)).padStart(3, '0')}`);
    if (index % tinyFilesPerFolder === 0) mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `thumbnail-${String(index).padStart(6, '0')}.bin`), next(1000), { mode: 0o640 });
  }
}

/** A file of so many zeros that takes no room on the disk. */
export function writeSparseFile(path: string, sizeBytes: number): void {
  const file = openSync(path, 'w', 0o640);
  try {
    ftruncateSync(file, sizeBytes);
  } finally {
    closeSync(file);
  }
}
