import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { formatPeak, formatRate, formatThousands, versionOf } from './figures.ts';
import { medianRun, runTimed, type TimedRun } from './timed-run.ts';
import { writeVics } from './vics-data.ts';

/** A hash set of VICS 2.0, read and not kept. */
export const vics: Bench = {
  name: 'vics',
  run: async ({ folder, isQuick }) => {
    const count = isQuick ? 10_000 : 1_000_000;
    const path = join(folder, 'set.json');
    writeVics(path, count);
    const [ours, theirs]: [TimedRun[], TimedRun[]] = [[], []];
    for (let round = 0; round < (isQuick ? 1 : 3); round += 1) {
      ours.push(
        await runTimed(process.execPath, [
          fileURLToPath(import.meta.resolve('./read-hash-set.ts')),
          'vics-2',
          path,
          `${count}`,
        ]),
      );
      theirs.push(await runTimed('python3', [join(import.meta.dirname, 'peers', 'vics-digests.py'), path, `${count}`]));
    }
    const [own, other] = [medianRun(ours), medianRun(theirs)];
    return [
      {
        name: `reading VICS 2.0: ${formatThousands(count)} entries, start of the program included`,
        ours: formatRate(own.seconds, count, 'records'),
        peer: `${versionOf('python3', '--version')}, json, digests only: ${formatRate(other.seconds, count, 'records')}`,
        ratio: other.seconds / own.seconds,
        note: `${formatPeak(own, 512)}, peer ${formatPeak(other)}`,
      },
    ];
  },
};
