import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import { type AssertionInForce, type DerivationInput, derive, takenBackBy } from '../../src/store/derive.ts';

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

describe('a split rule that was applied', () => {
  const refiling = (importId: number, outcome: Outcome, categoryId: number | null) => ({
    importId,
    outcome,
    categoryId,
  });

  it('gives the outcomes of earlier reports its category, since its own import', () => {
    const refilings = [refiling(2, 'recognized', known)];
    expect(deriveFrom([said(1, 'recognized')], { refilings }).in).toEqual([[known, 2]]);
    expect(deriveFrom([said(1, 'recognized'), said(3, 'recognized')], { refilings }).in).toEqual([[known, 2]]);
    expect(deriveFrom([said(3, 'recognized')], { refilings }).in).toEqual([[unidentified, 3]]);
    expect(deriveFrom([said(1, 'unrecognized')], { refilings }).in).toEqual([[unidentified, 1]]);
    expect(deriveFrom([inSet(1, unidentified)], { refilings }).in).toEqual([[unidentified, 1]]);
  });

  it('says nothing by itself', () => {
    expect(deriveFrom([], { refilings: [refiling(2, 'recognized', known)] })).toEqual({
      in: [],
      open: [],
      stillSettled: [],
    });
  });

  it('may file nowhere, and the last one wins', () => {
    const one = [said(1, 'recognized')];
    const nowhere = refiling(2, 'recognized', null);
    expect(deriveFrom(one, { refilings: [nowhere] }).in).toEqual([]);
    expect(deriveFrom(one, { refilings: [nowhere, refiling(3, 'recognized', unidentified)] }).in).toEqual([
      [unidentified, 3],
    ]);
    // What changes nothing is not named.
    expect(deriveFrom(one, { refilings: [refiling(2, 'recognized', unidentified)] }).in).toEqual([[unidentified, 1]]);
  });

  it('keeps content of nothing out of alert categories', () => {
    const refilings = [refiling(2, 'recognized', known)];
    expect(deriveFrom([said(1, 'recognized')], { refilings, ofNothing: true }).in).toEqual([]);
  });

  it('is named by no conflict that its categories make, and leaves those between outcomes as they are', () => {
    const refilings = [refiling(3, 'recognized', system)];
    expect(deriveFrom([said(1, 'recognized'), inSet(2, vics)], { refilings }).open).toEqual([
      { kind: 'alert-and-ignorable', importId: 2 },
    ]);
    const backwards = [said(1, 'identified'), said(2, 'recognized')];
    expect(deriveFrom(backwards, { refilings: [refiling(3, 'recognized', known)] }).open).toEqual([
      { kind: 'outcome-backwards', importId: 2 },
    ]);
  });

  it('does not touch a decision that was made before it, and is replaced by one that was made after', () => {
    const said12 = [said(1, 'recognized'), inSet(2, system)];
    const settled = (upToImport: number) => [
      { conflictId: 9, kind: 'alert-and-ignorable' as const, importId: 2, upToImport, categoryId: unidentified },
    ];
    const refilings = [refiling(3, 'recognized', system)];
    expect(deriveFrom(said12, { refilings, settled: settled(2) })).toEqual({
      in: [[unidentified, 2]],
      open: [],
      stillSettled: [9],
    });
    // Settled when the rule had taken the contradiction away already: then there was none to settle.
    expect(deriveFrom(said12, { refilings, settled: settled(3) }).stillSettled).toEqual([]);
    expect(deriveFrom([...said12, said(4, 'recognized')], { refilings, settled: settled(2) }).in).toEqual([
      [unidentified, 2],
    ]);
    const later = [refiling(5, 'recognized', known)];
    expect(deriveFrom([...said12, said(4, 'recognized')], { refilings: later, settled: settled(2) }).in).toEqual([
      [known, 5],
    ]);
  });
});

describe('what an import takes back', () => {
  const takenBack = (importId: number, assertions: readonly AssertionInForce[], extra: Partial<DerivationInput> = {}) =>
    takenBackBy(
      importId,
      { assertions, refilings: [], settled: [], ofNothing: false, suppressed: false, ...extra },
      categories,
    );

  it('is what earlier imports say and it contradicts', () => {
    const two = [said(1, 'identified'), said(2, 'recognized')];
    expect(takenBack(2, two)).toEqual({ before: ['identified'], after: ['recognized'] });
    expect(takenBack(1, two)).toBeUndefined();
    expect(takenBack(2, [said(1, 'recognized'), said(2, 'identified')])).toBeUndefined();
    expect(takenBack(2, [said(1, 'recognized'), said(2, 'not-identified')])).toBeUndefined();
    expect(takenBack(2, [said(2, 'identified'), said(2, 'recognized')])).toBeUndefined();
    expect(takenBack(3, [inSet(1, known), said(3, 'recognized')])).toBeUndefined();
  });

  it('is nothing of what a decision replaced', () => {
    const three = [said(1, 'identified'), said(2, 'recognized'), said(3, 'recognized')];
    expect(takenBack(3, three)).toEqual({ before: ['identified'], after: ['recognized'] });
    const settled = [
      { conflictId: 9, kind: 'outcome-backwards' as const, importId: 2, upToImport: 2, categoryId: unidentified },
    ];
    expect(takenBack(3, three, { settled })).toBeUndefined();
  });
});
