import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { CriskitError } from '../core/errors.ts';
import type { Io } from './contract.ts';

/** Asks on the terminal: the line that is typed; undefined where the input ends instead. Throws INTERRUPTED on Ctrl-C. */
export type AskLine = (question: string) => Promise<string | undefined>;

/** One for each command: lines that were typed or pasted ahead answer the questions that follow. */
export function createAskLine(io: Io): AskLine {
  const ahead: string[] = [];
  return async (question) => {
    const line = ahead.shift();
    if (line === undefined) return io.stdin.readableEnded ? undefined : askOnce(io, question, ahead);
    io.stderr.write(`${question}\n`);
    return line;
  };
}

async function askOnce(io: Io, question: string, ahead: string[]): Promise<string | undefined> {
  // On a terminal readline takes Ctrl-C itself, so that no signal comes.
  const terminal = createInterface({
    input: io.stdin,
    output: io.stderr,
    terminal: io.stdinIsTerminal && io.stderrIsTerminal,
  });
  terminal.on('line', (line) => ahead.push(line));
  try {
    const ended = once(terminal, 'close').then(() => undefined);
    return await Promise.race([terminal.question(question, { signal: io.signal }), ended]);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
    io.stderr.write('\n');
    throw new CriskitError('INTERRUPTED', 'Interrupted; nothing was written.', { cause: error });
  } finally {
    terminal.close();
  }
}
