import { setImmediate } from 'node:timers/promises';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { AppendFile } from '../files/append-file.ts';
import {
  isJournalBeginning,
  type JournaledFile,
  type JournalHeader,
  JournalLines,
  parseJournalHeader,
} from './hash-journal-lines.ts';

/** What a journal that was found holds. */
export interface FoundJournal {
  /** Where it is no header, nothing else was read. `foreign`: no journal. `empty`: one without even one whole line. */
  readonly header: JournalHeader | 'foreign' | 'other-version' | 'damaged' | 'empty';
  /** By the relative path; of a file that was hashed several times, the last. */
  readonly files: ReadonlyMap<string, JournaledFile>;
  /** Lines of the middle that are not as they were written. */
  readonly damagedLines: number;
  /** Where the last whole line ends: what is behind is one that a kill tore. */
  readonly endOfLines: number;
}

const pieceSizeBytes = 1024 * 1024;

/** The longest path that systems have takes 16 KiB where every byte is escaped; a header may hold many of them. */
const longestLineBytes = 8 * 1024 * 1024;

/** Reads it line by line: what is no line of this journal is counted and means nothing. Throws `INTERRUPTED`, `OUTPUT_FAILED`. */
export async function readHashJournal(file: AppendFile, signal: AbortSignal): Promise<FoundJournal> {
  const files = new Map<string, JournaledFile>();
  let header: FoundJournal['header'] = 'empty';
  let lines: JournalLines | undefined;
  let [damagedLines, endOfLines] = [0, 0];
  if (!isJournal(file)) return { header: 'foreign', files, damagedLines, endOfLines };
  for await (const piece of linePieces(file, signal)) {
    for (const line of piece.lines) {
      if (lines === undefined) {
        header = parseJournalHeader(line);
        if (typeof header === 'string') return { header, files, damagedLines, endOfLines };
        lines = new JournalLines(header);
        continue;
      }
      const found = lines.parse(line);
      if (found === undefined) damagedLines += 1;
      else files.set(found.entry.path, found);
    }
    ({ endOfLines } = piece);
  }
  return { header, files, damagedLines, endOfLines };
}

function isJournal(file: AppendFile): boolean {
  const bytes = Buffer.alloc(64);
  return isJournalBeginning(bytes.subarray(0, file.read(bytes, 0)));
}

interface LinePiece {
  /** Without their ends; one that is too long stands as an empty one. */
  readonly lines: readonly string[];
  /** In the file, behind the last of them. */
  readonly endOfLines: number;
}

const lineEnd = 0x0a;

async function* linePieces(file: AppendFile, signal: AbortSignal): AsyncGenerator<LinePiece> {
  const buffer = Buffer.allocUnsafe(pieceSizeBytes);
  let begun: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for (let offset = 0; ; ) {
    throwIfInterrupted(signal);
    const length = file.read(buffer, offset);
    if (length === 0) return;
    const bytes = buffer.subarray(0, length);
    const end = bytes.lastIndexOf(lineEnd);
    if (end >= 0) {
      const lines = Buffer.concat([begun, bytes.subarray(0, end)])
        .toString()
        .split('\n');
      yield { lines: isTooLong ? ['', ...lines.slice(1)] : lines, endOfLines: offset + end + 1 };
      isTooLong = false;
    }
    begun = Buffer.concat([end >= 0 ? Buffer.alloc(0) : begun, bytes.subarray(end + 1)]);
    isTooLong ||= begun.length > longestLineBytes;
    if (isTooLong) begun = Buffer.alloc(0);
    offset += length;
    // Reading never waits: without this an interruption would not be heard before its end.
    await setImmediate();
  }
}
