import { randomBytes } from 'node:crypto';

/** Sixteen hexadecimal characters for the name of a temporary file. The only randomness in criskit. */
export function randomName(): string {
  return randomBytes(8).toString('hex');
}
