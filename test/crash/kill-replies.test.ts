import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAndSignal, runWell } from './criskit-process.ts';
import { killStep, type Step, setUpLabs } from './killed-labs.ts';
import { problemsOf } from './lab-state.ts';

const steps: readonly Step[] = [
  {
    name: 'import',
    lab: 'sent',
    args: ({ reply }) => ['import', reply, '--case', '24-0001', '--yes'],
    kills: 35,
  },
  { name: 'undo', lab: 'synced', args: () => ['undo', '1', '--reason', 'a test of kills'], kills: 30 },
  { name: 'split-rule apply', lab: 'ruled', args: () => ['split-rule', 'apply', '--yes'], kills: 15 },
];

const bench = setUpLabs('ruled');

describe('a lab whose program is killed', () => {
  it.each(steps)('in the middle of $name is whole, and the same command finishes the work', async (step) => {
    expect(await killStep(bench(), step)).toBeGreaterThanOrEqual(step.kills);
  }, 300_000);

  it('by a second process that finds the database locked waits for nobody who is gone', async () => {
    const { folder, labs } = bench();
    const lab = join(folder, 'waits');
    cpSync(labs.sent, lab, { recursive: true });
    const args = ['--lab', lab, 'import', labs.reply, '--case', '24-0001', '--yes'];
    await runAndSignal(args, lab, 'SIGKILL', { after: 'first-change', delayMs: 40 });
    await runWell(args);
    expect(await problemsOf(lab)).toEqual([]);
  });
});
