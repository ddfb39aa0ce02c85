import type { Category } from '../../core/category.ts';
import type { Digest, Digests } from '../../core/digest.ts';
import type { Finding } from '../../core/finding.ts';
import type { MediaKind } from '../../core/media.ts';
import type { MediaAttributes } from '../../core/media-attributes.ts';
import type { PackedRecords } from '../../core/packed-records.ts';
import type { Place } from '../../core/place.ts';
import type { SplitRule } from '../../core/split-rule.ts';
import type { Issue } from '../../core/issue.ts';
import type { Actor } from './actor.ts';
import type { NewAssertion, StoredAssertion } from './assertions.ts';
import type { ImportChanges } from './import-changes.ts';

/** A document as it came: identified by SHA-256. */
export interface NewDocument {
  readonly name: string;
  readonly sha256: Digest<'sha256'>;
  readonly sizeBytes: number;
  /** Null: only the name and the SHA-256 are kept (hash sets, which may be of any size). */
  readonly bytes: Uint8Array | null;
}

/** The document inside an e-mail or an archive that was read. */
export interface DocumentPart {
  /** Names from the outermost to its own. */
  readonly path: readonly string[];
  readonly sha256: Digest<'sha256'>;
}

export interface NewReportImport {
  readonly caseNumber: string;
  readonly submissionId: number | null;
  readonly document: NewDocument;
  /** Null: the document itself was read. */
  readonly part: DocumentPart | null;
  readonly layout: string;
  /** The rule that files the assertions; its text is kept. */
  readonly splitRule: SplitRule;
  readonly acceptedDifference: string | null;
  /** An import of the same case that this one takes the place of. */
  readonly supersedes: number | null;
  readonly assertions: readonly NewAssertion[];
  readonly issues: readonly Issue[];
  readonly findings: readonly Finding[];
  /** Counts to be kept as they were at import: any JSON. */
  readonly summary: unknown;
}

/** What a hash set is called, and which one of that name it is. */
export interface SetDescription {
  readonly name: string;
  readonly version: string | null;
  readonly source: string | null;
  /** As it stands in the file, or as the examiner wrote it. */
  readonly date: string | null;
}

export interface NewHashSetImport {
  readonly format: string;
  readonly categoryId: string;
  /** Where the document, read to its end, is not described otherwise. */
  readonly setName: string;
  /**
   * What becomes of the set of that name that is in force in the category. `replace` (default): this is its next version and
   * takes its place. `keep`: both are in force.
   */
  readonly earlier?: 'replace' | 'keep';
  /** The import that it takes the place of, where several of that name are in force. */
  readonly supersedes?: number;
  /**
   * True: the file says what changed since the version before; all else stays. So it is anyway where records are taken out.
   */
  readonly isDelta?: boolean;
  /** What was said of how to read the file: any JSON, kept with the import and in the log. */
  readonly readAs?: unknown;
}

/** The file of a hash set as it was given, read to its end. */
export interface NewHashSetDocument extends NewDocument {
  /** What was read of it where it is an archive; default: the document itself. */
  readonly part?: DocumentPart | null;
  readonly set?: SetDescription;
  /** The version before that the records were compared with; null: there was none. CONFLICT where it is another one by then. */
  readonly comparedWith?: number | null;
}

/**
 * Contents that a hash set no longer holds, in the order of the file: behind all records handed over before. Each is named by
 * one digest or more. An empty list says no more than that the file is a delta.
 */
export interface SetRemovals {
  readonly removals: readonly { readonly digests: Digests; readonly place: Place }[];
}

/** `split-rule`: the rule was applied to what is in the database. `set-removal`: a hash set was taken out. */
export type ImportKind = 'report' | 'hash-set' | 'split-rule' | 'set-removal';

export type ImportState = 'in-force' | 'undone' | 'superseded';

export interface ImportEntry {
  readonly importId: number;
  readonly kind: ImportKind;
  readonly caseNumber: string | null;
  readonly submissionId: number | null;
  /** Of a split rule: its text. */
  readonly document: { readonly name: string; readonly sha256: Digest<'sha256'>; readonly sizeBytes: number };
  readonly part: DocumentPart | null;
  /** Layout id or format id. */
  readonly format: string;
  readonly setName: string | null;
  /** Of a hash set, as are source and date: where the file or the examiner said so. */
  readonly setVersion: string | null;
  readonly setSource: string | null;
  readonly setDate: string | null;
  readonly categoryId: string | null;
  readonly records: number;
  readonly state: ImportState;
  readonly supersedes: number | null;
  readonly importedAtUtc: string;
  readonly importedBy: string;
  /** When and by whom it was undone or superseded, and why. */
  readonly ended: { readonly atUtc: string; readonly by: string; readonly reason: string } | null;
  readonly splitRuleVersion: number | null;
  readonly acceptedDifference: string | null;
  readonly summary: unknown;
}

export interface StoredSetRecord {
  readonly digests: Digests;
  readonly kind: MediaKind;
  /** Of the media, whoever said so. */
  readonly sizeBytes: number | null;
  readonly attributes?: MediaAttributes;
  /** True where an export of the category would not hold it now: in open conflict, or filed elsewhere by a decision. */
  readonly isHeldBack: boolean;
}

export interface UndoneMedia {
  /** How many are in other categories than before. */
  readonly mediaChanged: number;
  /** The cases concerned, by number: of a report its own, of a split rule those that hold what changed. */
  readonly cases: readonly string[];
}

export interface HashSetImportResult {
  readonly importId: number;
  readonly records: number;
  /** Media that were not in the category before. */
  readonly added: number;
  readonly known: number;
  /** Records that repeat a digest of the same file. */
  readonly duplicates: number;
  readonly conflicts: number;
  /** Null where it takes no place of another. */
  readonly version: SetVersionChanges | null;
  /** Removals of the file that take out nothing: the set did not hold that content. */
  readonly idleRemovals: number;
}

/** What a version of a hash set holds otherwise than the one before it, in contents. */
export interface SetVersionChanges {
  /** The import before it. */
  readonly supersedes: number;
  /** True where the file said what changed only; `carried` records of the version before stand as they were. */
  readonly isDelta: boolean;
  readonly carried: number;
  readonly added: number;
  readonly removed: number;
  /** In both, with other digests, another kind, name or attributes. */
  readonly changed: number;
}

/**
 * Asked before anything is kept; what it throws ends the import. `preview`: the import done and taken back; null where it takes
 * the place of no other, so that nothing needs to be compared.
 */
export type ApproveHashSet = (preview: HashSetImportResult | null) => Promise<void>;

export interface HashSetImportOptions {
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly approve?: ApproveHashSet;
  /** Told, when all records were handed over, which share of them is sorted: from 0 to 1, for sets that are large. */
  readonly onSorted?: (share: number) => void;
}

export interface ImportStore {
  /** Makes the categories of criskit.toml known, with their precedence; a change is audited and memberships rebuilt. */
  syncCategories(categories: readonly Category[], outcomeCategoryIds: readonly string[], actor: Actor): Promise<void>;
  /**
   * The import in force of that document: for that case, or (caseNumber undefined) as a hash set in that category. Of an
   * import that read a part, the document is that part, so that a report is known again however it comes.
   */
  findImportOf(
    sha256: Digest<'sha256'>,
    target: { readonly caseNumber?: string; readonly categoryId?: string },
  ): Promise<ImportEntry | undefined>;
  /** Does the whole import and takes it back: what would change. */
  previewReport(request: NewReportImport, actor: Actor): Promise<ImportChanges>;
  /** Throws SETTINGS_INVALID where another split rule was used under the same version. */
  importReport(
    request: NewReportImport,
    actor: Actor,
  ): Promise<{ readonly importId: number; readonly changes: ImportChanges }>;
  /** The same, but nothing is written where it takes an outcome back: then `importId` is null. */
  importReportUnlessBackwards(
    request: NewReportImport,
    actor: Actor,
  ): Promise<{ readonly importId: number | null; readonly changes: ImportChanges }>;
  /**
   * Throws CONFLICT where several sets of that name are in force and it is not said which one is replaced, NOT_FOUND for a
   * delta without a version before it.
   */
  importHashSet(
    request: NewHashSetImport,
    batches: AsyncIterable<PackedRecords | SetRemovals>,
    finish: () => NewHashSetDocument,
    actor: Actor,
    options?: HashSetImportOptions,
  ): Promise<HashSetImportResult>;
  /**
   * Takes a hash set out of force, as an import of kind `set-removal`: undone, the set is back. Throws NOT_FOUND, CONFLICT
   * where it is no hash set in force.
   */
  removeHashSet(
    importId: number,
    removal: { readonly document: NewDocument; readonly reason: string },
    actor: Actor,
    options?: { readonly dryRun?: boolean },
  ): Promise<{ readonly importId: number; readonly mediaChanged: number }>;
  /**
   * What the import of a hash set said, by media: read while the store is open, once, in bounded memory. Also of one that is no
   * longer in force.
   */
  hashSetRecords(importId: number): AsyncIterable<readonly StoredSetRecord[]>;
  /** Throws NOT_FOUND, CONFLICT where it is not in force. */
  undoImport(importId: number, reason: string, actor: Actor): Promise<UndoneMedia>;
  findImport(importId: number): Promise<ImportEntry | undefined>;
  /** By id. */
  listImports(filter?: {
    readonly caseNumber?: string;
    readonly kind?: ImportKind;
    readonly state?: ImportState;
  }): Promise<readonly ImportEntry[]>;
  issuesOf(importId: number): Promise<readonly Issue[]>;
  findingsOf(importId: number): Promise<readonly Finding[]>;
  /** What the import said, in the order of the document. */
  assertionsOf(importId: number): AsyncIterable<readonly StoredAssertion[]>;
  /** The original document; undefined where only its SHA-256 was kept. */
  documentBytes(sha256: Digest<'sha256'>): Promise<Uint8Array | undefined>;
}
