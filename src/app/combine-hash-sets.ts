import { parse } from 'node:path';
import { mergeAttributes } from '../core/attributes-json.ts';
import type { Algorithm, Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { withSortingFolder } from '../files/external-sort.ts';
import { orderFor } from '../hashsets/carried.ts';
import type { Content } from '../hashsets/content-bytes.ts';
import type { HashSetRecord } from '../hashsets/contract.ts';
import { joinContents, type SharedDigest } from '../hashsets/join-contents.ts';
import type { NotCarried } from '../hashsets/loss.ts';
import { withRecordCount } from '../hashsets/record-count.ts';
import { chooseExportForm, type ExportFormRequest } from './export-form.ts';
import { closeSetOperands, openSetOperands, type SetOperand, type SetOperandContext } from './set-operand.ts';
import { companionPath } from './write-companion.ts';
import { writeHashFile } from './write-hash-file.ts';

/** `subtract`: what the first set holds and none of the others. */
export type Combination = 'union' | 'intersect' | 'subtract';

export interface CombineRequest extends ExportFormRequest {
  readonly combination: Combination;
  /** Files, or sets of the database as `db:NAME`. */
  readonly sets: readonly string[];
  readonly context: SetOperandContext;
  /** Absolute; undefined: nothing is written, only counted. */
  readonly path: string | undefined;
  readonly replace: boolean;
}

export interface CombinedHashSets {
  readonly format: string;
  readonly unverified: string | undefined;
  /** Contents that belong to the result. */
  readonly contents: number;
  /** In the file; null where none was written. */
  readonly written: { readonly records: number; readonly sha256: Digest<'sha256'> } | null;
  readonly notCarried: readonly NotCarried[];
  /** The file beside it that belongs to it. */
  readonly companion: string | undefined;
  readonly sets: readonly Pick<SetOperand, 'name' | 'account'>[];
  /** How many digests stand for contents that contradict one another. */
  readonly sharedCount: number;
  /** The first of them. */
  readonly shared: readonly SharedDigest[];
}

const mostSets = 64;
const sharedKept = 100;

/**
 * Set algebra on files and sets of the database; nothing is stored. The result is written as an export is: read back and
 * compared before it gets its name. Throws USAGE, NOT_FOUND, INPUT_…, FORMAT_…, OUTPUT_….
 */
export async function combineHashSets(request: CombineRequest): Promise<CombinedHashSets> {
  const { context, path, replace } = request;
  if (request.sets.length < 2 || request.sets.length > mostSets) {
    throw new CriskitError('USAGE', `Name between 2 and ${mostSets} sets to combine.`);
  }
  const { format, options: asked, unverified } = chooseExportForm(request);
  const stated = { format: format.id, unverified };
  const combining = new Combining(request, orderFor(format, asked));
  return await withSortingFolder(async (folder) => {
    const records = () => combining.records(folder);
    if (path === undefined) {
      for await (const _ of records());
      return { ...stated, ...combining.summary(), written: null, notCarried: [], companion: undefined };
    }
    const { signal } = context;
    const companion = companionPath(format, path);
    const options = await withRecordCount(format, records, { ...asked, setName: parse(path).name });
    const result = await writeHashFile(format, records, options, { path, replace, signal });
    const { records: count, sha256, notCarried } = result;
    return { ...stated, ...combining.summary(), written: { records: count, sha256 }, notCarried, companion };
  }).finally(() => context.progress.end());
}

/** What is counted while the sets go by, anew each time: some formats are gone through more than once. */
class Combining {
  readonly #request: CombineRequest;
  readonly #order: readonly Algorithm[];
  #sets: readonly SetOperand[] = [];
  #shared: SharedDigest[] = [];
  #sharedCount = 0;
  #contents = 0;

  constructor(request: CombineRequest, order: readonly Algorithm[]) {
    this.#request = request;
    this.#order = order;
  }

  async *records(folder: string): AsyncGenerator<readonly HashSetRecord[]> {
    const { sets, context } = this.#request;
    [this.#sets, this.#shared, this.#sharedCount, this.#contents] = [[], [], 0, 0];
    context.progress.start('combining', { unit: 'records' });
    this.#sets = await openSetOperands(sets, context);
    try {
      yield* this.#joined(folder);
    } finally {
      await closeSetOperands(this.#sets);
    }
  }

  summary() {
    const sets = this.#sets.map(({ name, account }) => ({ name, account }));
    return { contents: this.#contents, sets, sharedCount: this.#sharedCount, shared: this.#shared };
  }

  async *#joined(folder: string): AsyncGenerator<readonly HashSetRecord[]> {
    const { signal } = this.#request.context;
    const order = this.#order;
    const sources = this.#sets.map(({ records }) => records);
    const onShared = (shared: SharedDigest) => {
      this.#sharedCount += 1;
      if (this.#shared.length < sharedKept) this.#shared.push(shared);
    };
    for await (const batch of joinContents(sources, { folder, order, signal, onShared })) {
      const wanted = batch.filter((content) => this.#belongs(content));
      const first = this.#contents + 1;
      this.#contents += wanted.length;
      if (wanted.length > 0) yield wanted.map((content, index) => recordOf(content, first + index));
    }
  }

  #belongs({ words }: Content): boolean {
    switch (this.#request.combination) {
      case 'union':
        return true;
      case 'intersect':
        return words.length === this.#sets.length;
      case 'subtract':
        return words.length === 1 && words[0]?.set === 0;
      default:
        throw new RangeError(`unknown combination ${String(this.#request.combination satisfies never)}`);
    }
  }
}

/** What all sets say together; where they differ the set that was named last counts, and names and tags are collected. */
function recordOf({ digests, words }: Content, line: number): HashSetRecord {
  const kind = words.findLast((word) => word.kind !== 'unknown')?.kind;
  const sizeBytes = words.findLast((word) => word.sizeBytes !== undefined)?.sizeBytes;
  const attributes = words.flatMap((word) => word.attributes ?? []);
  return {
    place: { line },
    digests,
    ...(kind === undefined ? {} : { kind }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(attributes.length === 0 ? {} : { attributes: mergeAttributes(attributes) }),
  };
}
