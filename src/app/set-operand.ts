import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import type { HashSetRecord } from '../hashsets/contract.ts';
import { findHashSet } from './find-hash-set.ts';
import type { Lab } from './lab.ts';
import type { Progress } from './progress.ts';
import { openHashSet } from './open-hash-set.ts';

/** Says that a word of the command line names a set of the database, not a file. */
const databasePrefix = 'db:';

export interface SetOperandContext {
  readonly openLab: () => Promise<Lab>;
  /** An absolute path from one that was typed. */
  readonly resolve: (path: string) => string;
  /** Of files; default: recognised by content. */
  readonly format: string | undefined;
  /** True: of a set in force only what an export would hold as well. */
  readonly forExport: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** A set that is compared or combined: a file, or what an import of the database said. */
export interface SetOperand {
  /** As it was typed. */
  readonly name: string;
  /** Once. */
  readonly records: AsyncIterable<readonly HashSetRecord[]>;
  /** Complete once the records have come to their end. */
  readonly account: SetAccount;
  /** Closes what is open, and removes temporary files. */
  close(): Promise<void>;
}

interface SetAccount {
  records: number;
  issueCount: number;
  /** The first of them. */
  readonly issues: Issue[];
  /** Records that an export would not hold, and that were left out for that. */
  leftOut: number;
}

const issuesKept = 100;

function isDatabaseOperand(text: string): boolean {
  return text.startsWith(databasePrefix);
}

/**
 * All of them, each as `db:NAME`, `db:NAME@VERSION`, `db:NUMBER`, or a file, packed or not; to be closed in any case. Throws
 * NOT_FOUND, CONFLICT, INPUT_…, FORMAT_…, OUTPUT_FAILED; so do the records.
 */
export async function openSetOperands(
  texts: readonly string[],
  context: SetOperandContext,
): Promise<readonly SetOperand[]> {
  const sets: SetOperand[] = [];
  try {
    for (const text of texts) sets.push(await openSetOperand(text, context));
    return sets;
  } catch (error) {
    await closeSetOperands(sets);
    throw error;
  }
}

export async function closeSetOperands(sets: readonly SetOperand[]): Promise<void> {
  for (const set of sets) await set.close();
}

async function openSetOperand(text: string, context: SetOperandContext): Promise<SetOperand> {
  const account: SetAccount = { records: 0, issueCount: 0, issues: [], leftOut: 0 };
  const { records, close } = isDatabaseOperand(text)
    ? await databaseRecords(text.slice(databasePrefix.length), context, account)
    : await fileRecords(text, context, account);
  return { name: text, records: counted(records, context, account), account, close };
}

type OpenRecords = Pick<SetOperand, 'records' | 'close'>;

async function databaseRecords(
  text: string,
  { openLab, forExport }: SetOperandContext,
  account: SetAccount,
): Promise<OpenRecords> {
  const lab = await openLab();
  const { entry } = await findHashSet(lab, text);
  const holdsBack = forExport && entry.state === 'in-force';
  const records = (async function* () {
    for await (const batch of lab.store.hashSetRecords(entry.importId)) {
      const kept = holdsBack ? batch.filter(({ isHeldBack }) => !isHeldBack) : batch;
      account.leftOut += batch.length - kept.length;
      yield kept.map(({ digests, kind, sizeBytes, attributes }) => ({
        place: {},
        digests,
        kind,
        ...(sizeBytes === null ? {} : { sizeBytes }),
        ...(attributes === undefined ? {} : { attributes }),
      }));
    }
  })();
  return { records, close: async () => undefined };
}

async function fileRecords(
  text: string,
  { resolve, format, signal }: SetOperandContext,
  account: SetAccount,
): Promise<OpenRecords> {
  const source = await openHashSet({ path: resolve(text) }, { format, signal });
  const batches = (async function* () {
    for await (const { records, issues, removals = [] } of source.batches) {
      if (removals.length > 0) throw deltaRefused(text);
      account.issueCount += issues.length;
      account.issues.push(...issues.slice(0, Math.max(0, issuesKept - account.issues.length)));
      yield records;
    }
  })();
  return { records: batches, close: () => source.close() };
}

function deltaRefused(path: string): CriskitError {
  return new CriskitError('FORMAT_CANNOT', `${path} takes entries out of a set, so it is no whole set itself.`, {
    path,
    hint: 'Import it as the next version of its set, and name that as db:NAME.',
  });
}

async function* counted(
  records: AsyncIterable<readonly HashSetRecord[]>,
  { progress }: SetOperandContext,
  account: SetAccount,
): AsyncGenerator<readonly HashSetRecord[]> {
  for await (const batch of records) {
    account.records += batch.length;
    progress.advance({ items: batch.length });
    yield batch;
  }
}
