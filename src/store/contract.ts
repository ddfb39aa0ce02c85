import type { CaseStore } from './contract/cases.ts';
import type { ConflictStore } from './contract/conflicts.ts';
import type { ExportStore } from './contract/exports.ts';
import type { ImportStore } from './contract/imports.ts';
import type { LotStore } from './contract/lots.ts';
import type { MaintenanceStore } from './contract/maintenance.ts';
import type { PromotionStore } from './contract/promotions.ts';
import type { QueryStore } from './contract/queries.ts';
import type { SplitRuleStore } from './contract/split-rules.ts';
import type { SubmissionStore } from './contract/submissions.ts';
import type { TrackerStore } from './contract/tracker.ts';

export type { Actor } from './contract/actor.ts';
export type { NewAssertion, StoredAssertion } from './contract/assertions.ts';
export type { CaseContact, CaseStore, LabCase } from './contract/cases.ts';
export type { Conflict, ConflictKind, ConflictStatement, ConflictStore, Settlement } from './contract/conflicts.ts';
export type { Lot, LotStore, NewLot, NewLots } from './contract/lots.ts';
export type { ExportEntry, ExportStore, NewExport } from './contract/exports.ts';
export type { ImportChanges, MediaChange } from './contract/import-changes.ts';
export type {
  ApproveHashSet,
  DocumentPart,
  HashSetImportOptions,
  HashSetImportResult,
  ImportEntry,
  ImportKind,
  ImportState,
  ImportStore,
  NewDocument,
  NewHashSetDocument,
  NewHashSetImport,
  NewReportImport,
  SetDescription,
  SetRemovals,
  SetVersionChanges,
  StoredSetRecord,
  UndoneMedia,
} from './contract/imports.ts';
export type { AuditEntry, MaintenanceStore, VerifyResult } from './contract/maintenance.ts';
export type {
  CategoryMembership,
  CategoryRecords,
  DigestQuery,
  LookupAnswer,
  MediaRecord,
  RecordsOptions,
} from './contract/queries.ts';
export type {
  NewSplitRuleImport,
  RefiledMedia,
  SplitRuleChanges,
  SplitRuleStore,
  SplitRuleUse,
  SplitRuleVersion,
} from './contract/split-rules.ts';
export type { Promotion, PromotionStage, PromotionStore } from './contract/promotions.ts';
export type { Statement, StatementAssertion, StatementRefiling } from './contract/statement.ts';
export type { StoreStats } from './contract/stats.ts';
export type { NewSubmission, Submission, SubmissionStore } from './contract/submissions.ts';
export type { RememberedRow, TrackerStore } from './contract/tracker.ts';

/**
 * The lab's database as domain verbs. Every method that writes is one transaction that also appends to the audit chain:
 * after a crash the state is exactly before or exactly after. Batches go through as async iterables. Times come from
 * the caller, as ISO 8601 in universal time.
 */
export interface Store
  extends CaseStore,
    SubmissionStore,
    ImportStore,
    SplitRuleStore,
    LotStore,
    PromotionStore,
    QueryStore,
    ConflictStore,
    ExportStore,
    TrackerStore,
    MaintenanceStore {
  /** Closes files and locks. Nothing else may be called afterwards. */
  close(): Promise<void>;
}
