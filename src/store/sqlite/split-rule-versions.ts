import { CriskitError } from '../../core/errors.ts';
import { outcomes } from '../../core/outcome.ts';
import type { SplitRule } from '../../core/split-rule.ts';
import type { Actor } from '../contract.ts';
import type { Connection } from './connection.ts';

/**
 * Keeps the rule with its version at its first use, so that it can always be said what a version was. Throws SETTINGS_INVALID
 * where the version stands for another rule already: the same number must never mean two rules.
 */
export function keepSplitRule(connection: Connection, rule: SplitRule, actor: Actor): void {
  const body = ruleBody(rule);
  const kept = connection.get<{ body: string; first_used_at_utc: string }>(
    'SELECT body, first_used_at_utc FROM split_rule WHERE version = ?',
    rule.version,
  );
  if (kept === undefined) {
    connection.run(
      'INSERT INTO split_rule (version, body, first_used_at_utc, first_used_by) VALUES (?, ?, ?, ?)',
      rule.version,
      body,
      actor.atUtc,
      actor.by,
    );
    return;
  }
  if (kept.body === body) return;
  const newest = connection.get<{ version: number }>('SELECT max(version) AS version FROM split_rule');
  throw new CriskitError(
    'SETTINGS_INVALID',
    `The split rule of criskit.toml is not the one that was used as version ${rule.version} since ${kept.first_used_at_utc.slice(0, 10)}; nothing was written.`,
    {
      hint: `Under [split-rule] in criskit.toml, raise the version to ${(newest?.version ?? rule.version) + 1}, or restore the rule: criskit split-rule show.`,
    },
  );
}

export interface KeptSplitRule {
  readonly rule: SplitRule;
  readonly firstUsedAtUtc: string;
  readonly firstUsedBy: string;
}

/** By version. */
export function readSplitRules(connection: Connection): ReadonlyMap<number, KeptSplitRule> {
  type Row = { version: number; body: string; first_used_at_utc: string; first_used_by: string };
  const rows = connection.all<Row>('SELECT * FROM split_rule ORDER BY version');
  return new Map(
    rows.map((row) => [
      row.version,
      {
        rule: JSON.parse(row.body) as SplitRule,
        firstUsedAtUtc: row.first_used_at_utc,
        firstUsedBy: row.first_used_by,
      },
    ]),
  );
}

/** One text for one rule: members in a fixed order. */
function ruleBody(rule: SplitRule): string {
  const byOutcome = Object.fromEntries(outcomes.map((outcome) => [outcome, rule.byOutcome[outcome]]));
  return JSON.stringify({ version: rule.version, byOutcome, unidentifiedKinds: rule.unidentifiedKinds });
}
