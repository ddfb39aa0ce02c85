import { checkedId } from '../app/checked-text.ts';
import type { ReadingChoices } from '../app/reading-choices.ts';
import { CriskitError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { OptionValues } from './contract.ts';

/** Of the commands that read media. */
export const readingOptions = {
  threads: {
    value: 'COUNT',
    summary:
      'threads that read and hash; default: that of the lab, else one per processor core, and more for slow disks',
  },
  buffer: {
    value: 'SIZE',
    summary: 'memory to read into, such as 64M or 1G; a slow disk or share may gain by more; default: 256M at most',
  },
  'no-cache': {
    summary: "read past the system's cache where it can be done, so that others keep what they have in it",
  },
  'no-lanes': { summary: 'compute MD5 with OpenSSL, file by file, instead of eight files at once: slower, to compare' },
} as const;

const mostThreads = 256;
const smallestBufferBytes = 1024 * 1024;
const unitBytes: ReadonlyMap<string, number> = new Map([
  ['K', 1024],
  ['M', 1024 ** 2],
  ['G', 1024 ** 3],
]);

/** Throws USAGE. */
export function readingChoices(
  { threads, buffer, 'no-cache': pastCache, 'no-lanes': noLanes }: OptionValues<typeof readingOptions>,
  onRemark: (remark: string) => void,
): ReadingChoices {
  return {
    threads: threads === undefined ? undefined : parseThreads(threads),
    bufferBytes: buffer === undefined ? undefined : parseSize(buffer),
    pastCache,
    lanes: !noLanes,
    onRemark,
  };
}

function parseThreads(text: string): number {
  const threads = checkedId('--threads', text);
  if (threads <= mostThreads) return threads;
  throw new CriskitError('USAGE', `--threads must be at most ${mostThreads}, and is ${threads}.`);
}

function parseSize(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,9})([KMG])$/i.exec(text) ?? [];
  const bytes = Number(digits) * (unitBytes.get(unit.toUpperCase()) ?? 0);
  if (bytes >= smallestBufferBytes) return bytes;
  const shown = printable(text);
  throw new CriskitError('USAGE', `--buffer must be a size such as 64M or 1G, at least 1M, and is "${shown}".`);
}
