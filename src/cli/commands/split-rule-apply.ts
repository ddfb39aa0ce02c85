import { applySplitRule } from '../../app/split-rule.ts';
import { formatAppliedRule } from '../../app/split-rule-text.ts';
import { defineCommand } from '../contract.ts';

export const splitRuleApply = defineCommand({
  args: {},
  options: {
    reason: { value: 'TEXT', summary: 'why, as it is kept with the import' },
    yes: { summary: 'do not ask before writing' },
    'dry-run': { summary: 'show what would move; write nothing' },
  },
  details: [
    'A change of the rule in criskit.toml moves nothing by itself: what was imported stays where it is until this. Then all that reports in force say is filed by the rule, as an import of its own, which criskit undo takes back. What a person decided in a conflict stays decided.',
  ],
  examples: [
    { line: 'criskit split-rule apply --dry-run', does: 'shows what the rule would move, and whose cases' },
    { line: 'criskit split-rule apply --reason "Order of 12 May"', does: 'shows it, asks, and moves it' },
  ],
  run: async ({ options, openLab, confirm, signal, warn }) => {
    const dryRun = options['dry-run'];
    const applied = await applySplitRule(await openLab('write'), {
      reason: options.reason,
      dryRun,
      confirm: options.yes
        ? undefined
        : (preview) => confirm('File everything by this rule?', formatAppliedRule(preview).join('\n')),
      signal,
    });
    for (const finding of applied.tracker?.findings ?? []) warn(finding.message);
    const { changes, rule, reason, written, unwritten, tracker } = applied;
    const { importId, ...rest } = changes;
    return {
      exitCode: unwritten === 'declined' || changes.conflicts.length > 0 ? 1 : 0,
      data: {
        import: { id: importId },
        rule,
        reason,
        ...rest,
        written,
        unwritten,
        tracker: tracker === null ? null : { state: tracker.state },
      },
      text: formatAppliedRule(applied),
    };
  },
});
