import { listCases } from '../../app/cases.ts';
import { defineCommand } from '../contract.ts';
import { formatTextTable } from '../../core/text-table.ts';

export const caseList = defineCommand({
  args: {},
  options: {},
  examples: [{ line: 'criskit case list', does: 'shows every case with its submissions and imports' }],
  run: async ({ openLab }) => {
    const cases = await listCases(await openLab('read'));
    const columns = [
      { title: 'case' },
      { title: 'agency' },
      { title: 'agency case' },
      { title: 'submissions', align: 'right' },
      { title: 'imports', align: 'right' },
      { title: 'added' },
    ] as const;
    const rows = cases.map(({ labCase, submissions, imports }) => [
      labCase.caseNumber,
      labCase.agency,
      labCase.agencyCaseNumber,
      String(submissions),
      String(imports),
      labCase.createdAtUtc.slice(0, 10),
    ]);
    return {
      exitCode: 0,
      data: { cases: cases.map(({ labCase, ...counts }) => ({ ...labCase, ...counts })) },
      text: rows.length === 0 ? ['No case yet. criskit case add makes one.'] : formatTextTable(columns, rows),
    };
  },
});
