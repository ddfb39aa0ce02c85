import { CriskitError } from '../core/errors.ts';
import { excerpt, printable } from '../core/printable.ts';
import { countOf } from '../core/units.ts';
import { type AppendFile, createAppendFile, openAppendFile } from '../files/append-file.ts';
import { randomName } from '../files/random-name.ts';
import { formatJournalHeader, type JournaledFile, type JournalHeader } from './hash-journal-lines.ts';
import { differencesOf, type JournalSettings } from './hash-journal-settings.ts';
import { type FoundJournal, readHashJournal } from './read-hash-journal.ts';

/** What to do with the journal of an interrupted run; undefined: stop and say that there is one. */
export type JournalUse = 'resume' | 'rehash' | undefined;

export interface TakeUpRequest {
  /** Absolute. */
  readonly path: string;
  readonly use: JournalUse;
  readonly settings: JournalSettings;
  /** ISO 8601 in universal time. */
  readonly nowUtc: string;
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
}

/** A journal to go on with, or a new one. */
export interface TakenUpJournal {
  readonly file: AppendFile;
  readonly header: JournalHeader;
  /** By the relative path; to be compared with what is there now. */
  readonly files: ReadonlyMap<string, JournaledFile>;
}

/** One that holds no file is as good as none. Throws JOURNAL_FOUND, JOURNAL_DIFFERS, OUTPUT_EXISTS, OUTPUT_FAILED, INTERRUPTED. */
export async function takeUpJournal(request: TakeUpRequest): Promise<TakenUpJournal> {
  const { path, signal, onWarning } = request;
  const file = openAppendFile(path);
  if (file === undefined) return beginJournal(request);
  try {
    const found = await readHashJournal(file, signal);
    const header = headerToGoOnWith(found, request);
    if (header !== undefined) {
      file.truncate(found.endOfLines);
      if (found.damagedLines > 0) onWarning(damageText(path, found.damagedLines));
      return { file, header, files: found.files };
    }
    file.remove();
  } catch (error) {
    file.close();
    throw error;
  }
  return beginJournal(request);
}

function beginJournal({ path, settings, nowUtc }: TakeUpRequest): TakenUpJournal {
  const file = createAppendFile(path);
  const header = { begunAtUtc: nowUtc, token: randomName(), settings };
  try {
    file.append(Buffer.from(formatJournalHeader(header)));
  } catch (error) {
    file.remove();
    throw error;
  }
  return { file, header, files: new Map() };
}

/** Undefined: the journal is to be discarded. */
function headerToGoOnWith(found: FoundJournal, { path, use, settings }: TakeUpRequest): JournalHeader | undefined {
  const { header, files } = found;
  if (header === 'foreign') {
    throw new CriskitError('OUTPUT_EXISTS', `${printable(path)} is there already and is no journal of criskit.`, {
      path,
      hint: 'A journal of that name is kept while files are hashed: move the file away, or choose another output.',
    });
  }
  if (use === 'rehash' || header === 'empty') return undefined;
  if (header === 'damaged') throw differs(path, 'its first line is damaged');
  if (header === 'other-version') throw differs(path, 'another version of criskit wrote it');
  if (files.size === 0) return undefined;
  const differences = differencesOf(header.settings, settings);
  if (differences.length > 0) throw differs(path, differences.join('; '));
  if (use === 'resume') return header;
  const since = `begun ${excerpt(header.begunAtUtc)}, ${countOf(files.size, 'file')} hashed`;
  throw new CriskitError('JOURNAL_FOUND', `An interrupted run has left its journal ${printable(path)}: ${since}.`, {
    path,
    hint: 'To go on from there: --resume. To discard it and hash every file: --rehash.',
  });
}

function differs(path: string, how: string): CriskitError {
  return new CriskitError('JOURNAL_DIFFERS', `The journal ${printable(path)} is of no use here: ${how}.`, {
    path,
    hint: 'Repeat the command that was interrupted with --resume, or discard the journal with --rehash.',
  });
}

function damageText(path: string, lines: number): string {
  return `${printable(path)} is damaged: ${countOf(lines, 'line')} cannot be read, and the files they spoke of are hashed again.`;
}
