import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import { derive, type AssertionInForce, type DerivationInput } from '../../src/store/derive.ts';

const known = 1;
const unidentified = 2;
const system = 3;
const vics = 4;
const categories = new Map([
  [known, { kind: 'alert' as const, rank: 0, isOutcome: true }],
  [unidentified, { kind: 'alert' as const, rank: 1, isOutcome: true }],
  [system, { kind: 'ignorable' as const, rank: 2, isOutcome: false }],
  [vics, { kind: 'alert' as const, rank: 3, isOutcome: false }],
]);

function said(importId: number, outcome: Outcome): AssertionInForce {
  return { importId, outcome, categoryId: outcome === 'identified' ? known : unidentified };
}

function inSet(importId: number, categoryId: number): AssertionInForce {
  return { importId, outcome: null, categoryId };
}

function deriveFrom(assertions: readonly AssertionInForce[], extra: Partial<DerivationInput> = {}) {
  const { memberships, open, stillSettled } = derive(
    { assertions, refilings: [], settled: [], ofNothing: false, suppressed: false, ...extra },
    categories,
  );
  return { in: memberships.map(({ categoryId, importId }) => [categoryId, importId]), open, stillSettled };
}

describe('derive', () => {
  it('files nothing where nothing is said', () => {
    expect(deriveFrom([])).toEqual({ in: [], open: [], stillSettled: [] });
  });

  it('lets the outcome category of highest precedence win, since the import that first filed it there', () => {
    expect(deriveFrom([said(1, 'recognized'), said(2, 'identified'), said(3, 'identified')]).in).toEqual([[known, 2]]);
  });

  it('lets other categories stand beside it', () => {
    expect(deriveFrom([said(1, 'identified'), inSet(2, vics)])).toEqual({
      in: [
        [known, 1],
        [vics, 2],
      ],
      open: [],
      stillSettled: [],
    });
  });

  it.each<[Outcome, Outcome, boolean]>([
    ['identified', 'recognized', true],
    ['identified', 'not-identified', true],
    ['recognized', 'unrecognized', true],
    ['recognized', 'not-identified', false],
    ['unrecognized', 'recognized', false],
    ['not-identified', 'unrecognized', false],
    ['recognized', 'identified', false],
  ])('%s, then %s in a later import: backwards %s', (earlier, later, backwards) => {
    const expected = backwards ? [{ kind: 'outcome-backwards', importId: 2 }] : [];
    expect(deriveFrom([said(1, earlier), said(2, later)]).open).toEqual(expected);
  });

  it.each<[Outcome, Outcome, boolean]>([
    ['identified', 'not-identified', true],
    ['recognized', 'unrecognized', true],
    ['not-identified', 'unrecognized', false],
    ['identified', 'identified', false],
  ])('%s and %s in one import: differ %s', (one, other, differ) => {
    const expected = differ ? [{ kind: 'outcomes-differ', importId: 1 }] : [];
    expect(deriveFrom([said(1, one), said(1, other)]).open).toEqual(expected);
  });

  it('opens a conflict where an alert and an ignorable category meet, named after the import that completed it', () => {
    expect(deriveFrom([inSet(1, system), said(4, 'identified')]).open).toEqual([
      { kind: 'alert-and-ignorable', importId: 4 },
    ]);
  });

  it('never files content of nothing in an alert category, which is no conflict', () => {
    expect(deriveFrom([inSet(1, system), said(4, 'identified')], { ofNothing: true })).toEqual({
      in: [[system, 1]],
      open: [],
      stillSettled: [],
    });
  });

  it('takes a suppressed media out of every category', () => {
    expect(deriveFrom([said(1, 'identified'), inSet(1, vics)], { suppressed: true }).in).toEqual([]);
  });

  it('lets a settlement replace what was said up to then, and later imports speak again', () => {
    const settled = [
      { conflictId: 9, kind: 'outcome-backwards' as const, importId: 2, upToImport: 2, categoryId: unidentified },
    ];
    const two = [said(1, 'identified'), said(2, 'recognized')];
    expect(deriveFrom(two, { settled })).toEqual({ in: [[unidentified, 2]], open: [], stillSettled: [9] });
    expect(deriveFrom([...two, said(3, 'identified')], { settled }).in).toEqual([[known, 3]]);
  });

  it('drops a settlement whose cause is no longer in force', () => {
    const settled = [
      { conflictId: 9, kind: 'outcome-backwards' as const, importId: 2, upToImport: 2, categoryId: null },
    ];
    expect(deriveFrom([said(1, 'identified')], { settled })).toEqual({ in: [[known, 1]], open: [], stillSettled: [] });
  });
});
