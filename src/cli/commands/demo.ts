import { Readable, Writable } from 'node:stream';
import { makeDemoFolder } from '../../app/demo/demo-folder.ts';
import { formatDemoEnd, formatDemoEvent, formatDemoStart } from '../../app/demo/demo-text.ts';
import { type CommandOutcome, type DemoRequest, runDemo } from '../../app/demo/run-demo.ts';
import { defineCommand, type Io } from '../contract.ts';

export const demo = defineCommand({
  args: { dir: { summary: 'a folder that is empty or does not exist; default: a new temporary one', optional: true } },
  options: {},
  details: [
    'Builds an invented lab of three cases, with harmless media made of noise, and runs the whole job in it, from hashing what is sent to a reconciled lab. Each command is shown as it is typed, with what it says. The folder is kept.',
  ],
  examples: [
    { line: 'criskit demo', does: 'runs the demo in a temporary folder' },
    { line: 'criskit demo Example', does: 'runs it in the folder Example, to look around afterwards' },
  ],
  run: async ({ args, io, json, labOption, resolve, signal }) => {
    const named = args.dir ?? labOption;
    const folder = await makeDemoFolder(named === undefined ? undefined : resolve(named));
    const isOtherLabSet = (io.env['CRISKIT_LAB'] ?? '') !== '';
    const request: DemoRequest = { folder, signal, runCommand: (argv) => runInside(argv, io, folder) };
    return json
      ? { exitCode: 0, data: await summarise(request) }
      : { exitCode: 0, data: { folder }, document: showDemo(request, isOtherLabSet) };
  },
});

/** As it goes along, so that nobody waits for the end. */
async function* showDemo(request: DemoRequest, isOtherLabSet: boolean): AsyncGenerator<Uint8Array> {
  const bytes = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));
  yield bytes(formatDemoStart(request.folder));
  for await (const event of runDemo(request)) yield bytes(formatDemoEvent(event));
  yield bytes(formatDemoEnd(request.folder, isOtherLabSet));
}

async function summarise(request: DemoRequest): Promise<unknown> {
  const steps: { readonly command: string; readonly exitCode: number }[] = [];
  for await (const event of runDemo(request)) {
    if (event.kind !== 'outcome') continue;
    steps.push({ command: `criskit ${event.step.typed}`, exitCode: event.outcome.exitCode });
  }
  return { folder: request.folder, steps };
}

/** Runs another command of criskit. It sees nothing of the environment, in which CRISKIT_LAB may name a real lab. */
async function runInside(argv: readonly string[], io: Io, folder: string): Promise<CommandOutcome> {
  // Loaded here, because the registry leads to this file as well.
  const { main } = await import('../main.ts');
  const pieces: Uint8Array[] = [];
  const exitCode = await main(argv, {
    stdin: Readable.from([]),
    stdout: collector(pieces),
    stderr: collector(pieces),
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: io.columns,
    env: {},
    cwd: folder,
    clock: io.clock,
    signal: io.signal,
  });
  return { exitCode, output: Buffer.concat(pieces).toString() };
}

function collector(pieces: Uint8Array[]): Writable {
  return new Writable({
    decodeStrings: true,
    write: (chunk: Uint8Array, _encoding, done) => {
      pieces.push(chunk);
      done();
    },
  });
}
