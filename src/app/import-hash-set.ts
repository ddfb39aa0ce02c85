import type { Algorithm, Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { countOf } from '../core/units.ts';
import type { HashSetFormat, HashSetRecord } from '../hashsets/contract.ts';
import type { DocumentPart, HashSetImportResult, ImportEntry, NewAssertion, NewDocument } from '../store/contract.ts';
import { issuesOf } from './batch-issues.ts';
import { checkedText } from './checked-text.ts';
import { parseColumnMapping } from './column-mapping.ts';
import { type HashSetInput, nameOfInput, whereOfInput } from './hash-set-input.ts';
import { checkCategory, type Lab } from './lab.ts';
import { type OpenHashSet, openHashSet } from './open-hash-set.ts';
import type { Progress } from './progress.ts';

export interface ImportHashSetRequest {
  readonly input: HashSetInput;
  /** The file to read in a zip archive; default: the only hash set in it. */
  readonly entry: string | undefined;
  readonly format: string | undefined;
  /** What a value of 64 characters without a label is; default: SHA-256. */
  readonly algorithm: Algorithm | undefined;
  /** As `parseColumnMapping` takes them. */
  readonly map: readonly string[];
  readonly categoryId: string;
  /** Name of the set; default: the name of the file. */
  readonly setName: string | undefined;
  /** Goes on although half or more of the entries are issues. */
  readonly acceptIssues: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

type ImportHashSetOutcome =
  | { readonly kind: 'imported'; readonly result: HashSetImportResult }
  /** The same bytes are in that category already; nothing was changed. */
  | { readonly kind: 'known'; readonly entry: ImportEntry };

export interface ImportedHashSet {
  readonly format: string;
  readonly reason: string | undefined;
  /** Of the file as it was given. */
  readonly sha256: Digest<'sha256'>;
  /** The file that was read, where what was given is an archive. */
  readonly part: DocumentPart | null;
  readonly outcome: ImportHashSetOutcome;
  /** How many entries could not be read. */
  readonly issueCount: number;
  /** The first of them. */
  readonly issues: readonly Issue[];
}

const issuesKept = 1000;

/** Streams a hash set into a category, whole or not at all. Throws NO_RECORDS, ACCOUNTING_DIFFERS, INPUT_…, FORMAT_…. */
export async function importHashSet(lab: Lab, request: ImportHashSetRequest): Promise<ImportedHashSet> {
  checkCategory(lab.settings, request.categoryId);
  const mapping = parseColumnMapping(request.map);
  const setName = checkedText('The name of the set', request.setName ?? nameOfInput(request.input));
  const { input, format, entry, algorithm, signal, progress } = request;
  const onChunk = (chunk: Uint8Array) => progress.advance({ bytes: chunk.length });
  progress.start('reading', { unit: 'records' });
  const source = await openHashSet(input, { format, entry, algorithm, mapping, signal, onChunk, identified: true });
  try {
    checkKnownFiles(lab, source.format, request);
    return await importOpened(lab, request, source, setName);
  } finally {
    await source.close();
    progress.end();
  }
}

async function importOpened(
  lab: Lab,
  request: ImportHashSetRequest,
  source: OpenHashSet,
  setName: string,
): Promise<ImportedHashSet> {
  const running = new RunningImport(lab, request, source);
  const { categoryId, dryRun, signal } = request;
  try {
    const result = await lab.store.importHashSet(
      { format: source.format.id, categoryId, setName },
      running.assertions(),
      () => running.document(),
      lab.actor(),
      { dryRun, signal },
    );
    return running.summary({ kind: 'imported', result });
  } catch (error) {
    if (running.known === undefined) throw error;
    return running.summary({ kind: 'known', entry: running.known });
  }
}

/** A list of known files in a category that raises alerts would raise them for harmless files, by the million. */
function checkKnownFiles(lab: Lab, format: HashSetFormat, { input, categoryId }: ImportHashSetRequest): void {
  const path = whereOfInput(input);
  const { categories } = lab.settings;
  if (format.listsKnownFiles !== true || categories.find(({ id }) => id === categoryId)?.kind === 'ignorable') return;
  const ids = categories.filter(({ kind }) => kind === 'ignorable').map(({ id }) => id);
  throw new CriskitError(
    'FORMAT_CANNOT',
    `${path} lists known files (${format.title}), and ${categoryId} is a category that raises alerts; nothing was written.`,
    {
      path,
      hint:
        ids.length > 0
          ? `Categories of kind ignorable in this lab: ${ids.join(', ')}.`
          : 'Add a category of kind ignorable to criskit.toml, and file the list there.',
    },
  );
}

/** What is counted while the file goes by. */
class RunningImport {
  /** The import of the same document, where there is one. */
  known: ImportEntry | undefined;
  readonly #lab: Lab;
  readonly #request: ImportHashSetRequest;
  readonly #source: OpenHashSet;
  readonly #issues: Issue[] = [];
  #records = 0;
  #issueCount = 0;

  constructor(lab: Lab, request: ImportHashSetRequest, source: OpenHashSet) {
    this.#lab = lab;
    this.#request = request;
    this.#source = source;
  }

  /** Complete once `assertions` has come to its end. */
  document(): NewDocument & { readonly part: DocumentPart | null } {
    return { ...this.#source.document(), bytes: null };
  }

  /** Nothing is written before these end; what is thrown here leaves the database as it was. */
  async *assertions(): AsyncGenerator<readonly NewAssertion[]> {
    const { categoryId, progress } = this.#request;
    for await (const batch of this.#source.batches) {
      const { records } = batch;
      this.#addIssues(issuesOf(batch));
      this.#records += records.length;
      progress.advance({ items: records.length });
      if (records.length > 0) yield records.map((record) => assertionOf(record, categoryId));
    }
    this.#check();
    const { sha256, part } = this.document();
    this.known = await this.#lab.store.findImportOf(part?.sha256 ?? sha256, { categoryId });
    if (this.known !== undefined) throw new CriskitError('ALREADY_EXISTS', 'The same document was imported before.');
  }

  summary(outcome: ImportHashSetOutcome): ImportedHashSet {
    const { format, reason } = this.#source;
    const { sha256, part } = this.document();
    const [issueCount, issues] = [this.#issueCount, this.#issues];
    return { format: format.id, reason, sha256, part, outcome, issueCount, issues };
  }

  #addIssues(issues: readonly Issue[]): void {
    this.#issueCount += issues.length;
    if (this.#issues.length < issuesKept) this.#issues.push(...issues.slice(0, issuesKept - this.#issues.length));
  }

  #check(): void {
    const { input, acceptIssues } = this.#request;
    const path = whereOfInput(input);
    const [first] = this.#issues;
    const example = first === undefined ? {} : { place: first.place };
    if (this.#records === 0) {
      const message = `${path} yields no record${first === undefined ? '' : `; the first line that could not be read: ${first.message}`}`;
      throw new CriskitError('NO_RECORDS', message, { path, ...example });
    }
    if (this.#issueCount < this.#records || acceptIssues) return;
    throw new CriskitError(
      'ACCOUNTING_DIFFERS',
      `${path}: ${countOf(this.#issueCount, 'entry', 'entries')} could not be read and only ${countOf(this.#records, 'record')} could; nothing was written. The first: ${first?.message ?? ''}`,
      { path, ...example, hint: 'Name another --format, or take what could be read with --accept-issues.' },
    );
  }
}

function assertionOf(record: HashSetRecord, categoryId: string): NewAssertion {
  const { place, digests, kind = 'unknown', sizeBytes, attributes } = record;
  const fileName = attributes?.names?.[0];
  return {
    digests,
    place,
    outcome: null,
    categoryId,
    kind,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(fileName === undefined ? {} : { fileName }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}
