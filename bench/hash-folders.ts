import { join } from 'node:path';
import type { BenchSetting } from './bench.ts';
import { writeBigFiles, writeSmallFiles, writeTinyFiles } from './hash-data.ts';
import { settleDisk } from './page-cache.ts';

/** Files that everybody hashes. */
export interface HashFolder {
  /** What they are, such as `4 files of 400 MB`. */
  readonly title: string;
  readonly path: string;
  readonly fileCount: number;
  readonly totalBytes: number;
}

/** Sizes as in folders of pictures with some clips. */
export function makeSmallFiles({ folder, isQuick }: BenchSetting): HashFolder {
  const [fileCount, totalBytes] = isQuick ? [80, 15e6] : [8000, 1.5e9];
  const path = join(folder, 'small');
  writeSmallFiles(path, fileCount, totalBytes);
  settleDisk(path);
  const title = `${fileCount.toLocaleString('en-US')} files, ${totalBytes / 1e9} GB`;
  return { title, path, fileCount, totalBytes };
}

/** So few that half of the lanes of one core would hold them. */
export function makeBigFiles({ folder, isQuick }: BenchSetting): HashFolder {
  const [fileCount, sizeBytes] = isQuick ? [4, 4e6] : [4, 400e6];
  const path = join(folder, 'big');
  writeBigFiles(path, fileCount, sizeBytes);
  settleDisk(path);
  return { title: `${fileCount} files of ${sizeBytes / 1e6} MB`, path, fileCount, totalBytes: fileCount * sizeBytes };
}

export function makeTinyFiles({ folder, isQuick }: BenchSetting): HashFolder {
  const fileCount = isQuick ? 2000 : 200_000;
  const path = join(folder, 'tiny');
  writeTinyFiles(path, fileCount);
  settleDisk(path);
  return { title: `${fileCount.toLocaleString('en-US')} files of 1 kB`, path, fileCount, totalBytes: fileCount * 1000 };
}
