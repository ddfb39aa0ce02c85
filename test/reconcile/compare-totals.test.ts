import { describe, expect, it } from 'vitest';
import type { MediaKind } from '../../src/core/media.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { StatedSum } from '../../src/reconcile/contract.ts';
import { account, md5, row } from './invented.ts';

function stated(outcome: Outcome | null, count: number, mediaKind: StatedSum['mediaKind'] = null): StatedSum {
  return { place: { line: 99 }, outcome, mediaKind, count, text: `Total: ${count}` };
}

const rows = [
  row(2, 'identified', { digests: md5('a'), kind: 'image' }),
  row(3, 'identified', { digests: md5('b'), kind: 'video' }),
  row(4, 'recognized', { digests: md5('c'), kind: 'image' }),
  row(5, 'unrecognized', { digests: md5('d'), kind: 'image' }),
];

function judge(statedTotals: readonly StatedSum[], records = rows) {
  const result = account(null, records, { statedTotals });
  const findings = result.findings.filter(({ kind }) => kind === 'totals-differ');
  return { blocking: result.blocking, weights: findings.map(({ weight }) => weight), findings };
}

describe('stated totals', () => {
  it.each([
    ['of all records', [stated(null, 4)]],
    ['by outcome', [stated('identified', 2), stated('recognized', 1), stated('unrecognized', 1)]],
    ['by kind', [stated(null, 3, 'image'), stated(null, 1, 'video')]],
    ['by outcome and kind', [stated('identified', 1, 'image')]],
    ['in two parts', [stated('identified', 1), stated('identified', 1)]],
    ['twice the same', [stated('identified', 2), stated('identified', 2)]],
    ['of all that are not identified', [stated('not-identified', 2)]],
    ['of an outcome that has none', [stated('not-identified', 0)]],
  ])('agree %s', (_, sums) => {
    expect(judge(sums)).toEqual({ blocking: false, weights: [], findings: [] });
  });

  it('may count rows or distinct media', () => {
    const repeated = [...rows, row(6, 'identified', { digests: md5('a') })];
    expect(judge([stated('identified', 3)], repeated).blocking).toBe(false);
    expect(judge([stated('identified', 2)], repeated).blocking).toBe(false);
    expect(judge([stated('identified', 4)], repeated).blocking).toBe(true);
  });

  it.each([
    ['one more than was read', stated(null, 5)],
    ['one fewer', stated('identified', 1)],
    ['zero where there are some', stated('recognized', 0)],
    ['another number of videos', stated(null, 2, 'video')],
  ])('differ and block: %s', (_, sum) => {
    const { blocking, findings } = judge([sum]);
    expect(blocking).toBe(true);
    expect(findings).toMatchObject([{ weight: 'difference', expected: sum.count, place: { line: 99 } }]);
  });

  it('say that they could not be checked where kinds are unknown, and block only where no kind could help', () => {
    const kinds: MediaKind[] = ['image', 'unknown', 'unknown'];
    const records = kinds.map((kind, index) => row(index, 'identified', { digests: md5(`${index}`), kind }));
    expect(judge([stated(null, 3, 'image')], records)).toMatchObject({ blocking: false, weights: ['note'] });
    expect(judge([stated(null, 4, 'image')], records)).toMatchObject({ blocking: true, weights: ['difference'] });
  });

  it('block where a row that was counted could not be read or placed', () => {
    const records = [...rows, row(6, 'identified', { fileName: 'no digest.jpg' })];
    expect(judge([stated('identified', 3)], records).blocking).toBe(true);
  });
});
