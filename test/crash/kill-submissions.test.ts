import { describe, expect, it } from 'vitest';
import { killStep, type Step, setUpLabs } from './killed-labs.ts';

const steps: readonly Step[] = [
  {
    name: 'submit prepare',
    lab: 'empty',
    args: ({ media }) => ['submit', 'prepare', '24-0001', media, '--resume'],
    kills: 25,
  },
  {
    name: 'submit batch',
    lab: 'sent',
    args: () => ['submit', 'batch', '24-0001', '--size', '7'],
    kills: 15,
  },
  { name: 'tracker sync', lab: 'answered', args: () => ['tracker', 'sync'], kills: 25 },
];

const bench = setUpLabs('answered');

describe('a lab whose program is killed', () => {
  it.each(steps)('in the middle of $name is whole, and the same command finishes the work', async (step) => {
    expect(await killStep(bench(), step)).toBeGreaterThanOrEqual(step.kills);
  }, 300_000);
});
