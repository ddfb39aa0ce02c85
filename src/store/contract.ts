import type { Category, CategoryKind } from '../core/category.ts';
import type { Algorithm, Digest, Digests } from '../core/digest.ts';
import type { Finding } from '../core/finding.ts';
import type { Issue } from '../core/issue.ts';
import type { ManifestEntry, MediaKind } from '../core/media.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Place } from '../core/place.ts';

/**
 * The lab's database as domain verbs. Every method that writes is one transaction that also appends to the audit chain:
 * after a crash the state is exactly before or exactly after. Batches go through as async iterables. Times come from
 * the caller, as ISO 8601 in universal time.
 */
export interface Store
  extends CaseStore,
    SubmissionStore,
    ImportStore,
    QueryStore,
    ConflictStore,
    ExportStore,
    TrackerStore,
    MaintenanceStore {
  /** Closes files and locks. Nothing else may be called afterwards. */
  close(): Promise<void>;
}

/** Who does something, and when; kept with everything that is written. */
export interface Actor {
  readonly by: string;
  readonly atUtc: string;
}

interface NewCase {
  readonly caseNumber: string;
  readonly agency: string;
  readonly agencyCaseNumber: string;
  readonly officer: string | null;
  readonly examiner: string | null;
}

export interface LabCase extends NewCase {
  readonly createdAtUtc: string;
  readonly createdBy: string;
}

export interface CaseStore {
  /** Throws ALREADY_EXISTS. */
  addCase(newCase: NewCase, actor: Actor): Promise<LabCase>;
  findCase(caseNumber: string): Promise<LabCase | undefined>;
  /** By case number. */
  listCases(): Promise<readonly LabCase[]>;
}

export interface NewSubmission {
  readonly caseNumber: string;
  /** The folders and files as the examiner named them, for the record. */
  readonly sources: readonly string[];
  readonly algorithms: readonly Algorithm[];
}

export interface Submission extends NewSubmission {
  readonly submissionId: number;
  readonly preparedAtUtc: string;
  readonly preparedBy: string;
  /** Calendar date; null until the mailing is recorded. */
  readonly mailedOn: string | null;
  readonly files: number;
  readonly images: number;
  readonly videos: number;
  readonly sizeBytes: number;
}

export interface SubmissionStore {
  addSubmission(
    submission: NewSubmission,
    entries: AsyncIterable<readonly ManifestEntry[]>,
    actor: Actor,
  ): Promise<Submission>;
  /** By id; of one case, or of all. */
  listSubmissions(caseNumber?: string): Promise<readonly Submission[]>;
  findSubmission(submissionId: number): Promise<Submission | undefined>;
  /** In the order in which they were prepared. */
  manifestOf(submissionId: number): AsyncIterable<readonly ManifestEntry[]>;
}

/** A document as it came: identified by SHA-256. */
export interface NewDocument {
  readonly name: string;
  readonly sha256: Digest<'sha256'>;
  readonly sizeBytes: number;
  /** Null: only the name and the SHA-256 are kept (hash sets, which may be of any size). */
  readonly bytes: Uint8Array | null;
}

/** What one import says of one media. */
export interface NewAssertion {
  /** May be empty only where `media` names the sent file. */
  readonly digests: Digests;
  /** Digests of the sent file that the record was joined to; the outcome is about that content. */
  readonly joinedTo?: Digests;
  readonly place: Place;
  /** Null for hash sets. */
  readonly outcome: Outcome | null;
  /** Null: filed in no category. */
  readonly categoryId: string | null;
  readonly kind: MediaKind;
  readonly sizeBytes?: number;
  readonly fileName?: string;
  readonly attributes?: MediaAttributes;
}

export interface NewReportImport {
  readonly caseNumber: string;
  readonly submissionId: number | null;
  readonly document: NewDocument;
  readonly layout: string;
  readonly splitRuleVersion: number;
  readonly acceptedDifference: string | null;
  /** An import of the same case that this one takes the place of. */
  readonly supersedes: number | null;
  readonly assertions: readonly NewAssertion[];
  readonly issues: readonly Issue[];
  readonly findings: readonly Finding[];
  /** Counts to be kept as they were at import: any JSON. */
  readonly summary: unknown;
}

export interface NewHashSetImport {
  readonly document: NewDocument;
  readonly format: string;
  readonly categoryId: string;
  readonly setName: string;
}

/** What an import changes, or would change. */
export interface ImportChanges {
  /** Media that the database did not hold in any category before. */
  readonly added: number;
  /** Media that it held in the same category already. */
  readonly same: number;
  /** From unidentified to known victim, or to any category of higher precedence. */
  readonly promoted: readonly MediaChange[];
  /** Conflicts that this import opens. */
  readonly conflicts: readonly Conflict[];
  /** For `supersedes`: media whose outcome or category differs from the import that was superseded. */
  readonly differences: readonly MediaChange[];
}

export interface MediaChange {
  readonly digests: Digests;
  readonly fileName?: string;
  /** Category ids, or outcomes for `differences`; empty: none. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Other cases of the lab that hold the same media. */
  readonly cases: readonly string[];
}

export type ImportState = 'in-force' | 'undone' | 'superseded';

export interface ImportEntry {
  readonly importId: number;
  readonly kind: 'report' | 'hash-set';
  readonly caseNumber: string | null;
  readonly submissionId: number | null;
  readonly document: { readonly name: string; readonly sha256: Digest<'sha256'>; readonly sizeBytes: number };
  /** Layout id or format id. */
  readonly format: string;
  readonly setName: string | null;
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

export interface HashSetImportResult {
  readonly importId: number;
  readonly records: number;
  /** Media that were not in the category before. */
  readonly added: number;
  readonly known: number;
  /** Records that repeat a digest of the same file. */
  readonly duplicates: number;
  readonly conflicts: number;
}

export interface ImportStore {
  /** Makes the categories of criskit.toml known, with their precedence; a change is audited and memberships rebuilt. */
  syncCategories(categories: readonly Category[], outcomeCategoryIds: readonly string[], actor: Actor): Promise<void>;
  /** The import in force of that document: for that case, or (caseNumber undefined) as a hash set in that category. */
  findImportOf(
    sha256: Digest<'sha256'>,
    target: { readonly caseNumber?: string; readonly categoryId?: string },
  ): Promise<ImportEntry | undefined>;
  /** Does the whole import and takes it back: what would change. */
  previewReport(request: NewReportImport, actor: Actor): Promise<ImportChanges>;
  importReport(
    request: NewReportImport,
    actor: Actor,
  ): Promise<{ readonly importId: number; readonly changes: ImportChanges }>;
  importHashSet(
    request: NewHashSetImport,
    batches: AsyncIterable<readonly NewAssertion[]>,
    finish: () => NewDocument,
    actor: Actor,
    options?: { readonly dryRun?: boolean; readonly signal?: AbortSignal },
  ): Promise<HashSetImportResult>;
  /** Throws NOT_FOUND, CONFLICT where it is not in force. Returns the number of media whose category changed. */
  undoImport(importId: number, reason: string, actor: Actor): Promise<{ readonly mediaChanged: number }>;
  findImport(importId: number): Promise<ImportEntry | undefined>;
  /** By id. */
  listImports(filter?: {
    readonly caseNumber?: string;
    readonly kind?: 'report' | 'hash-set';
    readonly state?: ImportState;
  }): Promise<readonly ImportEntry[]>;
  issuesOf(importId: number): Promise<readonly Issue[]>;
  findingsOf(importId: number): Promise<readonly Finding[]>;
  /** What the import said, in the order of the document. */
  assertionsOf(importId: number): AsyncIterable<readonly StoredAssertion[]>;
  /** The original document; undefined where only its SHA-256 was kept. */
  documentBytes(sha256: Digest<'sha256'>): Promise<Uint8Array | undefined>;
}

export interface StoredAssertion {
  readonly importId: number;
  readonly digests: Digests;
  readonly place: Place;
  readonly outcome: Outcome | null;
  readonly categoryId: string | null;
  readonly kind: MediaKind;
  readonly fileName?: string;
  readonly attributes?: MediaAttributes;
}

export interface DigestQuery {
  readonly algorithm: Algorithm;
  readonly value: Digest;
}

export interface LookupAnswer {
  /** True where an import in force says something of it. */
  readonly known: boolean;
  /** In order of precedence; empty where it is filed in none. */
  readonly categories: readonly CategoryMembership[];
  /** True where a conflict about it is open: then no export contains it. */
  readonly inConflict: boolean;
  /** True where two different contents in the database share this digest. */
  readonly ambiguous: boolean;
  readonly mediaIds: readonly number[];
}

export interface CategoryMembership {
  readonly categoryId: string;
  readonly kind: CategoryKind;
  /** The import that first put it there, of those in force. */
  readonly importId: number;
  readonly sinceUtc: string;
}

/** Everything that was ever said of one digest. */
export interface Statement {
  readonly query: DigestQuery;
  readonly answer: LookupAnswer;
  readonly media: readonly {
    readonly mediaId: number;
    readonly digests: Digests;
    readonly kind: MediaKind;
    readonly sizeBytes: number | null;
    readonly isDigestOfNothing: boolean;
  }[];
  readonly assertions: readonly StatementAssertion[];
  readonly submissions: readonly {
    readonly submissionId: number;
    readonly caseNumber: string;
    readonly path: string;
    readonly preparedAtUtc: string;
    readonly preparedBy: string;
  }[];
  readonly conflicts: readonly Conflict[];
  readonly exports: readonly ExportEntry[];
}

export interface StatementAssertion {
  readonly import: ImportEntry;
  readonly place: Place;
  readonly outcome: Outcome | null;
  readonly categoryId: string | null;
  readonly fileName?: string;
  readonly attributes?: MediaAttributes;
  /** The digests of the media that the document itself stated. */
  readonly stated: Digests;
  readonly inForce: boolean;
}

interface QueryStore {
  /** One answer per query, in order. */
  lookup(queries: readonly DigestQuery[]): Promise<readonly LookupAnswer[]>;
  why(query: DigestQuery): Promise<Statement>;
  /** The digests in force of each of these media and of those that are one content with it, in their order. */
  digestsOfMedia(mediaIds: readonly number[]): Promise<readonly Digests[]>;
  /** The numbers of the cases whose submissions or reports hold these media, in order. */
  casesOfMedia(mediaIds: readonly number[]): Promise<readonly string[]>;
  /** Media of a category in the total order of the algorithm's digest, then of the others; open conflicts left out and counted. */
  recordsOf(categoryId: string, options: RecordsOptions): Promise<CategoryRecords>;
  stats(): Promise<StoreStats>;
}

export interface RecordsOptions {
  /** The order: by this digest first. Media without it come last. */
  readonly orderBy: Algorithm;
  /** As the database stood at the end of that moment. */
  readonly asOfUtc?: string;
}

export interface CategoryRecords {
  /** Read while the store is open, once. */
  readonly records: AsyncIterable<readonly MediaRecord[]>;
  readonly total: number;
  /** Media of the category that an open conflict keeps out. */
  readonly leftOut: number;
}

export interface MediaRecord {
  readonly mediaId: number;
  readonly digests: Digests;
  readonly kind: MediaKind;
  readonly sizeBytes: number | null;
  readonly attributes: MediaAttributes;
}

export interface StoreStats {
  readonly media: number;
  readonly digests: Readonly<Record<Algorithm, number>>;
  readonly cases: number;
  readonly submissions: number;
  readonly imports: number;
  readonly openConflicts: number;
  readonly categories: readonly { readonly categoryId: string; readonly kind: CategoryKind; readonly media: number }[];
  readonly sizeBytes: number;
  readonly schemaVersion: number;
}

export type ConflictKind = 'digest-collision' | 'alert-and-ignorable' | 'outcome-backwards' | 'outcomes-differ';

export interface Conflict {
  readonly conflictId: number;
  readonly kind: ConflictKind;
  readonly message: string;
  readonly media: readonly {
    readonly mediaId: number;
    readonly digests: Digests;
    readonly categories: readonly string[];
  }[];
  /** What imports in force say of these media, oldest first: what a person has to weigh. */
  readonly statements: readonly ConflictStatement[];
  /** For a collision: the digest that two contents share. */
  readonly shared: DigestQuery | null;
  /** The import that brought it up. */
  readonly importId: number;
  readonly raisedAtUtc: string;
  /** `withdrawn`: what caused it is no longer in force. */
  readonly state: 'open' | 'settled' | 'withdrawn';
  readonly settled: {
    readonly decision: Settlement;
    readonly reason: string;
    readonly by: string;
    readonly atUtc: string;
  } | null;
}

export interface ConflictStatement {
  readonly mediaId: number;
  readonly importId: number;
  readonly caseNumber: string | null;
  readonly outcome: Outcome | null;
  readonly categoryId: string | null;
}

/** How a person settles a conflict. */
export type Settlement =
  /** The media belongs in this category, whatever was said up to now. */
  | { readonly kind: 'category'; readonly categoryId: string }
  /** It belongs in no category. */
  | { readonly kind: 'none' }
  /** A collision: only this media is right; the other is taken out of all categories. */
  | { readonly kind: 'keep-media'; readonly mediaId: number }
  /** A collision: two contents really share the digest; both stay, the shared digest alone is not exported. */
  | { readonly kind: 'keep-both' };

export interface ConflictStore {
  listConflicts(filter?: { readonly state?: Conflict['state'] }): Promise<readonly Conflict[]>;
  /** Throws NOT_FOUND; CONFLICT where it is not open or the settlement does not fit its kind. */
  settleConflict(conflictId: number, settlement: Settlement, reason: string, actor: Actor): Promise<Conflict>;
}

export interface NewExport {
  readonly categoryId: string;
  readonly format: string;
  readonly algorithm: Algorithm | null;
  readonly asOfUtc: string | null;
  readonly fileName: string;
  readonly records: number;
  readonly sha256: Digest<'sha256'>;
}

export interface ExportEntry extends NewExport {
  readonly exportId: number;
  readonly exportedAtUtc: string;
  readonly exportedBy: string;
}

export interface ExportStore {
  addExport(entry: NewExport, actor: Actor): Promise<ExportEntry>;
  listExports(): Promise<readonly ExportEntry[]>;
}

/** What criskit last wrote into a cell of the spreadsheet: JSON of a tracker value, by column. */
export type RememberedRow = ReadonlyMap<string, string>;

export interface TrackerStore {
  rememberedRow(caseNumber: string): Promise<RememberedRow | undefined>;
  /** Also clears the pending mark. */
  rememberRow(caseNumber: string, row: RememberedRow, actor: Actor): Promise<void>;
  markPending(caseNumber: string, reason: string, actor: Actor): Promise<void>;
  listPending(): Promise<
    readonly { readonly caseNumber: string; readonly sinceUtc: string; readonly reason: string }[]
  >;
}

export interface VerifyResult {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly checked: number;
    readonly problems: readonly string[];
  }[];
}

export interface AuditEntry {
  readonly auditId: number;
  readonly atUtc: string;
  readonly by: string;
  readonly action: string;
  readonly body: unknown;
  readonly sha256: string;
}

export interface MaintenanceStore {
  /** SQLite's own check, the audit chain, memberships and conflicts rebuilt and compared, documents against their SHA-256. */
  verify(options?: { readonly signal?: AbortSignal }): Promise<VerifyResult>;
  /** Derives memberships and conflicts anew; returns how many media changed. */
  rebuild(actor: Actor): Promise<{ readonly mediaChanged: number }>;
  /** A consistent copy, made while others read and write; the target must not exist. */
  backup(targetPath: string, options?: { readonly onProgress?: (share: number) => void }): Promise<void>;
  /** The log, oldest first. */
  auditTrail(filter?: { readonly caseNumber?: string; readonly limit?: number }): Promise<readonly AuditEntry[]>;
}
