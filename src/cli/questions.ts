import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { CriskitError } from '../core/errors.ts';
import type { Io } from './contract.ts';

/** Asks on the terminal: the line that is typed; undefined where the input ends instead. Throws INTERRUPTED on Ctrl-C. */
export type AskLine = (question: string) => Promise<string | undefined>;

/** What was typed or pasted before it was asked for. */
interface TypedAhead {
  readonly lines: string[];
  isInterrupted: boolean;
}

/** One for each command: lines that are typed ahead answer the questions that follow. */
export function createAskLine(io: Io): AskLine {
  const ahead: TypedAhead = { lines: [], isInterrupted: false };
  return async (question) => {
    if (ahead.isInterrupted) throw interruption(io);
    const line = ahead.lines.shift();
    if (line === undefined) return io.stdin.readableEnded ? undefined : askOnce(io, question, ahead);
    io.stderr.write(`${question}\n`);
    return line;
  };
}

async function askOnce(io: Io, question: string, ahead: TypedAhead): Promise<string | undefined> {
  const terminal = createInterface({
    input: io.stdin,
    output: io.stderr,
    terminal: io.stdinIsTerminal && io.stderrIsTerminal,
  });
  terminal.on('line', (line) => ahead.lines.push(line));
  // On a terminal readline takes Ctrl-C itself, so that no signal comes.
  terminal.on('SIGINT', () => {
    ahead.isInterrupted = true;
    terminal.close();
  });
  try {
    const ended = once(terminal, 'close').then(() => undefined);
    const answer = await Promise.race([terminal.question(question, { signal: io.signal }), ended]);
    if (answer === undefined && ahead.isInterrupted) throw interruption(io);
    return answer;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
    if (ahead.isInterrupted || io.signal.aborted) throw interruption(io, error);
    // Ctrl-D: readline takes the end of the input for the end of the question.
    io.stderr.write('\n');
    return undefined;
  } finally {
    terminal.close();
  }
}

function interruption(io: Io, cause?: unknown): CriskitError {
  io.stderr.write('\n');
  return new CriskitError('INTERRUPTED', 'Interrupted; nothing was written.', { cause });
}
