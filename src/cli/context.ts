import { resolve } from 'node:path';
import type { Lab } from '../app/lab.ts';
import { CriskitError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { CommandContext, Io } from './contract.ts';
import type { Output } from './output.ts';
import type { ParsedCommand } from './parse-command.ts';
import { createProgressLine, noProgress } from './progress-line.ts';
import { type AskLine, createAskLine } from './questions.ts';

export interface OpenContext {
  readonly context: CommandContext<ParsedCommand['args'], ParsedCommand['options']>;
  /** Closes the lab if one was opened. Says nothing and throws nothing of its own. */
  close(): Promise<void>;
}

/** What a command is given: its own values, and the ways to the outside. */
export function createContext(parsed: ParsedCommand, io: Io, talk: Output): OpenContext {
  const { globals } = parsed;
  const opened: Lab[] = [];
  const askLine = createAskLine(io);
  const warn = (text: string) => void talk.lines([text]).catch(() => undefined);
  const note = (text: string) => {
    if (!globals.quiet) warn(text);
  };
  const findLab = async () => {
    const { findLabFolder } = await import('../app/lab.ts');
    return findLabFolder({ option: globals.lab, variable: io.env['CRISKIT_LAB'], cwd: io.cwd });
  };
  const context: OpenContext['context'] = {
    args: parsed.args,
    options: parsed.options,
    io,
    signal: io.signal,
    progress: progressFor(io, globals.quiet),
    json: globals.json,
    labOption: globals.lab,
    resolve: (path) => resolve(io.cwd, path),
    note,
    remark: (text) => {
      if (globals.verbose) warn(text);
    },
    warn,
    confirm: async (question, preview) => {
      if (preview !== undefined) await talk.lines([preview]);
      return confirm(io, askLine, question);
    },
    ask: (question, proposed) => ask(io, askLine, question, proposed),
    findLab,
    openLab: async (access) => {
      const [{ openLab }, folder] = [await import('../app/lab.ts'), await findLab()];
      const lab = await openLab({ folder, access, clock: io.clock, onWarning: note });
      opened.push(lab);
      return lab;
    },
  };
  return { context, close: async () => void (await Promise.all(opened.map((lab) => lab.close()))) };
}

function progressFor(io: Io, quiet: boolean): CommandContext<unknown, unknown>['progress'] {
  if (quiet || !io.stderrIsTerminal) return noProgress;
  return createProgressLine((text) => void io.stderr.write(text), io.columns);
}

async function confirm(io: Io, askLine: AskLine, question: string): Promise<boolean> {
  if (!io.stdinIsTerminal) {
    throw new CriskitError('NEEDS_CONFIRMATION', `${question} Nobody can be asked: the input is no terminal.`, {
      hint: 'Nothing was written. Add --yes to go ahead without a question, or --dry-run to look only.',
    });
  }
  const answer = (await askLine(`${question} [y/N] `)) ?? '';
  return /^\s*y(es)?\s*$/i.test(answer);
}

async function ask(io: Io, askLine: AskLine, question: string, proposed: string): Promise<string> {
  const shown = printable(question);
  if (!io.stdinIsTerminal) {
    throw new CriskitError('NEEDS_CONFIRMATION', `${shown} Nobody can be asked: the input is no terminal.`, {
      hint: 'Nothing was written. Run it again on a terminal.',
    });
  }
  const answer = await askLine(`${shown} [${printable(proposed)}] `);
  if (answer !== undefined) return answer.trim() === '' ? proposed : answer.trim();
  io.stderr.write('\n');
  throw new CriskitError('NEEDS_CONFIRMATION', `${shown} The input ended before the answer.`, {
    hint: 'Nothing was written.',
  });
}
