import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashManifest } from '../../src/app/hash-manifest.ts';
import type { HashManifestRequest } from '../../src/app/manifest-request.ts';
import type { JournalUse } from '../../src/app/take-up-hash-journal.ts';
import { noProgress } from '../../src/cli/progress-line.ts';

/** Long after any test: every file was settled long ago. */
export const muchLater = clockAt('2199-01-01T00:00:00.000Z');

export function clockAt(nowUtc: string): HashManifestRequest['clock'] {
  return { nowUtc: () => nowUtc, today: () => nowUtc.slice(0, 10) };
}

/** A folder of media below the given one, and where its manifest and its journal stand. */
export class JournaledRun {
  readonly media: string;
  readonly output: string;
  readonly journal: string;
  readonly warnings: string[] = [];

  constructor(folder: string) {
    this.media = join(folder, 'media');
    this.output = join(folder, 'out.csv');
    this.journal = `${this.output}.journal`;
    mkdirSync(this.media, { recursive: true });
  }

  write(name: string, content: string): string {
    const path = join(this.media, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Hashes as `criskit hash media -o out.csv` does, and gives what was written. */
  async hash(use: JournalUse, change: Partial<HashManifestRequest> = {}): Promise<{ text: string; resumed: number }> {
    const output = { path: this.output, replace: true, journalUse: use };
    const { resumed } = await hashManifest({
      paths: [this.media],
      algorithms: ['md5', 'sha256'],
      format: 'csv',
      reading: { threads: 1 },
      followLinks: false,
      kinds: false,
      output,
      clock: muchLater,
      signal: new AbortController().signal,
      progress: noProgress,
      onWarning: (message) => this.warnings.push(message),
      ...change,
    });
    return { text: readFileSync(change.output?.path ?? output.path, 'utf8'), resumed };
  }

  /** What is written where nothing was interrupted. */
  async hashUndisturbed(): Promise<string> {
    const journal = existsSync(this.journal) ? readFileSync(this.journal) : undefined;
    rmSync(this.journal, { force: true });
    const { text } = await this.hash(undefined);
    rmSync(this.output);
    if (journal !== undefined) writeFileSync(this.journal, journal);
    return text;
  }

  /** Is interrupted when every file is hashed and nothing written, and gives the error. */
  async interrupt(change: Partial<HashManifestRequest> = {}): Promise<unknown> {
    const controller = new AbortController();
    const progress = { ...noProgress, end: () => controller.abort() };
    try {
      await this.hash(undefined, { progress, signal: controller.signal, ...change });
    } catch (error) {
      return error;
    }
    throw new Error('It was not interrupted.');
  }
}
