import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fuzz } from './supervise.ts';
import { targetIds } from './targets.ts';

/** The share of every run of the tests, half a minute in all; `npm run fuzz -- --runs 100000` is the long one. */
function runsOf(target: string): number {
  return target.startsWith('layout:') ? 100 : 50;
}
const seed = 1;
const saveTo = join(tmpdir(), 'criskit-fuzz-failures');

describe(`hostile input (seed ${seed}; the inputs that fail are kept in ${saveTo})`, () => {
  it.each(targetIds)('breaks no promise of %s', async (target) => {
    const runs = runsOf(target);
    const { inputs, failures, ownSources, verdicts } = await fuzz({
      target,
      seed,
      from: 0,
      runs,
      keepsThreads: false,
      saveTo,
    });
    expect(failures).toEqual([]);
    expect(inputs).toBe(runs);
    expect(ownSources).toBeGreaterThan(0);
    expect([...verdicts].some(([verdict, times]) => verdict.startsWith('read') && times >= runs / 20)).toBe(true);
  });
});

describe('the harness', () => {
  it('covers every container and every layout', () => {
    expect(targetIds).toEqual(expect.arrayContaining(['container:workbook', 'layout:status-column']));
    expect(new Set(targetIds).size).toBe(targetIds.length);
  });
});
