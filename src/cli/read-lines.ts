import type { Readable } from 'node:stream';
import { CriskitError } from '../core/errors.ts';
import { readStandardInput } from './standard-input.ts';

/** A line longer than this is not text that a person or a program meant as a list. */
const longestLine = 64 * 1024;

/** So many at once let the database answer in the order of its own index. */
const linesPerBatch = 1 << 17;

/** Lines of a text stream without their ends, many at a time, with the number of the first. */
export async function* readLines(
  input: Readable,
  signal: AbortSignal,
): AsyncGenerator<{ readonly lines: readonly string[]; readonly firstLine: number }> {
  const decoder = new TextDecoder();
  let rest = '';
  let pending: string[] = [];
  let firstLine = 1;
  for await (const chunk of readStandardInput(input, signal)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw tooLong(firstLine + pending.length + lines.length);
    for (const line of lines) pending.push(withoutReturn(line));
    if (pending.length < linesPerBatch) continue;
    yield { lines: pending, firstLine };
    firstLine += pending.length;
    pending = [];
  }
  rest += decoder.decode();
  if (rest !== '') pending.push(withoutReturn(rest));
  if (pending.length > 0) yield { lines: pending, firstLine };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function tooLong(line: number): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `A line of standard input is longer than ${longestLine} characters.`, {
    place: { line },
  });
}
