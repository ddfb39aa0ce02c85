import type { KindCounts } from '../../core/media.ts';
import type { SplitRule } from '../../core/split-rule.ts';
import type { Actor } from './actor.ts';
import type { CaseContact } from './cases.ts';
import type { Conflict } from './conflicts.ts';
import type { MediaChange } from './import-changes.ts';
import type { NewDocument } from './imports.ts';

export interface NewSplitRuleImport {
  readonly rule: SplitRule;
  /** The text of the rule. */
  readonly document: NewDocument;
  readonly reason: string | null;
}

/** Media that go from some categories to others. */
export interface RefiledMedia {
  /** Category ids in the order of precedence; empty: none. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly counts: KindCounts;
  /** The first of them, by media. */
  readonly first: readonly MediaChange[];
}

/** What applying a rule changes, or would change. */
export interface SplitRuleChanges {
  /** Null where everything is filed by the rule already, or for a preview. */
  readonly importId: number | null;
  /** Outcomes of media that are filed otherwise; not all of them move: a decision or another list may hold them. */
  readonly refiled: number;
  readonly moved: readonly RefiledMedia[];
  /** The cases that hold what moves, with the number of their media, by case number. */
  readonly cases: readonly (CaseContact & { readonly media: number })[];
  readonly conflicts: readonly Conflict[];
}

export interface SplitRuleVersion {
  readonly version: number;
  /** Null where it was used before rules were kept. */
  readonly rule: SplitRule | null;
  readonly firstUsedAtUtc: string | null;
  readonly firstUsedBy: string | null;
  /** Reports and applications in force that it filed. */
  readonly imports: number;
  /** Distinct media whose outcomes it files today, by category id; an empty id: filed nowhere. */
  readonly filed: readonly { readonly categoryId: string; readonly counts: KindCounts }[];
}

export interface SplitRuleUse {
  /** By number. */
  readonly versions: readonly SplitRuleVersion[];
  /** Outcomes of media that the rule would file otherwise than they are. */
  readonly disagreeing: number;
  /** Distinct media that reports in force speak of. */
  readonly media: number;
}

export interface SplitRuleStore {
  /**
   * Files what reports in force say by this rule, as an import of its own. Nothing is written where all is filed so already.
   * Throws SETTINGS_INVALID where another text was used under the same version.
   */
  applySplitRule(request: NewSplitRuleImport, actor: Actor): Promise<SplitRuleChanges>;
  /** Does it and takes it back. */
  previewSplitRule(request: NewSplitRuleImport, actor: Actor): Promise<SplitRuleChanges>;
  /** What was filed by which version, and whether the database agrees with this rule. */
  splitRuleUse(rule: SplitRule): Promise<SplitRuleUse>;
}
