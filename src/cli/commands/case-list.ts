import { listCases } from '../../app/cases.ts';
import { defineCommand } from '../contract.ts';
import { formatTable } from '../table.ts';

export const caseList = defineCommand({
  args: {},
  options: {},
  examples: [{ line: 'criskit case list', does: 'shows every case with its submissions and imports' }],
  run: async ({ openLab }) => {
    const cases = await listCases(await openLab('read'));
    const columns = [
      { heading: 'case' },
      { heading: 'agency' },
      { heading: 'agency case' },
      { heading: 'submissions', align: 'right' },
      { heading: 'imports', align: 'right' },
      { heading: 'added' },
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
      text: rows.length === 0 ? ['No case yet. criskit case add makes one.'] : formatTable(columns, rows),
    };
  },
});
