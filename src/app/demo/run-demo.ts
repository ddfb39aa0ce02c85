import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CriskitError } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';
import { writeAtomic } from '../../files/write-atomic.ts';
import { settingsName } from '../lab.ts';
import { type DemoCommand, type DemoEdit, demoChapters } from './demo-chapters.ts';

/** What a command said, standard output and standard error as they came, and what it ended with. */
export interface CommandOutcome {
  readonly exitCode: number;
  readonly output: string;
}

export interface DemoRequest {
  /** Absolute; as `makeDemoFolder` made it. */
  readonly folder: string;
  /** Runs criskit with these arguments, in `folder`. */
  readonly runCommand: (argv: readonly string[]) => Promise<CommandOutcome>;
  readonly signal: AbortSignal;
}

export type DemoEvent =
  | { readonly kind: 'chapter'; readonly number: number; readonly title: string }
  /** Before the command runs. */
  | { readonly kind: 'command'; readonly step: DemoCommand }
  | { readonly kind: 'outcome'; readonly step: DemoCommand; readonly outcome: CommandOutcome }
  | { readonly kind: 'edit'; readonly step: DemoEdit };

/**
 * The whole job in a lab folder, step by step. Throws INTERRUPTED, OUTPUT_FAILED where something outside stopped a
 * command, and INTERNAL where one ended otherwise than it must.
 */
export async function* runDemo(request: DemoRequest): AsyncGenerator<DemoEvent> {
  const { folder } = request;
  const facts = {
    promotedMd5: await md5Of(folder, '24-0001', 'phone/IMG_0412.JPG'),
    unclearMd5: await md5Of(folder, '24-0003', 'tablet/a3.mp4'),
  };
  for (const [index, { title, steps }] of demoChapters(facts).entries()) {
    yield { kind: 'chapter', number: index + 1, title };
    for (const step of steps) {
      if (step.kind === 'edit') {
        await editSettings(folder, step);
        yield { kind: 'edit', step };
        continue;
      }
      yield { kind: 'command', step };
      const outcome = await request.runCommand(splitArguments(step.typed));
      yield { kind: 'outcome', step, outcome };
      checkOutcome(request, step, outcome);
    }
  }
}

async function md5Of(folder: string, caseNumber: string, name: string): Promise<string> {
  return createHash('md5')
    .update(await readFile(join(folder, 'media', caseNumber, name)))
    .digest('hex');
}

async function editSettings(folder: string, { behind, lines }: DemoEdit): Promise<void> {
  const path = join(folder, settingsName);
  const before = (await readFile(path, 'utf8')).split('\n');
  const at = behind === undefined ? before.length : before.indexOf(behind) + 1;
  if (at === 0) throw new CriskitError('INTERNAL', `${settingsName} of the demo has no line ${behind}.`);
  const text = [...before.slice(0, at), ...lines, ...before.slice(at), ''].join('\n');
  async function* once(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  await writeAtomic(path, once());
}

function checkOutcome({ folder, signal }: DemoRequest, step: DemoCommand, outcome: CommandOutcome): void {
  if (signal.aborted) {
    throw new CriskitError('INTERRUPTED', `Interrupted; the demo is unfinished in ${folder}.`, {
      hint: 'The folder can be deleted as a whole, and the demo started anew.',
    });
  }
  const { exitCode, output } = outcome;
  if (exitCode === step.exitCode) return;
  const code = exitCode === 3 ? 'OUTPUT_FAILED' : 'INTERNAL';
  const message = `"criskit ${step.typed}" ended with exit code ${exitCode}, and ${step.exitCode} was expected.`;
  throw new CriskitError(code, message, { path: folder, hint: `It said: ${excerpt(output.trim(), 400)}` });
}

/** As a shell takes a line apart that has no marks in it but double quotes. */
function splitArguments(typed: string): readonly string[] {
  return (typed.match(/"[^"]*"|[^ ]+/g) ?? []).map((text) => text.replaceAll('"', ''));
}
