import { listConflicts } from '../../app/conflicts.ts';
import { formatConflict } from '../conflict-lines.ts';
import { defineCommand } from '../contract.ts';

export const conflictsList = defineCommand({
  args: {},
  options: { all: { summary: 'settled and withdrawn ones too' } },
  details: ['A digest in open conflict is in no export until a person has settled it. Exit code 1 while any is open.'],
  examples: [{ line: 'criskit conflicts list', does: 'shows what a person has to decide' }],
  run: async ({ options, openLab }) => {
    const conflicts = await listConflicts(await openLab('read'), options.all);
    const open = conflicts.some((conflict) => conflict.state === 'open');
    const text = conflicts.flatMap((conflict, index) => [...(index > 0 ? [''] : []), ...formatConflict(conflict)]);
    return { exitCode: open ? 1 : 0, data: { conflicts }, text: text.length === 0 ? ['No conflict is open.'] : text };
  },
});
