import type { Bench } from './bench.ts';
import { runVersion } from './criskit-runs.ts';
import { formatSeconds } from './figures.ts';
import { medianRun, runTimed, type TimedRun } from './timed-run.ts';

/** `criskit --version` beside a Node that does nothing. */
export const startUp: Bench = {
  name: 'start-up',
  run: async ({ isQuick }) => {
    const [ours, bare]: [TimedRun[], TimedRun[]] = [[], []];
    for (let round = 0; round < (isQuick ? 3 : 11); round += 1) {
      ours.push(await runVersion());
      bare.push(await runTimed(process.execPath, ['-e', '0']));
    }
    const [own, other] = [medianRun(ours), medianRun(bare)];
    return [
      {
        name: 'criskit --version',
        ours: formatSeconds(own.seconds),
        peer: `node ${process.versions.node} -e 0: ${formatSeconds(other.seconds)}`,
        ratio: other.seconds / own.seconds,
        note: `${(own.seconds / other.seconds).toFixed(2)} times bare Node (goal: at most 3)`,
      },
    ];
  },
};
