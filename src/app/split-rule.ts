import { sha256Of } from '../files/read-file.ts';
import { formatSplitRule, type SplitRule } from '../core/split-rule.ts';
import type { NewDocument, NewSplitRuleImport, SplitRuleChanges, SplitRuleUse } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import type { Lab } from './lab.ts';
import { type RowSync, syncCaseRows } from './sync-tracker.ts';

export interface SplitRuleView extends SplitRuleUse {
  /** That of criskit.toml. */
  readonly rule: SplitRule;
  /** True where another rule was used under the same version: then nothing can be imported before the version is raised. */
  readonly isVersionTaken: boolean;
  /** True where all that reports in force say is filed by the rule. */
  readonly agrees: boolean;
}

/** The rule of criskit.toml, what was filed by which version, and whether the database agrees with it. */
export async function showSplitRule(lab: Lab): Promise<SplitRuleView> {
  const rule = lab.settings.splitRule;
  const use = await lab.store.splitRuleUse(rule);
  const kept = use.versions.find(({ version }) => version === rule.version)?.rule ?? rule;
  const isVersionTaken = formatSplitRule(kept) !== formatSplitRule(rule);
  return { ...use, rule, isVersionTaken, agrees: use.disagreeing === 0 && !isVersionTaken };
}

export interface ApplySplitRuleRequest {
  /** Kept with the import. */
  readonly reason: string | undefined;
  readonly dryRun: boolean;
  /** Asked once before anything is written, with what is about to happen; undefined: it is written unasked. */
  readonly confirm: ((preview: AppliedSplitRule) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal;
}

export interface AppliedSplitRule {
  readonly rule: SplitRule;
  readonly reason: string | null;
  readonly changes: SplitRuleChanges;
  readonly written: boolean;
  /** Why nothing was written; null where something was. */
  readonly unwritten: 'dry-run' | 'declined' | 'nothing-to-do' | 'preview' | null;
  /** What became of the rows of the cases concerned; null where none was looked at. */
  readonly tracker: RowSync | null;
}

/**
 * Files what reports in force say by the rule of criskit.toml, as an import that can be undone; then the rows of the cases
 * concerned are synced. Throws SETTINGS_INVALID where the version stands for another rule, USAGE, and what `confirm` throws.
 */
export async function applySplitRule(lab: Lab, request: ApplySplitRuleRequest): Promise<AppliedSplitRule> {
  const rule = lab.settings.splitRule;
  const reason = request.reason === undefined ? null : checkedText('The reason', request.reason, 2000);
  const wanted: NewSplitRuleImport = { rule, document: documentOf(rule), reason };
  const unwritten = (changes: SplitRuleChanges, why: AppliedSplitRule['unwritten']): AppliedSplitRule => {
    return { rule, reason, changes, written: false, unwritten: why, tracker: null };
  };
  if (request.dryRun || request.confirm !== undefined) {
    const changes = await lab.store.previewSplitRule(wanted, lab.actor());
    if (request.dryRun) return unwritten(changes, changes.refiled === 0 ? 'nothing-to-do' : 'dry-run');
    if (changes.refiled === 0) return healRows(lab, unwritten(changes, 'nothing-to-do'), request.signal);
    const isWanted = await request.confirm?.(unwritten(changes, 'preview'));
    if (isWanted === false) return unwritten(changes, 'declined');
  }
  const changes = await lab.store.applySplitRule(wanted, lab.actor());
  if (changes.importId === null) return healRows(lab, unwritten(changes, 'nothing-to-do'), request.signal);
  const cases = changes.cases.map(({ caseNumber }) => caseNumber);
  const tracker = await syncCaseRows(lab, cases, request.signal);
  return { rule, reason, changes, written: true, unwritten: null, tracker };
}

/** After a crash between database and spreadsheet the same command again finishes the rows, whichever they were. */
async function healRows(lab: Lab, applied: AppliedSplitRule, signal: AbortSignal): Promise<AppliedSplitRule> {
  const applications = await lab.store.listImports({ kind: 'split-rule', state: 'in-force' });
  if (!applications.some((entry) => entry.splitRuleVersion === applied.rule.version)) return applied;
  const cases = (await lab.store.listCases()).map(({ caseNumber }) => caseNumber);
  return { ...applied, tracker: await syncCaseRows(lab, cases, signal) };
}

/** The rule's text, which is what the import is an import of. */
function documentOf(rule: SplitRule): NewDocument {
  const bytes = Buffer.from(formatSplitRule(rule));
  const sha256 = sha256Of(bytes);
  return { name: `split-rule-${rule.version}.toml`, sha256, sizeBytes: bytes.length, bytes };
}
