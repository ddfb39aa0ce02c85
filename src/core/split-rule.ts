import type { MediaKind } from './media.ts';
import { type Outcome, outcomes } from './outcome.ts';

/** The lab's written, versioned rule from outcome (and media kind) to category. Null: filed in no category. */
export interface SplitRule {
  /** The lab's own number for this wording of the rule; kept with every import. */
  readonly version: number;
  readonly byOutcome: { readonly [O in Outcome]: string | null };
  /** Media kinds that are filed at all when not identified; SOP-32 can be read as images only. */
  readonly unidentifiedKinds: 'all' | 'images-only';
}

export const defaultSplitRule: SplitRule = {
  version: 1,
  byOutcome: {
    identified: 'known-victim',
    recognized: 'unidentified',
    unrecognized: 'unidentified',
    'not-identified': 'unidentified',
  },
  unidentifiedKinds: 'all',
};

/** The category that the rule files this media in; null where it files it in none. */
export function categoryOf(rule: SplitRule, outcome: Outcome, kind: MediaKind): string | null {
  if (outcome !== 'identified' && rule.unidentifiedKinds === 'images-only' && kind === 'video') return null;
  return rule.byOutcome[outcome];
}

/** The rule as a section of criskit.toml, in one fixed form: equal texts are equal rules. Lines end with LF. */
export function formatSplitRule(rule: SplitRule): string {
  const lines = outcomes.map((outcome) => `${outcome} = ${JSON.stringify(rule.byOutcome[outcome] ?? 'none')}`);
  return [
    '[split-rule]',
    `version = ${rule.version}`,
    ...lines,
    `unidentified-kinds = ${JSON.stringify(rule.unidentifiedKinds)}`,
    '',
  ].join('\n');
}
