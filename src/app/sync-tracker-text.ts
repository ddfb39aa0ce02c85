import { excerpt, printable } from '../core/printable.ts';
import { countOf } from '../core/units.ts';
import { formatFindings } from '../render/findings-text.ts';
import type { SyncedRow, SyncTrackerResult } from './sync-tracker.ts';

/** What a sync did or would do, for people: each cell that changed, then what was left alone and why. */
export function formatSync(result: SyncTrackerResult, dryRun: boolean): readonly string[] {
  const touched = result.rows.filter(({ state }) => state === 'added' || state === 'changed');
  const findings = formatFindings(result.findings);
  return [
    ...touched.flatMap((row) => formatRow(row)),
    ...(touched.length > 0 ? [''] : []),
    ...findings,
    ...(findings.length > 0 ? [''] : []),
    formatEnd(result, touched.length, dryRun),
  ];
}

function formatRow({ case: caseNumber, state, cells }: SyncedRow): readonly string[] {
  const shown = cells.map(({ title, before, after }) => {
    const was = before === '' ? '' : `${excerpt(before)} → `;
    return `  ${title}: ${was}${after === '' ? '(blank)' : excerpt(after)}`;
  });
  return [printable(`Case ${caseNumber} (${state === 'added' ? 'new row' : 'changed'})`), ...shown];
}

function formatEnd({ workbook, rows, backup }: SyncTrackerResult, touched: number, dryRun: boolean): string {
  const all = countOf(rows.length, 'case');
  if (touched === 0) return printable(`${workbook} was left as it is (${all}).`);
  if (dryRun)
    return printable(`Would write ${countOf(touched, 'row')} of ${all} into ${workbook}; nothing was written.`);
  return printable(
    `Wrote ${countOf(touched, 'row')} of ${all} into ${workbook}; the version before is ${backup ?? ''}.`,
  );
}
