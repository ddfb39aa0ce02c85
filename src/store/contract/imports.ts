import type { Category } from '../../core/category.ts';
import type { Digest } from '../../core/digest.ts';
import type { Finding } from '../../core/finding.ts';
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

/** The file as it was given, and what was read of it where it is an archive. */
export interface NewHashSetDocument extends NewDocument {
  /** Default: the document itself was read. */
  readonly part?: DocumentPart | null;
}

export interface NewHashSetImport {
  readonly format: string;
  readonly categoryId: string;
  readonly setName: string;
}

/** `split-rule`: the rule was applied to what is in the database. */
export type ImportKind = 'report' | 'hash-set' | 'split-rule';

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
  importHashSet(
    request: NewHashSetImport,
    batches: AsyncIterable<readonly NewAssertion[]>,
    finish: () => NewHashSetDocument,
    actor: Actor,
    options?: { readonly dryRun?: boolean; readonly signal?: AbortSignal },
  ): Promise<HashSetImportResult>;
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
