import { medianRun, type TimedRun } from './timed-run.ts';

/** Something that can be measured. What has no `run` (a program that is not installed) is left out. */
export interface Measurable {
  readonly run: (() => Promise<TimedRun>) | undefined;
}

/** Measures all of them so many times, one after the other in each round, so that what the machine does else meets all. */
export async function runInTurns<M extends Measurable>(all: readonly M[], rounds: number): Promise<Map<M, TimedRun>> {
  const runs = new Map<M, TimedRun[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const one of all) {
      if (one.run !== undefined) runs.set(one, [...(runs.get(one) ?? []), await one.run()]);
    }
  }
  return new Map([...runs].map(([one, its]) => [one, medianRun(its)]));
}
