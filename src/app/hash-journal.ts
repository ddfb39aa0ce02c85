import { lstatSync } from 'node:fs';
import { CriskitError } from '../core/errors.ts';
import type { ManifestEntry } from '../core/media.ts';
import { bytesOfRawPath } from '../core/raw-path.ts';
import type { AppendFile } from '../files/append-file.ts';
import { identityOf } from '../files/file-identity.ts';
import type { WalkedFile } from '../files/walk.ts';
import type { Clock } from './clock.ts';
import { type JournaledFile, JournalLines } from './hash-journal-lines.ts';
import { lockJournal } from './lock-hash-journal.ts';
import { type TakenUpJournal, type TakeUpRequest, takeUpJournal } from './take-up-hash-journal.ts';

export interface HashJournalRequest extends Omit<TakeUpRequest, 'nowUtc'> {
  readonly clock: Clock;
  /** Stands in the lock file, such as `criskit hash`. */
  readonly program: string;
}

/**
 * The ticks of the coarsest file system (FAT): a file that was changed in the last tick before it was looked at can be changed
 * once more without its times telling so.
 */
const coarsestTickMs = 2000;

/**
 * Runs the work with a journal of the files that it hashes, so that it can go on after an interruption. The journal goes when the
 * work says that it is finished; else it stays, unless it holds no file, and the error says how to go on. Throws
 * JOURNAL_…, OUTPUT_EXISTS, OUTPUT_FAILED, INTERRUPTED, and what `work` throws.
 */
export async function withHashJournal<Result>(
  request: HashJournalRequest,
  work: (journal: HashJournal) => Promise<Result>,
): Promise<Result> {
  const nowUtc = request.clock.nowUtc();
  const lock = lockJournal(request.path, { takenAtUtc: nowUtc, program: request.program });
  try {
    const journal = new HashJournal(await takeUpJournal({ ...request, nowUtc }), [request.path, lock.path], nowUtc);
    try {
      return await work(journal);
    } catch (error) {
      throw journal.isKept ? withWayOn(error) : error;
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
}

/** What was hashed before, and is hashed now. */
export class HashJournal {
  readonly #file: AppendFile;
  readonly #lines: JournalLines;
  readonly #found: ReadonlyMap<string, JournaledFile>;
  /** The files that were made for the journal itself, by their inodes. */
  readonly #own: ReadonlyMap<number, string>;
  readonly #settledBeforeMs: number;
  #isFinished = false;
  #added = 0;

  /** `ownPaths`: of the files that were made for the journal. */
  constructor({ file, header, files }: TakenUpJournal, ownPaths: readonly string[], nowUtc: string) {
    this.#file = file;
    this.#lines = new JournalLines(header);
    this.#found = files;
    this.#own = new Map(ownPaths.map((path) => [lstatSync(path).ino, identityOf(path)]));
    this.#settledBeforeMs = Date.parse(nowUtc) - coarsestTickMs;
  }

  /** Whether it stays when it is closed. */
  get isKept(): boolean {
    return !this.#isFinished && this.#found.size + this.#added > 0;
  }

  /** What is known of a file, which was walked with its stamp, if it is the very file that was hashed and unchanged. */
  find({ relativePath, sizeBytes, stamp }: WalkedFile): ManifestEntry | undefined {
    // Even in an empty map a look for new text takes a microsecond.
    const found = this.#found.size === 0 ? undefined : this.#found.get(relativePath);
    if (found === undefined || stamp === undefined) return undefined;
    const isSame =
      found.entry.sizeBytes === sizeBytes &&
      found.stamp.mtimeMs === stamp.mtimeMs &&
      found.stamp.ctimeMs === stamp.ctimeMs &&
      found.stamp.inode === stamp.inode;
    return isSame ? found.entry : undefined;
  }

  /** Whether it is there only because of the journal: where the output stands in the folder that is hashed. */
  isOwn({ path, stamp }: WalkedFile): boolean {
    const own = stamp === undefined ? undefined : this.#own.get(stamp.inode);
    return own !== undefined && own === identityOf(bytesOfRawPath(path));
  }

  /** Those that were changed shortly before this run began, or since, are left out: they are to be hashed again. */
  add(files: readonly JournaledFile[]): void {
    const settled = files.filter(({ stamp }) => stamp.ctimeMs < this.#settledBeforeMs);
    if (settled.length === 0) return;
    this.#file.append(Buffer.from(settled.map((file) => this.#lines.format(file)).join('')));
    this.#added += settled.length;
  }

  /** Everything that it was kept for is completely there. */
  finish(): void {
    this.#isFinished = true;
  }

  close(): void {
    if (this.isKept) this.#file.close();
    else this.#file.remove();
  }
}

function withWayOn(error: unknown): unknown {
  if (!(error instanceof CriskitError)) return error;
  const { code, message, path, hint } = error;
  const wayOn = 'The files that were hashed are kept in a journal: the same command with --resume goes on from there.';
  return new CriskitError(code, message, {
    ...(path === undefined ? {} : { path }),
    hint: hint === undefined ? wayOn : `${hint} ${wayOn}`,
    cause: error,
  });
}
