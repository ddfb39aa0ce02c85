import { createCipheriv } from 'node:crypto';

/** The same digests in the same random order for the same seed: AES-128 in counter mode over zeros. */
export function inventDigests(count: number, sizeBytes: number, seed: number): readonly string[] {
  const key = Buffer.alloc(16);
  key.writeUInt32BE(seed, 12);
  const bytes = createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(count * sizeBytes));
  return Array.from({ length: count }, (_, index) => bytes.toString('hex', index * sizeBytes, (index + 1) * sizeBytes));
}
