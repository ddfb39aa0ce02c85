import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { writeBigFiles, writeSmallFiles } from './hash-data.ts';
import { medianRun, runTimed, type TimedRun } from './timed-run.ts';

const criskit = join(import.meta.dirname, '..', 'bin', 'criskit.js');

const peers: readonly (readonly [command: string, ...args: string[]])[] = [
  ['hashdeep', '-c', 'md5,sha1', '-j2', '-r'],
  ['rhash', '--md5', '--sha1', '-r'],
];

const roundCount = 3;

/**
 * `hash` with MD5 and SHA-1 against the peers that are installed, on the same data, in turns, median of three. The data
 * (3.1 GB) is made in `dir` unless it is there from an earlier run.
 */
export async function benchHash(dir: string): Promise<BenchRow[]> {
  const small = makeOnce(join(dir, 'hash-small'), writeSmallFiles);
  const big = makeOnce(join(dir, 'hash-big'), writeBigFiles);
  return [
    ...(await compare('hash md5,sha1: 8,000 files, 1.5 GB', small)),
    ...(await compare('hash md5,sha1: 4 files of 400 MB', big)),
  ];
}

function makeOnce(folder: string, make: (folder: string) => void): string {
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    make(unfinished);
    renameSync(unfinished, folder);
  }
  return folder;
}

async function compare(name: string, folder: string): Promise<BenchRow[]> {
  const installed = peers.filter(([command]) => spawnSync(command, ['-h'], { stdio: 'ignore' }).error === undefined);
  const ours: TimedRun[] = [];
  const theirs = new Map(installed.map((peer) => [peer, [] as TimedRun[]]));
  for (let round = 0; round < roundCount; round += 1) {
    ours.push(await runTimed(process.execPath, [criskit, 'hash', folder, '--algorithms', 'md5,sha1', '--quiet']));
    for (const [[command, ...args], runs] of theirs) runs.push(await runTimed(command, [...args, folder]));
  }
  const own = medianRun(ours);
  const note = own.peakBytes === undefined ? 'memory unknown' : `peak memory ${Math.round(own.peakBytes / 1e6)} MB`;
  const seconds = (run: TimedRun) => `${run.seconds.toFixed(2)} s`;
  const rows = [...theirs].map(([[command], runs]) => {
    const median = medianRun(runs);
    const ratio = median.seconds / own.seconds;
    return { name, ours: seconds(own), peer: `${command} ${seconds(median)}`, ratio, note };
  });
  return rows.length > 0 ? rows : [{ name, ours: seconds(own), note: `${note}; no peer is installed` }];
}
