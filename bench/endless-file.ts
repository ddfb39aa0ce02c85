import { join } from 'node:path';
import type { BenchSetting } from './bench.ts';
import type { BenchRow } from './bench-row.ts';
import { type BrokenOffRun, breakOff } from './broken-off-run.ts';
import { hashCommand } from './criskit-runs.ts';
import { formatPeak, formatThousands } from './figures.ts';
import { writeSparseFile } from './hash-data.ts';

const sizeBytes = 100e9;

/** A file that is too large to wait for: how much memory it takes, and how fast it is read. */
export async function benchEndlessFile({ folder, isQuick, discard }: BenchSetting): Promise<BenchRow> {
  const seconds = isQuick ? 1 : 10;
  /** Each has a file of its own, because the beginning of the other one is in the page cache by now. */
  const readFor = async (name: string, commandFor: (path: string) => readonly [string, ...string[]]) => {
    const path = join(folder, name);
    writeSparseFile(path, sizeBytes);
    const [command, ...args] = commandFor(path);
    const seen = await breakOff(command, args, seconds);
    discard(path);
    return seen;
  };
  const name = 'hash md5,sha1: one file of 100 GB of zeros, broken off';
  const own = await readFor('hashed.bin', (path) => hashCommand(path, ['--algorithms', 'md5,sha1']));
  if (own === undefined) return { name, ours: 'left out', note: 'only Linux tells what a process has read' };
  const other = await readFor('read.bin', (path) => ['dd', `if=${path}`, 'of=/dev/null', 'bs=256k', 'status=none']);
  return {
    name,
    ours: `${formatReading(own)}, ${formatPeak(own, 300)}`,
    ...(other === undefined ? {} : { peer: `dd, reading only: ${formatReading(other)}` }),
    note: `${formatThousands(own.bytes / 1e6)} MB that the process had read in ${seconds} s (rchar of /proc/PID/io), after one for starting; the system makes the zeros meanwhile, which counts`,
  };
}

function formatReading({ bytesPerSecond }: BrokenOffRun): string {
  return `${formatThousands(bytesPerSecond / 1e6)} MB/s`;
}
