import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Algorithm, Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { countOf } from '../core/units.ts';
import type { HashSetFormat, HashSetRecord } from '../hashsets/contract.ts';
import type { HashSetImportResult, ImportEntry, NewAssertion, NewDocument } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import { parseColumnMapping } from './column-mapping.ts';
import { checkCategory, type Lab } from './lab.ts';
import type { Progress } from './progress.ts';
import { type OpenHashSet, openHashSet } from './read-manifest.ts';

export interface ImportHashSetRequest {
  /** Absolute. */
  readonly path: string;
  readonly format: string | undefined;
  /** What a value of 64 characters without a label is; default: SHA-256. */
  readonly algorithm: Algorithm | undefined;
  /** As `parseColumnMapping` takes them. */
  readonly map: readonly string[];
  readonly categoryId: string;
  /** Name of the set; default: the name of the file. */
  readonly setName: string | undefined;
  /** Goes on although more than half of the lines could not be read. */
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
  readonly sha256: Digest<'sha256'>;
  readonly outcome: ImportHashSetOutcome;
  /** How many lines could not be read. */
  readonly issueCount: number;
  /** The first of them. */
  readonly issues: readonly Issue[];
}

const issuesKept = 1000;

/** Streams a hash set into a category, whole or not at all. Throws NO_RECORDS, ACCOUNTING_DIFFERS, INPUT_…, FORMAT_…. */
export async function importHashSet(lab: Lab, request: ImportHashSetRequest): Promise<ImportedHashSet> {
  checkCategory(lab.settings, request.categoryId);
  const mapping = parseColumnMapping(request.map);
  const setName = checkedText('The name of the set', request.setName ?? basename(request.path));
  const running = new RunningImport(lab, request);
  const { signal, progress, dryRun } = request;
  const onChunk = (chunk: Uint8Array) => {
    running.addBytes(chunk);
    progress.advance({ bytes: chunk.length });
  };
  progress.start('reading', { unit: 'records' });
  const source = await openHashSet(request.path, {
    format: request.format,
    algorithm: request.algorithm,
    mapping,
    signal,
    onChunk,
  });
  const target = { format: source.format.id, categoryId: request.categoryId, setName };
  try {
    checkKnownFiles(lab, source.format, request);
    const result = await lab.store.importHashSet(
      { ...target, document: running.document() },
      running.assertions(source),
      () => running.document(),
      lab.actor(),
      { dryRun, signal },
    );
    return running.summary(source, { kind: 'imported', result });
  } catch (error) {
    if (running.known === undefined) throw error;
    return running.summary(source, { kind: 'known', entry: running.known });
  } finally {
    progress.end();
  }
}

/** A list of known files in a category that raises alerts would raise them for harmless files, by the million. */
function checkKnownFiles(lab: Lab, format: HashSetFormat, { path, categoryId }: ImportHashSetRequest): void {
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
  readonly #hash = createHash('sha256');
  readonly #issues: Issue[] = [];
  #sha256 = '' as Digest<'sha256'>;
  #sizeBytes = 0;
  #records = 0;
  #issueCount = 0;

  constructor(lab: Lab, request: ImportHashSetRequest) {
    this.#lab = lab;
    this.#request = request;
  }

  addBytes(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#sizeBytes += chunk.length;
  }

  /** Complete once `assertions` has come to its end. */
  document(): NewDocument {
    return { name: basename(this.#request.path), sha256: this.#sha256, sizeBytes: this.#sizeBytes, bytes: null };
  }

  /** Nothing is written before these end; what is thrown here leaves the database as it was. */
  async *assertions(source: OpenHashSet): AsyncGenerator<readonly NewAssertion[]> {
    const { categoryId, progress } = this.#request;
    for await (const { records, issues } of source.batches) {
      this.#addIssues(issues);
      this.#records += records.length;
      progress.advance({ items: records.length });
      if (records.length > 0) yield records.map((record) => assertionOf(record, categoryId));
    }
    this.#sha256 = this.#hash.digest('hex') as Digest<'sha256'>;
    this.#check();
    this.known = await this.#lab.store.findImportOf(this.#sha256, { categoryId });
    if (this.known !== undefined) throw new CriskitError('ALREADY_EXISTS', 'The same document was imported before.');
  }

  summary({ format, reason }: OpenHashSet, outcome: ImportHashSetOutcome): ImportedHashSet {
    const [sha256, issueCount, issues] = [this.#sha256, this.#issueCount, this.#issues];
    return { format: format.id, reason, sha256, outcome, issueCount, issues };
  }

  #addIssues(issues: readonly Issue[]): void {
    this.#issueCount += issues.length;
    if (this.#issues.length < issuesKept) this.#issues.push(...issues.slice(0, issuesKept - this.#issues.length));
  }

  #check(): void {
    const { path, acceptIssues } = this.#request;
    const [first] = this.#issues;
    const example = first === undefined ? {} : { place: first.place };
    if (this.#records === 0) {
      const message = `${path} yields no record${first === undefined ? '' : `; the first line that could not be read: ${first.message}`}`;
      throw new CriskitError('NO_RECORDS', message, { path, ...example });
    }
    if (this.#issueCount <= this.#records || acceptIssues) return;
    throw new CriskitError(
      'ACCOUNTING_DIFFERS',
      `${path}: ${countOf(this.#issueCount, 'line')} could not be read and only ${countOf(this.#records, 'record')} could; nothing was written. The first: ${first?.message ?? ''}`,
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
