import { versionOf } from './figures.ts';
import type { HashFolder } from './hash-folders.ts';
import type { Contestant } from './hash-rows.ts';
import { runTimed } from './timed-run.ts';

/** Other programs over the same files, each with as many threads or processes as there are cores where it can. */

export function hashdeep({ path }: HashFolder, cores: number, goal: string): Contestant {
  const version = versionOf('hashdeep', '-V');
  if (version === undefined) return missing('hashdeep', goal);
  const run = () => runTimed('hashdeep', ['-c', 'md5,sha1', `-j${cores}`, '-r', path]);
  return { title: `${version} -j${cores}`, goal, run };
}

/** It has no threads. */
export function rhash({ path }: HashFolder, goal: string): Contestant {
  const version = versionOf('rhash', '--version');
  if (version === undefined) return missing('rhash', goal);
  return { title: version, goal, run: () => runTimed('rhash', ['--md5', '--sha1', '-r', path]) };
}

/** Both programs over all files, one after the other. */
export function md5sumAndSha1sum(folder: HashFolder, cores: number, goal: string): Contestant {
  const version = versionOf('md5sum', '--version');
  if (version === undefined || versionOf('sha1sum', '--version') === undefined) {
    return missing('md5sum or sha1sum', goal);
  }
  return underXargs(folder, cores, { title: `${version}, then sha1sum`, goal, programs: ['md5sum', 'sha1sum'] });
}

export function opensslMd5(folder: HashFolder, cores: number, goal: string): Contestant {
  // Without its date and library.
  const version = versionOf('openssl', 'version')?.split(' ').slice(0, 2).join(' ');
  if (version === undefined) return missing('openssl', goal);
  return underXargs(folder, cores, { title: `${version} md5`, goal, programs: ['openssl md5'] });
}

const overAllFiles = `folder=$1 cores=$2 each=$3; shift 3
for program; do find "$folder" -type f -print0 | xargs -0 -P "$cores" -n "$each" $program || exit; done`;

/** Few enough files for each process that no core waits long for the last ones, and enough that starting it takes no time. */
const turnsPerCore = 32;

interface Programs {
  readonly title: string;
  readonly goal: string;
  readonly programs: readonly string[];
}

function underXargs({ path, fileCount }: HashFolder, cores: number, { title, goal, programs }: Programs): Contestant {
  if (versionOf('xargs', '--version') === undefined) return missing('xargs', goal);
  const each = String(Math.ceil(fileCount / (cores * turnsPerCore)));
  const run = () => runTimed('sh', ['-c', overAllFiles, 'sh', path, String(cores), each, ...programs]);
  return { title: `${title}, xargs -P${cores} -n${each}`, goal, run };
}

function missing(program: string, goal: string): Contestant {
  return { title: `${program} is not installed`, goal, run: undefined };
}
