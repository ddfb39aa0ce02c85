import type { Readable } from 'node:stream';
import type { HashSetInput } from '../app/hash-set-input.ts';
import { CriskitError, errorMessage } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { CommandContext } from './contract.ts';

/** Its bytes as they come. Throws `INPUT_UNREADABLE`, and `INTERRUPTED` also while nothing comes. */
export async function* readStandardInput(
  input: Readable,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stop = () => input.destroy();
  throwIfInterrupted(signal);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of input as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    throwIfInterrupted(signal);
    throw new CriskitError('INPUT_UNREADABLE', `Standard input cannot be read: ${errorMessage(error)}`, {
      cause: error,
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  throwIfInterrupted(signal);
}

/** The file that was named, or with `-` standard input. Throws USAGE where nothing is piped to it. */
export function hashSetInput(
  typed: string,
  { io, signal, resolve }: Pick<CommandContext<unknown, unknown>, 'io' | 'signal' | 'resolve'>,
): HashSetInput {
  if (typed !== '-') return { path: resolve(typed) };
  if (!io.stdinIsTerminal) return { name: 'standard input', bytes: readStandardInput(io.stdin, signal) };
  throw new CriskitError('USAGE', '"-" stands for standard input, and nothing is piped to it.', {
    hint: 'Name a file; a file of that name is ./-',
  });
}

export const entryOption = {
  value: 'NAME',
  summary: 'the file to read in a zip archive; default: the only hash set in it',
} as const;
