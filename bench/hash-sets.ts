import { spawnSync } from 'node:child_process';
import { cpSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, BenchSetting } from './bench.ts';
import type { BenchRow } from './bench-row.ts';
import { makeLab, runCriskit, runCriskitFed } from './criskit-runs.ts';
import { formatPeak, formatRate, formatThousands, versionOf } from './figures.ts';
import { inventDigests } from './invented-digests.ts';
import { medianRun, runTimed, type TimedRun } from './timed-run.ts';

const md5Bytes = 16;

/** A large list into a category, in random order, and then questions about it. */
export const hashSets: Bench = {
  name: 'hash-sets',
  run: async (setting) => {
    const count = setting.isQuick ? 100_000 : 2_000_000;
    const digests = inventDigests(count, md5Bytes, 11);
    const list = join(setting.folder, 'list.txt');
    writeFileSync(list, `${digests.join('\n')}\n`);
    const { row, lab } = await benchImport(setting, list, count);
    return [row, await benchLookup(setting, lab, digests)];
  },
};

async function benchImport({ folder, isQuick }: BenchSetting, list: string, count: number) {
  const empty = join(folder, 'empty');
  await makeLab(empty);
  const emptyBytes = statSync(join(empty, 'lab.db')).size;
  const [ours, theirs]: [TimedRun[], TimedRun[]] = [[], []];
  let lab = empty;
  for (let round = 0; round < (isQuick ? 1 : 3); round += 1) {
    lab = join(folder, `lab-${round}`);
    cpSync(empty, lab, { recursive: true });
    ours.push(await runCriskit(lab, ['hashset', 'import', list, '--category', 'unidentified']));
    const peer = join(import.meta.dirname, 'peers', 'sqlite-insert.py');
    theirs.push(await runTimed('python3', [peer, list, join(folder, `peer-${round}.db`)]));
  }
  const [own, other] = [medianRun(ours), medianRun(theirs)];
  const bytesPerRow = (statSync(join(lab, 'lab.db')).size - emptyBytes) / count;
  const peerBytesPerRow = statSync(join(folder, 'peer-0.db')).size / count;
  const row: BenchRow = {
    name: `hashset import: ${formatThousands(count)} MD5s in random order`,
    ours: formatRate(own.seconds, count, 'rows'),
    peer: `${versionOf('python3', '--version')} sqlite3, values only: ${formatRate(other.seconds, count, 'rows')}`,
    ratio: other.seconds / own.seconds,
    note: `${formatPeak(own, 512)}; ${bytesPerRow.toFixed(0)} bytes/row with provenance, peer ${peerBytesPerRow.toFixed(0)} without`,
  };
  return { row, lab };
}

async function benchLookup(
  { folder, isQuick }: BenchSetting,
  lab: string,
  digests: readonly string[],
): Promise<BenchRow> {
  const half = isQuick ? 5000 : 50_000;
  const step = Math.floor(digests.length / half);
  const known = digests.filter((_, index) => index % step === 0).slice(0, half);
  const unknown = inventDigests(half, md5Bytes, 12);
  const asked = known.flatMap((digest, index) => [digest, unknown[index] ?? '']);
  const questions = join(folder, 'questions.txt');
  writeFileSync(questions, `${asked.join('\n')}\n`);
  const peerVersion = versionOf('hfind', '-V');
  const peerList = join(folder, 'hfind.txt');
  if (peerVersion !== undefined) {
    writeFileSync(peerList, digests.map((digest, index) => `${digest}  ${index}\n`).join(''));
    spawnSync('hfind', ['-i', 'md5sum', peerList], { stdio: 'ignore' });
  }
  const [ours, theirs]: [TimedRun[], TimedRun[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    ours.push(await runCriskitFed(lab, questions, ['lookup', '-']));
    if (peerVersion !== undefined) theirs.push(await runTimed('hfind', ['-f', questions, peerList]));
  }
  const own = medianRun(ours);
  const row: BenchRow = {
    name: `lookup: ${formatThousands(asked.length)} MD5s, half of them known`,
    ours: formatRate(own.seconds, asked.length, 'digests'),
    note: formatPeak(own),
  };
  if (peerVersion === undefined) return { ...row, note: `${row.note}; hfind is not installed` };
  const other = medianRun(theirs);
  const peer = `hfind (${peerVersion}): ${formatRate(other.seconds, asked.length, 'digests')}`;
  return { ...row, peer, ratio: other.seconds / own.seconds };
}
