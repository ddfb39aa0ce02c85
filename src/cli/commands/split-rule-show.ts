import { showSplitRule } from '../../app/split-rule.ts';
import { formatSplitRuleView } from '../../app/split-rule-text.ts';
import { defineCommand } from '../contract.ts';

export const splitRuleShow = defineCommand({
  args: {},
  options: {},
  details: [
    'The rule is written in criskit.toml, under [split-rule]. Its version is kept with every import, and stands for one text forever. Where the database does not agree with the rule the exit code is 1.',
  ],
  examples: [{ line: 'criskit split-rule show', does: 'shows the rule, its versions, and what each of them filed' }],
  run: async ({ openLab }) => {
    const view = await showSplitRule(await openLab('read'));
    return { exitCode: view.agrees ? 0 : 1, data: view, text: formatSplitRuleView(view) };
  },
});
