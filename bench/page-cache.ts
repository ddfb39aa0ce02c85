import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { filesBelow } from './folder-files.ts';

const buffer = Buffer.allocUnsafe(1 << 20);

/** Reads all files of a folder once, so that whoever comes first finds them in memory like everybody else. */
export function readOnce(folder: string): void {
  for (const path of filesBelow(folder)) {
    const file = openSync(path, 'r');
    try {
      while (readSync(file, buffer) > 0);
    } finally {
      closeSync(file);
    }
  }
}

/** Has the system write to the disk now what it would write while somebody is being measured. */
export function settleDisk(folder: string): void {
  spawnSync('sync', ['-f', folder], { stdio: 'ignore' });
}
