import { describe, expect, it } from 'vitest';
import { exportPath, killStep, type Step, setUpLabs } from './killed-labs.ts';

const steps: readonly Step[] = [
  {
    name: 'hashset import',
    lab: 'sent',
    args: ({ list }) => ['hashset', 'import', list, '--category', 'unidentified'],
    kills: 25,
  },
  {
    name: 'hashset import of a large list, part of which is known',
    lab: 'answered',
    args: ({ largeList }) => ['hashset', 'import', largeList, '--category', 'unidentified'],
    kills: 8,
  },
  {
    name: 'hashset import of a new version',
    lab: 'answered',
    args: ({ nextList }) => ['hashset', 'import', nextList, '--category', 'unidentified', '--set', 'list.txt', '--yes'],
    kills: 20,
  },
  {
    name: 'hashset remove',
    lab: 'answered',
    args: () => ['hashset', 'remove', 'list.txt', '--yes'],
    kills: 15,
  },
  {
    name: 'hashset export',
    lab: 'answered',
    args: (_, lab) => ['hashset', 'export', '--category', 'unidentified', '--format', 'vics-2', '-o', exportPath(lab)],
    kills: 30,
  },
];

const bench = setUpLabs('answered');

describe('a lab whose program is killed', () => {
  it.each(steps)('in the middle of $name is whole, and the same command finishes the work', async (step) => {
    expect(await killStep(bench(), step)).toBeGreaterThanOrEqual(step.kills);
  }, 300_000);
});
