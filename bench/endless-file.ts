import { join } from 'node:path';
import type { BenchSetting } from './bench.ts';
import type { BenchRow } from './bench-row.ts';
import { breakOff } from './broken-off-run.ts';
import { hashCommand } from './criskit-runs.ts';
import { formatPeak, formatThousands } from './figures.ts';
import { writeSparseFile } from './hash-data.ts';

/** A file that is too large to wait for: how much memory it takes, and how fast it is read. */
export async function benchEndlessFile({ folder, isQuick, discard }: BenchSetting): Promise<BenchRow> {
  const path = join(folder, 'disk-image.bin');
  writeSparseFile(path, 100e9);
  const name = 'hash md5,sha1: one file of 100 GB without content, broken off';
  const seconds = isQuick ? 1 : 15;
  const [command, ...args] = hashCommand(path, ['--algorithms', 'md5,sha1']);
  const seen = await breakOff(command, args, seconds);
  discard(path);
  if (seen === undefined) return { name, ours: 'left out', note: 'only Linux tells what a process has read' };
  return {
    name,
    ours: `${formatThousands(seen.bytesPerSecond / 1e6)} MB/s, ${formatPeak(seen, 300)}`,
    note: `what the process had read (rchar of /proc/PID/io) in the last ${seconds} s of its run, ${formatThousands(seen.bytes / 1e6)} MB; the figure is no digest's, since it was ended before there was one`,
  };
}
