import { checkTracker } from '../../app/check-tracker.ts';
import { syncTracker } from '../../app/sync-tracker.ts';
import { formatSync } from '../../app/sync-tracker-text.ts';
import { describeFindings } from '../../app/write-findings.ts';
import { defineCommand } from '../contract.ts';

const cases = { summary: 'case numbers; default: every case of the lab', variadic: true, optional: true } as const;

export const trackerSync = defineCommand({
  args: { cases },
  options: {
    take: {
      value: 'SIDE',
      choices: ['ours', 'theirs'],
      summary: 'what to do with cells that a person changed: write over them (ours) or keep them (theirs)',
    },
    'dry-run': { summary: 'show what would be written; write nothing' },
  },
  details: [
    'Brings the row of each case in the workbook of criskit.toml up to what the database says. Only the cells that criskit owns change. A cell that a person changed is reported and left alone unless --take says otherwise; then the exit code is 1.',
  ],
  examples: [
    { line: 'criskit tracker sync', does: 'writes what has changed since the last time' },
    {
      line: 'criskit tracker sync 24-0001 --take ours',
      does: 'writes over what a person changed in the row of one case',
    },
  ],
  run: async ({ args, options, openLab, signal }) => {
    const dryRun = options['dry-run'];
    const lab = await openLab(dryRun ? 'read' : 'write');
    const take = options.take as 'ours' | 'theirs' | undefined;
    const result = await syncTracker(lab, { cases: args.cases, take, dryRun, signal });
    return {
      exitCode: result.findings.some(({ weight }) => weight === 'difference') ? 1 : 0,
      data: { ...result, dryRun },
      text: formatSync(result, dryRun),
    };
  },
});

export const trackerCheck = defineCommand({
  args: { cases },
  options: {},
  details: ['Only differences are shown, and any leads to exit code 1. Nothing is written.'],
  examples: [{ line: 'criskit tracker check', does: 'says where spreadsheet and database differ' }],
  run: async ({ args, openLab, signal }) => {
    const lab = await openLab('read');
    const findings = await checkTracker(lab, args.cases, signal);
    return {
      exitCode: findings.some(({ weight }) => weight === 'difference') ? 1 : 0,
      data: { findings },
      text: describeFindings(findings),
    };
  },
});
