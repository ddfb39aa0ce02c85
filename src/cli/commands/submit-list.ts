import { listSubmissions } from '../../app/list-submissions.ts';
import { formatBytes, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatTextTable } from '../../core/text-table.ts';

export const submitList = defineCommand({
  args: {},
  options: { case: { value: 'NUMBER', summary: 'only those of this case' } },
  examples: [{ line: 'criskit submit list', does: 'shows every submission' }],
  run: async ({ options, openLab }) => {
    const submissions = await listSubmissions(await openLab('read'), options.case);
    const columns = [
      { title: 'no.', align: 'right' },
      { title: 'case' },
      { title: 'prepared' },
      { title: 'mailed' },
      { title: 'files', align: 'right' },
      { title: 'images', align: 'right' },
      { title: 'videos', align: 'right' },
      { title: 'size', align: 'right' },
    ] as const;
    const rows = submissions.map((submission) => [
      String(submission.submissionId),
      submission.caseNumber,
      submission.preparedAtUtc.slice(0, 10),
      submission.mailedOn ?? '',
      formatCount(submission.files),
      formatCount(submission.images),
      formatCount(submission.videos),
      formatBytes(submission.sizeBytes),
    ]);
    return {
      exitCode: 0,
      data: { submissions: submissions.map(({ submissionId, ...rest }) => ({ id: submissionId, ...rest })) },
      text:
        rows.length === 0 ? ['No submission yet. criskit submit prepare makes one.'] : formatTextTable(columns, rows),
    };
  },
});
