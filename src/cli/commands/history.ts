import { readHistory } from '../../app/history.ts';
import { checkedId } from '../../app/checked-text.ts';
import { excerpt } from '../../core/printable.ts';
import { defineCommand } from '../contract.ts';
import { formatTextTable } from '../../core/text-table.ts';
import { formatMoment } from '../table.ts';

export const history = defineCommand({
  args: {},
  options: {
    case: { value: 'NUMBER', summary: 'only what concerns this case' },
    limit: { value: 'COUNT', summary: 'only the last so many entries' },
  },
  details: [
    'The log is only ever added to; each entry carries the SHA-256 of the one before, and criskit db verify checks the chain.',
  ],
  examples: [
    { line: 'criskit history --limit 20', does: 'shows the last twenty things that were done' },
    { line: 'criskit history --case 24-0001', does: 'shows what was done in one case' },
  ],
  run: async ({ options, openLab }) => {
    const limit = options.limit === undefined ? undefined : checkedId('--limit', options.limit);
    const entries = await readHistory(await openLab('read'), { caseNumber: options.case, limit });
    const columns = [
      { title: 'no.', align: 'right' },
      { title: 'when' },
      { title: 'who' },
      { title: 'what' },
      { title: 'details' },
    ] as const;
    const rows = entries.map((entry) => [
      String(entry.auditId),
      formatMoment(entry.atUtc),
      entry.by,
      entry.action,
      excerpt(describe(entry.body), 120),
    ]);
    return {
      exitCode: 0,
      data: { entries },
      text: rows.length === 0 ? ['Nothing was done yet.'] : formatTextTable(columns, rows),
    };
  },
});

/** Such as `case 24-0001, records 12`. */
function describe(body: unknown): string {
  if (typeof body !== 'object' || body === null) return JSON.stringify(body) ?? '';
  return Object.entries(body)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
