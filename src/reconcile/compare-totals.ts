import type { Finding } from '../core/finding.ts';
import { excerpt } from '../core/printable.ts';
import type { StatedSum, SummedRecord } from './contract.ts';

interface Reading {
  readonly rows: number;
  readonly media: number;
  /** Rows of unknown kind that might belong here too. */
  readonly undecidedRows: number;
}

/**
 * The sums that the document states against what was read of it. A sum may count rows or distinct media; several sums
 * of the same thing may repeat each other or be parts of one whole. `not-identified` may stand for all but the
 * identified.
 */
export function compareTotals(
  stated: readonly StatedSum[],
  records: readonly SummedRecord[],
): { readonly findings: readonly Finding[]; readonly blocking: boolean } {
  const findings: Finding[] = [];
  for (const sums of Map.groupBy(stated, (sum) => `${sum.outcome} ${sum.mediaKind}`).values()) {
    const first = sums[0];
    if (first === undefined) continue;
    const readings = readingsOf(first, records);
    const whole = sums.reduce((total, sum) => total + sum.count, 0);
    if (readings.some((reading) => fits(reading, whole))) continue;
    for (const sum of sums) {
      if (!readings.some((reading) => fits(reading, sum.count))) findings.push(findingOf(sum, readings));
    }
  }
  return { findings, blocking: findings.some((finding) => finding.weight === 'difference') };
}

function fits(reading: Reading, count: number): boolean {
  return count === reading.rows || count === reading.media;
}

function readingsOf(sum: StatedSum, records: readonly SummedRecord[]): readonly Reading[] {
  const ofOutcome = records.filter((record) => sum.outcome === null || record.outcome === sum.outcome);
  const readings = [read(sum, ofOutcome)];
  if (sum.outcome === 'not-identified') {
    readings.push(
      read(
        sum,
        records.filter((record) => record.outcome !== 'identified'),
      ),
    );
  }
  return readings;
}

function read(sum: StatedSum, records: readonly SummedRecord[]): Reading {
  const counted = records.filter((record) => sum.mediaKind === null || record.kind === sum.mediaKind);
  return {
    rows: counted.length,
    media: new Set(counted.map((record) => record.identity)).size,
    undecidedRows: sum.mediaKind === null ? 0 : records.filter((record) => record.kind === 'unknown').length,
  };
}

function findingOf(sum: StatedSum, readings: readonly Reading[]): Finding {
  const found = readings[0]?.rows ?? 0;
  const words = [sum.outcome, sum.mediaKind === null ? 'records' : `${sum.mediaKind}s`].filter((word) => word !== null);
  const stated = `The document states ${sum.count} ${words.join(' ')} ("${excerpt(sum.text)}")`;
  const common = { kind: 'totals-differ', place: sum.place, expected: sum.count, found } as const;
  const undecided = readings.find(
    (reading) => sum.count > reading.rows && sum.count <= reading.rows + reading.undecidedRows,
  );
  if (undecided !== undefined) {
    const message = `${stated}; ${undecided.rows} were read and ${undecided.undecidedRows} more are of unknown kind, so the sum could not be checked.`;
    return { ...common, weight: 'note', message };
  }
  return { ...common, weight: 'difference', message: `${stated}, but ${found} were read.` };
}
