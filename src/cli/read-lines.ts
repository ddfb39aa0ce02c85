import type { Readable } from 'node:stream';
import { CriskitError, errorMessage } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';

/** A line longer than this is not text that a person or a program meant as a list. */
const longestLine = 64 * 1024;

/** Lines of a text stream without their ends, some thousands at a time, with the number of the first. */
export async function* readLines(
  input: Readable,
  signal: AbortSignal,
): AsyncGenerator<{ readonly lines: readonly string[]; readonly firstLine: number }> {
  const decoder = new TextDecoder();
  let rest = '';
  let firstLine = 1;
  const stop = () => input.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of input as AsyncIterable<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw tooLong(firstLine + lines.length);
      yield { lines: lines.map(withoutReturn), firstLine };
      firstLine += lines.length;
    }
  } catch (error) {
    throwIfInterrupted(signal);
    if (error instanceof CriskitError) throw error;
    throw new CriskitError('INPUT_UNREADABLE', `Standard input cannot be read: ${errorMessage(error)}`, {
      cause: error,
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
  throwIfInterrupted(signal);
  rest += decoder.decode();
  if (rest !== '') yield { lines: [withoutReturn(rest)], firstLine };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function tooLong(line: number): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `A line of standard input is longer than ${longestLine} characters.`, {
    place: { line },
  });
}
