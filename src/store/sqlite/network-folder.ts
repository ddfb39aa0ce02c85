import { realpathSync, statfsSync } from 'node:fs';
import { platform } from 'node:process';

/** File system type numbers of Linux for file systems on other machines (statfs(2)). */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x564c, 'NCP'],
  [0x73757245, 'Coda'],
  [0x5346414f, 'AFS'],
  [0x01021997, '9P'],
  [0x65735546, 'FUSE'],
]);

/**
 * The kind of network file system that holds the folder; undefined for a local one. SQLite's write-ahead log needs
 * memory that all processes share, so it is not safe there (sqlite.org/wal.html).
 */
export function networkFileSystem(folder: string): string | undefined {
  if (platform === 'win32') return realPath(folder).startsWith('\\\\') ? 'a network share' : undefined;
  if (platform !== 'linux') return undefined;
  try {
    return networkTypes.get(statfsSync(folder).type >>> 0);
  } catch {
    return undefined;
  }
}

/** A mapped drive letter resolves to the UNC path behind it. */
function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}
