import type { Algorithm, Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { countOf } from '../core/units.ts';
import type { PackedRecords } from '../core/packed-records.ts';
import type { PackedBatch, SetStatement } from '../hashsets/contract.ts';
import type {
  ApproveHashSet,
  DocumentPart,
  HashSetImportResult,
  ImportEntry,
  NewHashSetDocument,
  NewHashSetImport,
  SetDescription,
  SetRemovals,
} from '../store/contract.ts';
import { issuesOfImport, issuesOfNamed, namedRemovals } from './batch-issues.ts';
import { checkKnownFiles } from './check-known-files.ts';
import { parseColumnMapping } from './column-mapping.ts';
import { type HashSetInput, nameOfInput, whereOfInput } from './hash-set-input.ts';
import { checkCategory, type Lab } from './lab.ts';
import { type IdentityOf, NamedEntries } from './named-entries.ts';
import type { OpenHashSet } from './open-hash-set.ts';
import { openPackedHashSet } from './open-packed-hash-set.ts';
import type { Progress } from './progress.ts';
import { type EntryChanges, resolveEntries } from './resolve-entries.ts';
import { checkSetWords, describeSet, type SetWords } from './set-description.ts';
import { findVersionBefore } from './version-before.ts';

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
  readonly set: SetWords;
  /** A set of that name in force in the category stays; default: this is its next version. */
  readonly keepEarlier: boolean;
  /** The import that it takes the place of, where several of that name are in force. */
  readonly supersedes: number | undefined;
  /** The file says what changed since the version before only. */
  readonly isDelta: boolean;
  /** Asked before anything is kept; what it throws ends the import. */
  readonly approve: ((preview: HashSetPreview) => Promise<void>) | undefined;
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

/** What is known before the question. */
export interface HashSetPreview {
  readonly set: SetDescription;
  readonly records: number;
  readonly issueCount: number;
  /** Null where it takes the place of no other. */
  readonly result: HashSetImportResult | null;
}

export interface ImportedHashSet {
  readonly set: SetDescription;
  readonly format: string;
  readonly reason: string | undefined;
  /** Of the file as it was given. */
  readonly sha256: Digest<'sha256'>;
  /** The file that was read, where what was given is an archive. */
  readonly part: DocumentPart | null;
  readonly outcome: ImportHashSetOutcome;
  /** Null where the format gives its entries no names. */
  readonly entries: EntryChanges | null;
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
  const checked = { ...request, set: checkSetWords(request.set) };
  const { input, format, entry, algorithm, signal, progress } = request;
  const onBytes = (bytes: number) => progress.advance({ bytes });
  progress.start('reading', { unit: 'records' });
  const options = { format, entry, algorithm, mapping, signal, onBytes, identified: true } as const;
  const source = await openPackedHashSet(input, options);
  try {
    checkKnownFiles(lab, source.knownFiles, request);
    return await importOpened(lab, checked, source);
  } finally {
    await source.close();
    progress.end();
  }
}

async function importOpened(
  lab: Lab,
  request: ImportHashSetRequest,
  source: OpenHashSet<PackedBatch>,
): Promise<ImportedHashSet> {
  const running = new RunningImport(lab, request, source);
  const { dryRun, signal } = request;
  try {
    const result = await lab.store.importHashSet(
      running.target(),
      running.records(),
      () => running.document(),
      lab.actor(),
      { dryRun, signal, onSorted: running.sortingProgress(), ...running.question() },
    );
    return running.summary({ kind: 'imported', result });
  } catch (error) {
    if (running.known === undefined) throw error;
    return running.summary({ kind: 'known', entry: running.known });
  }
}

/** What is counted while the file goes by. */
class RunningImport {
  /** The import of the same document, where there is one. */
  known: ImportEntry | undefined;
  readonly #lab: Lab;
  readonly #request: ImportHashSetRequest;
  readonly #source: OpenHashSet<PackedBatch>;
  readonly #issues: Issue[] = [];
  #about: SetStatement = {};
  #entries: EntryChanges | null = null;
  /** What records with names were compared with; undefined for formats without. */
  #comparedWith: number | null | undefined;
  #records = 0;
  #removals = 0;
  #issueCount = 0;
  /** Of the issues: entries that were read, and take out what nobody knows. */
  #unknownRemovals = 0;

  constructor(lab: Lab, request: ImportHashSetRequest, source: OpenHashSet<PackedBatch>) {
    this.#lab = lab;
    this.#request = request;
    this.#source = source;
  }

  /** Complete once `records` has come to its end. */
  document(): NewHashSetDocument & { readonly part: DocumentPart | null } {
    const comparedWith = this.#comparedWith === undefined ? {} : { comparedWith: this.#comparedWith };
    return { ...this.#source.document(), bytes: null, set: this.#set(), ...comparedWith };
  }

  target(): NewHashSetImport {
    const { categoryId, keepEarlier, supersedes, isDelta } = this.#request;
    return {
      format: this.#source.format.id,
      categoryId,
      setName: this.#set().name,
      earlier: keepEarlier ? 'keep' : 'replace',
      ...(supersedes === undefined ? {} : { supersedes }),
      isDelta,
      ...readAs(this.#request),
    };
  }

  question(): { readonly approve?: ApproveHashSet } {
    const { approve, progress } = this.#request;
    if (approve === undefined) return {};
    return {
      approve: async (result) => {
        progress.end();
        await approve({ set: this.#set(), records: this.#records, issueCount: this.#issueCount, result });
      },
    };
  }

  /** What is told while a large set is sorted, before it is written. */
  sortingProgress(): (share: number) => void {
    const { progress } = this.#request;
    let told = 0;
    return (share) => {
      if (told === 0) progress.start('sorting', { items: this.#records, unit: 'records' });
      const items = Math.floor(share * this.#records);
      progress.advance({ items: items - told });
      told = items;
    };
  }

  /** Nothing is written before these end; what is thrown here leaves the database as it was. */
  async *records(): AsyncGenerator<PackedRecords | SetRemovals> {
    const { identityOf } = this.#source.format;
    if (identityOf === undefined) yield* this.#recordsAsTheyCome();
    const named = identityOf === undefined ? undefined : await this.#readNamed(identityOf);
    const { categoryId } = this.#request;
    const { sha256, part } = this.document();
    this.known = await this.#lab.store.findImportOf(part?.sha256 ?? sha256, { categoryId });
    if (this.known !== undefined) throw new CriskitError('ALREADY_EXISTS', 'The same document was imported before.');
    const resolved = named === undefined ? [] : await this.#resolve(named);
    this.#check();
    yield* resolved;
  }

  async *#recordsAsTheyCome(): AsyncGenerator<PackedRecords | SetRemovals> {
    for await (const batch of this.#source.batches) {
      const removals = namedRemovals(batch);
      this.#removals += removals.length;
      this.#addIssues(issuesOfImport(batch));
      this.#addBatch(batch);
      if (batch.packed.count > 0) yield batch.packed;
      // Also where none of them names a content: the file is a delta all the same.
      if (batch.removals !== undefined && batch.removals.length > 0) yield { removals };
    }
  }

  async #readNamed(identityOf: IdentityOf): Promise<NamedEntries> {
    const named = new NamedEntries(identityOf, whereOfInput(this.#request.input));
    for await (const batch of this.#source.batches) {
      this.#addIssues(issuesOfNamed(batch, identityOf));
      this.#addBatch(batch);
      named.add(batch);
    }
    return named;
  }

  async #resolve(named: NamedEntries): Promise<Iterable<PackedRecords | SetRemovals>> {
    const { categoryId, supersedes, signal } = this.#request;
    const { name } = this.#set();
    this.#comparedWith = await findVersionBefore(this.#lab, { categoryId, name, supersedes });
    const context = { store: this.#lab.store, signal };
    const { batches, changes, issues } = await resolveEntries(named, this.#comparedWith, context);
    this.#entries = changes;
    this.#unknownRemovals = issues.length;
    this.#removals = named.tombstones.length - issues.length;
    this.#addIssues(issues);
    return batches;
  }

  #addBatch({ packed, about }: PackedBatch): void {
    this.#about = { ...this.#about, ...about };
    this.#records += packed.count;
    this.#request.progress.advance({ items: packed.count });
  }

  summary(outcome: ImportHashSetOutcome): ImportedHashSet {
    const { format, reason } = this.#source;
    const { sha256, part } = this.document();
    const [issueCount, issues] = [this.#issueCount, this.#issues];
    const entries = this.#entries;
    return { set: this.#set(), format: format.id, reason, sha256, part, outcome, entries, issueCount, issues };
  }

  #set(): SetDescription {
    const { set, input, entry } = this.#request;
    // Two files of one archive are two sets, not two versions of one.
    const name = entry === undefined ? nameOfInput(input) : `${nameOfInput(input)}, ${entry}`;
    return describeSet(set, this.#about, name);
  }

  #addIssues(issues: readonly Issue[]): void {
    this.#issueCount += issues.length;
    if (this.#issues.length < issuesKept) this.#issues.push(...issues.slice(0, issuesKept - this.#issues.length));
  }

  /** By its name a set is the next version of another; two lists that come through a pipe are not that. */
  #checkName(): void {
    const { input, set } = this.#request;
    if ('path' in input || set.name !== undefined || this.#about.name !== undefined) return;
    throw new CriskitError('USAGE', `What comes from ${input.name} has no name of its own; nothing was written.`, {
      hint: 'Name the set with --set NAME.',
    });
  }

  #check(): void {
    const { input, acceptIssues } = this.#request;
    const path = whereOfInput(input);
    const [first] = this.#issues;
    const example = first === undefined ? {} : { place: first.place };
    if (this.#records + this.#removals === 0) {
      const message = `${path} yields no record${first === undefined ? '' : `; the first line that could not be read: ${first.message}`}`;
      throw new CriskitError('NO_RECORDS', message, { path, ...example });
    }
    this.#checkName();
    const unread = this.#issueCount - this.#unknownRemovals;
    if (unread < this.#records + this.#removals || acceptIssues) return;
    throw new CriskitError(
      'ACCOUNTING_DIFFERS',
      `${path}: ${countOf(unread, 'entry', 'entries')} could not be read and only ${countOf(this.#records, 'record')} could; nothing was written. The first: ${first?.message ?? ''}`,
      { path, ...example, hint: 'Name another --format, or take what could be read with --accept-issues.' },
    );
  }
}

/** What was said of the file from outside, without which it would have been read otherwise: kept with the import. */
function readAs({ map, algorithm, entry }: ImportHashSetRequest): Pick<NewHashSetImport, 'readAs'> {
  const said = {
    ...(map.length === 0 ? {} : { map }),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(entry === undefined ? {} : { entry }),
  };
  return Object.keys(said).length === 0 ? {} : { readAs: said };
}
