import { statSync } from 'node:fs';

/** Device and number of a file or folder, wherever a link leads: unlike a number alone, of one only. Throws what the system says. */
export function identityOf(path: string | Buffer): string {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
}
