import { checkedId } from '../../app/checked-text.ts';
import { hasDifferences, importReport } from '../../app/import-report.ts';
import { formatImport } from '../../app/import-report-text.ts';
import { defineCommand } from '../contract.ts';
import { issueAsJson } from '../issue-lines.ts';

export const importCommand = defineCommand({
  args: { report: { summary: 'the reply as it came: CSV, TSV, XLSX or XLS' } },
  options: {
    case: { value: 'NUMBER', required: true, summary: 'the case that it answers' },
    submission: { value: 'ID', summary: 'the submission that it answers; default: all of the case together' },
    part: { value: 'NAME', summary: 'the attachment or entry that is the report, where several could be' },
    layout: { value: 'ID', summary: 'read it as this layout; default: recognised by content' },
    supersedes: { value: 'IMPORT', summary: 'the import that this report corrects and takes the place of' },
    'accept-difference': { value: 'REASON', summary: 'write it although sums disagree; the reason is kept' },
    'no-tracker': { summary: 'leave the spreadsheet alone' },
    yes: { summary: 'do not ask before writing' },
    'dry-run': { summary: 'show what would happen; write nothing' },
  },
  details: [
    'Every line of the report is accounted for, and every file that was sent: identified, recognized, unrecognized, not-identified or not-mentioned. A record is joined to a file by digest; by name only where it has no digest.',
    'Where sums disagree nothing is written. All else that differs is shown and kept with the import; then the exit code is 1. The same document again changes nothing.',
  ],
  examples: [
    { line: 'criskit import reply.xlsx --case 24-0001', does: 'shows what the reply changes, asks, and writes it' },
    { line: 'criskit import reply.csv --case 24-0001 --dry-run', does: 'looks only' },
    {
      line: 'criskit import corrected.csv --case 24-0001 --supersedes 7 --yes',
      does: 'puts a corrected reply in the place of import 7',
    },
  ],
  run: async ({ args, options, openLab, confirm, resolve, signal }) => {
    const dryRun = options['dry-run'];
    const lab = await openLab('write');
    const result = await importReport(lab, {
      path: resolve(args.report),
      caseNumber: options.case,
      submissionId: optionalId('The submission', options.submission),
      layout: options.layout,
      part: options.part,
      supersedes: optionalId('The import', options.supersedes),
      acceptDifference: options['accept-difference'],
      dryRun,
      syncTracker: !options['no-tracker'],
      confirm: options.yes ? undefined : (preview) => confirm('Write this import?', formatImport(preview).join('\n')),
      signal,
    });
    return {
      exitCode: hasDifferences(result) ? 1 : 0,
      data: { ...result, issues: result.issues.map(issueAsJson) },
      text: formatImport(result),
    };
  },
});

function optionalId(what: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : checkedId(what, text);
}
