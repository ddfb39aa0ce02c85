import { createHash } from 'node:crypto';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerFigure } from './beside-peers.ts';
import { formatThousands, versionOf } from './figures.ts';
import { writePlainList, writeSums } from './md5-lists.ts';
import type { NationalSetting } from './national-setting.ts';
import { medianRun, runTimed, type TimedRun } from './timed-run.ts';

/** Peers that take a list in. Each is none where its program is not installed. */

const insertScript = join(import.meta.dirname, 'peers', 'sqlite-insert.py');
const lookupScript = join(import.meta.dirname, 'peers', 'sqlite-lookup.py');

const python = () => versionOf('python3', '--version');
const hfind = () => versionOf('hfind', '-V');
/** Without the date and number of its source. */
const sqlite = () => versionOf('sqlite3', '--version')?.split(' ').slice(0, 2).join(' ');

/** Python's sqlite3, the MD5s alone, as they come. In that order ten million take many minutes: it gets a few of them. */
export async function insertUnsorted({ folder, sizes, discard }: NationalSetting): Promise<PeerFigure[]> {
  const [list, database] = [join(folder, 'unsorted.txt'), join(folder, 'unsorted.db')];
  writePlainList(list, sizes.few);
  rmSync(database, { force: true });
  const { seconds } = await runTimed('python3', [insertScript, list, database]);
  discard(list);
  discard(database);
  return [{ title: `${python()} sqlite3, MD5s only, as they come`, seconds, count: sizes.few }];
}

/** Sorted beforehand, which counts, into the database that is asked later. */
export async function insertSorted(
  { folder, peerDatabase, discard }: NationalSetting,
  list: string,
  count: number,
): Promise<PeerFigure> {
  const sorted = join(folder, 'sorted.txt');
  const sorting = await runTimed('env', ['LC_ALL=C', 'sort', '-o', sorted, list]);
  const inserting = await runTimed('python3', [insertScript, sorted, peerDatabase]);
  discard(sorted);
  return { title: `sort, then ${python()} sqlite3`, seconds: sorting.seconds + inserting.seconds, count };
}

/** The MD5s of a database of NSRL into a table keyed by them, sorted by SQLite itself. */
export async function copyWithSqlite(
  { folder, discard }: NationalSetting,
  path: string,
  count: number,
): Promise<PeerFigure[]> {
  const title = sqlite();
  if (title === undefined) return [];
  const copy = join(folder, 'copy.db');
  const statements = [
    `ATTACH '${path.replaceAll("'", "''")}' AS nsrl`,
    'CREATE TABLE h (md5 TEXT PRIMARY KEY) WITHOUT ROWID',
    'INSERT OR IGNORE INTO h SELECT md5 FROM nsrl.FILE ORDER BY md5',
  ];
  const { seconds } = await runTimed('sqlite3', [copy, statements.join(';')]);
  discard(copy);
  return [{ title: `${title}, MD5s only`, seconds, count }];
}

/** The index of a list, with that of its first digits (`.idx2`). */
export async function indexWithHfind(type: 'nsrl-md5' | 'md5sum', list: string, count: number): Promise<PeerFigure[]> {
  const title = hfind();
  if (title === undefined) return [];
  const { seconds } = await runTimed('hfind', ['-i', type, list]);
  return [{ title: `${title}, index of MD5`, seconds, count }];
}

/** The index that is asked later. */
export async function indexSums({ sums }: NationalSetting, count: number): Promise<PeerFigure[]> {
  writeSums(sums, count);
  return await indexWithHfind('md5sum', sums, count);
}

/** Looks the digests of a list up in the index of the sums. */
export async function askHfind({ sums }: NationalSetting, list: string, count: number): Promise<PeerFigure[]> {
  const title = hfind();
  if (title === undefined) return [];
  const { seconds } = await runThrice('hfind', ['-f', list, sums]);
  return [{ title: `${title}, with .idx2`, seconds, count }];
}

/** One query for each digest of a list. */
export async function askSqlite({ peerDatabase }: NationalSetting, list: string, count: number): Promise<PeerFigure[]> {
  const { seconds } = await runThrice('python3', [lookupScript, peerDatabase, list]);
  return [{ title: `${python()} sqlite3, one query per digest`, seconds, count }];
}

/** All MD5s, one a line, in the order of their table. */
export async function selectAll({ peerDatabase, sizes }: NationalSetting): Promise<PeerFigure[]> {
  const title = sqlite();
  if (title === undefined) return [];
  const { seconds } = await runTimed('sqlite3', [peerDatabase, 'SELECT lower(hex(md5)) FROM h']);
  return [{ title, seconds, count: sizes.many }];
}

/** Loads a list to find one file by it, which is all that md5deep can do; with few, because that takes long enough. */
export async function loadWithMd5deep({ folder, sizes, discard }: NationalSetting): Promise<PeerFigure[]> {
  const title = versionOf('md5deep', '-v');
  if (title === undefined) return [];
  const [list, file] = [join(folder, 'md5deep.txt'), join(folder, 'picture.jpg')];
  writeSums(list, sizes.few);
  writeFileSync(file, 'a picture');
  appendFileSync(list, `${createHash('md5').update('a picture').digest('hex')}  picture.jpg\n`);
  // It ends with 1 where the list knows more than was found.
  const { seconds } = await runTimed('md5deep', ['-m', list, file], [1]);
  discard(list);
  return [{ title: `${title} -m, a list of ${formatThousands(sizes.few)}, one file`, seconds, count: 1 }];
}

async function runThrice(command: string, args: readonly string[]): Promise<TimedRun> {
  const runs: TimedRun[] = [];
  for (let round = 0; round < 3; round += 1) runs.push(await runTimed(command, args));
  return medianRun(runs);
}
