import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { runJson, runMain } from './run-main.ts';

const prefix = join(tmpdir(), 'criskit-cli-');

/** A folder that goes when the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(prefix);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A picture of nothing: the chunks of a PNG, the last one filled with noise made from the name. */
export function invented(name: string): Buffer {
  const noise = createHash('sha512').update(name).digest();
  const header = '89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc';
  return Buffer.concat([Buffer.from(`${header}0000004049444154`, 'hex'), noise, Buffer.alloc(4)]);
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export interface TempLab {
  readonly folder: string;
  /** The folder around it, from which commands run. */
  readonly cwd: string;
  readonly run: (...argv: readonly string[]) => ReturnType<typeof runMain>;
  readonly json: (argv: readonly string[], expectedCode?: number) => ReturnType<typeof runJson>;
  write(name: string, content: string | Uint8Array): string;
}

/** What is done in a new lab, and the files that it needs beside it. */
type Work = (lab: TempLab) => Promise<void>;

/** A new lab, and nothing beside it. */
export async function tempLab(): Promise<TempLab> {
  return labAfter(noWork);
}

async function noWork(): Promise<void> {}

/** A lab with case 24-0001, a submission of four files, and a reply that speaks of three of them. */
export async function labWithReply(): Promise<TempLab> {
  return labAfter(workUpToReply);
}

async function workUpToReply(lab: TempLab): Promise<void> {
  for (const name of ['a', 'b', 'c', 'd']) lab.write(`media/${name}.png`, invented(name));
  await lab.json(['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
  await lab.json(['submit', 'prepare', '24-0001', 'media']);
  const outcomes = { a: 'Identified Child', b: 'Recognized', c: 'Unrecognized' };
  const rows = Object.entries(outcomes).map(([name, outcome]) => `${md5(invented(name))},${name}.png,${outcome}`);
  lab.write('reply.csv', ['MD5,File Name,Result', ...rows, ''].join('\n'));
  await lab.json(['import', 'reply.csv', '--case', '24-0001', '--yes'], 1);
}

/** By what was done in them. */
const templates = new Map<Work, Promise<TempLab>>();

afterAll(async () => {
  for (const template of templates.values()) rmSync((await template).cwd, { recursive: true, force: true });
});

/** A copy of a lab in which that was done once for the test file: doing it takes longer than most tests do. */
export async function labAfter(work: Work): Promise<TempLab> {
  const template = templates.get(work) ?? makeTemplate(work);
  templates.set(work, template);
  const lab = labIn(tempFolder());
  cpSync((await template).cwd, lab.cwd, { recursive: true });
  return lab;
}

async function makeTemplate(work: Work): Promise<TempLab> {
  const lab = labIn(mkdtempSync(prefix));
  const made = await runMain(['init', 'Lab', '--examiner', 'Robin Vance'], { cwd: lab.cwd });
  if (made.code !== 0) throw new Error(made.stderr);
  await work(lab);
  return lab;
}

function labIn(cwd: string): TempLab {
  const folder = join(cwd, 'Lab');
  return {
    folder,
    cwd,
    run: (...argv) => runMain(['--lab', folder, ...argv], { cwd }),
    json: (argv, expectedCode) => runJson(['--lab', folder, ...argv], { cwd }, expectedCode),
    write: (name, content) => {
      const path = join(cwd, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}
