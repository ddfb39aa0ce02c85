import type { ExitCode } from '../core/errors.ts';
import type { CommandResult, Io } from './contract.ts';
import { findCommand } from './find-command.ts';
import { createOutput, formatJson, type Output, showDocument } from './output.ts';
import { registry } from './registry.ts';
import { asCriskitError, errorAsJson, errorAsLines } from './report-error.ts';

/** The command line as a function of its arguments and of everything it touches outside itself. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const out = createOutput(io.stdout, 'standard output');
  const talk = createOutput(io.stderr, 'standard error');
  try {
    return await run(argv, io, out, talk);
  } catch (thrown) {
    const error = asCriskitError(thrown, io.signal.aborted);
    const debug = (io.env['CRISKIT_DEBUG'] ?? '') !== '';
    try {
      if (wantsJson(argv)) await out.raw(formatJson(errorAsJson(error), io.stdoutIsTerminal));
      if (!wantsJson(argv) || debug) {
        await talk.raw(usesColour(argv, io) ? '\u001b[31mcriskit:\u001b[39m ' : 'criskit: ');
        await talk.lines(errorAsLines(error, debug));
      }
    } catch {
      // Standard output or standard error cannot be written to: the exit code is all that is left to say.
    }
    return error.exitCode;
  }
}

function usesColour(argv: readonly string[], io: Io): boolean {
  if (!io.stderrIsTerminal || argv.includes('--no-color')) return false;
  return (io.env['NO_COLOR'] ?? '') === '' && io.env['TERM'] !== 'dumb';
}

/** Also where the command line as a whole is not understood. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

async function run(argv: readonly string[], io: Io, out: Output, talk: Output): Promise<ExitCode> {
  const invocation = findCommand(argv, registry);
  if (invocation.kind === 'version') {
    const { readVersion } = await import('../app/program-version.ts');
    await out.lines([await readVersion()]);
    return 0;
  }
  if (invocation.kind === 'help') {
    const { formatOverview } = await import('./help.ts');
    await (invocation.asked ? out : talk).lines(formatOverview(invocation.entries, invocation.title));
    return invocation.asked ? 0 : 2;
  }
  const { entry, rest } = invocation;
  if (entry.manyRecords === true) io.expectManyRecords?.();
  const [command, { parseCommand }] = await Promise.all([entry.load(), import('./parse-command.ts')]);
  const parsed = parseCommand(entry.name, command, rest);
  if (parsed === undefined) {
    const { formatCommandHelp } = await import('./help.ts');
    await out.lines(formatCommandHelp(entry, command));
    return 0;
  }
  const { createContext } = await import('./context.ts');
  const { context, close } = createContext(parsed, io, talk);
  try {
    const result = await command.run(context);
    context.progress.end();
    await print(result, parsed.globals.json, io, out);
    return result.exitCode;
  } finally {
    context.progress.end();
    await close();
  }
}

async function print(result: CommandResult, json: boolean, io: Io, out: Output): Promise<void> {
  if (json) {
    await out.raw(formatJson(result.data, io.stdoutIsTerminal));
  } else if (result.document !== undefined) {
    for await (const chunk of io.stdoutIsTerminal ? showDocument(result.document) : result.document) {
      if (out.closed) break;
      await out.raw(chunk);
    }
  } else {
    await out.lines(result.text ?? []);
  }
}
