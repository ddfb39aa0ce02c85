import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJson } from '../cli/run-main.ts';
import { writeMessages } from './outlook-messages.ts';

const generator = join(import.meta.dirname, 'generator', 'make_documents.py');
/** Debian's own, which sees Debian's openpyxl. */
const python = process.platform === 'linux' ? '/usr/bin/python3' : 'python3';

/** The sums of the submission, as the generator counted them. */
export interface Counts {
  readonly files: number;
  readonly records: number;
  readonly outcomes: Readonly<Record<string, { readonly image: number; readonly video: number }>>;
}

/** A lab in which a case waits for the reply to its submission. */
export interface WaitingLab {
  json(argv: readonly string[], expectedCode?: number): ReturnType<typeof runJson>;
  read(name: string): Buffer;
}

/** The documents of one run of the generator, and as many labs as are asked for, all with the same submission. */
export class SubmissionLabs {
  readonly #folder = mkdtempSync(join(tmpdir(), 'criskit-documents-'));
  readonly #documents = join(this.#folder, 'documents');
  readonly #template = join(this.#folder, 'template');
  #labs = 0;

  /** Throws where the generator fails: its programs or its font are missing. */
  static async make(): Promise<SubmissionLabs> {
    const made = new SubmissionLabs();
    const run = spawnSync(python, ['-B', generator, made.#documents], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    writeMessages(join(made.#documents, 'replies'));
    const json = (...argv: string[]) => runJson(argv, { cwd: made.#folder });
    await json('init', made.#template, '--examiner', 'Robin Vance');
    await json('--lab', made.#template, 'case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1');
    await json('--lab', made.#template, 'submit', 'prepare', '24-0001', join(made.#documents, 'media'));
    return made;
  }

  counts(): Counts {
    return JSON.parse(readFileSync(join(this.#documents, 'counts.json'), 'utf8')) as Counts;
  }

  replyPath(name: string): string {
    return join(this.#documents, 'replies', name);
  }

  /** The export that must come out, by the generator. */
  expectedExport(group: string, category: string): Buffer {
    return readFileSync(join(this.#documents, 'expected', `${group}-${category}.csv`));
  }

  freshLab(): WaitingLab {
    this.#labs += 1;
    const cwd = join(this.#folder, `lab-${this.#labs}`);
    cpSync(this.#template, cwd, { recursive: true });
    return {
      json: (argv, expectedCode) => runJson(['--lab', cwd, ...argv], { cwd }, expectedCode),
      read: (name) => readFileSync(join(cwd, name)),
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
