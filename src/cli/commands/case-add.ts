import { addCase } from '../../app/cases.ts';
import { defineCommand } from '../contract.ts';

export const caseAdd = defineCommand({
  args: { number: { summary: "the lab's case number" } },
  options: {
    agency: { value: 'NAME', required: true, summary: 'the agency that the case belongs to' },
    'agency-case': { value: 'NUMBER', required: true, summary: "the agency's own case number" },
    officer: { value: 'NAME', summary: 'the officer to be told' },
    examiner: { value: 'NAME', summary: 'default: the examiner of criskit.toml' },
    'dry-run': { summary: 'check only; write nothing' },
  },
  examples: [
    {
      line: 'criskit case add 24-0001 --agency "Springfield PD" --agency-case A-117 --officer "Det. Kay Brandt"',
      does: 'makes the case 24-0001 known to the lab',
    },
  ],
  run: async ({ args, options, openLab }) => {
    const dryRun = options['dry-run'];
    const lab = await openLab(dryRun ? 'read' : 'write');
    const labCase = await addCase(lab, {
      caseNumber: args.number,
      agency: options.agency,
      agencyCaseNumber: options['agency-case'],
      officer: options.officer,
      examiner: options.examiner,
      dryRun,
    });
    return {
      exitCode: 0,
      data: { case: labCase, written: !dryRun },
      text: [
        dryRun ? `Would add case ${labCase.caseNumber}; nothing was written.` : `Added case ${labCase.caseNumber}.`,
      ],
    };
  },
});
