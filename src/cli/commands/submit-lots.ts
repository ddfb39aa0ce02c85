import { listLots, type LotView } from '../../app/list-lots.ts';
import { algorithmTitle } from '../../core/digest.ts';
import { formatTextTable } from '../../core/text-table.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatMoment } from '../table.ts';

export const submitLots = defineCommand({
  args: { case: { summary: "the lab's case number" } },
  options: {},
  details: ['The exit code is 1 while a lot waits for its answer, whole or in part.'],
  examples: [
    { line: 'criskit submit lots 24-0001', does: 'shows which lots have their answer, and from which import' },
  ],
  run: async ({ args, openLab }) => {
    const lots = await listLots(await openLab('read'), args.case);
    return {
      exitCode: lots.every(({ state }) => state === 'answered') ? 0 : 1,
      data: { case: args.case, lots },
      text: lots.length === 0 ? ['No lot yet. criskit submit batch makes them.'] : asText(lots),
    };
  },
});

function asText(lots: readonly LotView[]): readonly string[] {
  const columns = [
    { title: 'lot', align: 'right' },
    { title: 'digests', align: 'right' },
    { title: 'algorithm' },
    { title: 'submission' },
    { title: 'written' },
    { title: 'by' },
    { title: 'answer' },
    { title: 'import' },
  ] as const;
  const rows = lots.map((lot) => [
    String(lot.number),
    formatCount(lot.digests),
    algorithmTitle[lot.algorithm],
    lot.submissions.join(', '),
    formatMoment(lot.writtenAtUtc),
    lot.writtenBy,
    lot.state === 'partly' ? `partly (${formatCount(lot.answered)} of ${formatCount(lot.digests)})` : lot.state,
    lot.imports.join(', '),
  ]);
  const open = lots.filter(({ state }) => state !== 'answered').length;
  return [
    ...formatTextTable(columns, rows),
    '',
    open === 0
      ? 'Every lot has its answer.'
      : `${countOf(open, 'lot')} of ${formatCount(lots.length)} without a whole answer.`,
  ];
}
