/**
 * How threads that wait for each other sleep and wake: a count that goes up whenever somebody may find something to do, and
 * how many sleep. Waking costs a call of the system, and is left out where nobody sleeps.
 */
export type ThreadSignal = Int32Array<SharedArrayBuffer>;

const countPlace = 0;
const sleepersPlace = 1;

export function createThreadSignal(): ThreadSignal {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Before looking for work: to be handed to `sleepUnlessChanged` where there was none. */
export function readSignal(signal: ThreadSignal): number {
  return Atomics.load(signal, countPlace);
}

/** After something was done that others may wait for. */
export function wakeSleepers(signal: ThreadSignal): void {
  Atomics.add(signal, countPlace, 1);
  if (Atomics.load(signal, sleepersPlace) > 0) Atomics.notify(signal, countPlace);
}

/** Returns when somebody has called `wakeSleepers` since `seen` was read, at the latest after that time. */
export function sleepUnlessChanged(signal: ThreadSignal, seen: number, milliseconds: number): void {
  Atomics.add(signal, sleepersPlace, 1);
  Atomics.wait(signal, countPlace, seen, milliseconds);
  Atomics.sub(signal, sleepersPlace, 1);
}
