import { CriskitError } from './errors.ts';

/** Throws `INTERRUPTED` where the signal has fired. Called between batches of every long piece of work. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interruption();
}

/** For what waits for something else when the signal fires. */
export function interruption(): CriskitError {
  return new CriskitError('INTERRUPTED', 'Interrupted; nothing further was written.');
}
