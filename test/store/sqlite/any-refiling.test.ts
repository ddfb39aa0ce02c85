import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomes, type Outcome } from '../../../src/core/outcome.ts';
import { categoryOf, defaultSplitRule, type SplitRule } from '../../../src/core/split-rule.ts';
import type { Store } from '../../../src/store/contract.ts';
import { actor, md5Of, newLab, reportOf, ruleOf } from './lab-database.ts';

/**
 * What split rules that are applied amount to, told a second time without anything of the program: each report in force files
 * its outcomes by the last rule in force that was applied after it, else by its own; the best category wins.
 */
interface ModelImport {
  readonly rule: SplitRule;
  /** Undefined: the rule was applied. */
  readonly says: ReadonlyMap<string, Outcome> | undefined;
  readonly supersedes: number | undefined;
  state: 'in-force' | 'undone' | 'superseded';
}

const precedence = ['known-victim', 'unidentified', 'system-files'];
const texts = ['a', 'b', 'c'];

function filedBy(model: readonly ModelImport[], index: number, outcome: Outcome): string | null {
  const later = model.findLast((one, at) => at > index && one.says === undefined && one.state === 'in-force');
  return categoryOf((later ?? model[index])?.rule ?? defaultSplitRule, outcome, 'image');
}

/** In order; each text with the categories that its reports in force file it in. */
function expected(model: readonly ModelImport[]): readonly (readonly string[])[] {
  // No outcome category stands beside another: the best one wins. All that any rule in force names are outcome categories.
  const named = new Set(
    model.filter(({ state }) => state === 'in-force').flatMap(({ rule }) => Object.values(rule.byOutcome)),
  );
  return texts.map((text) => {
    const filed = model.flatMap(({ says, state }, index) => {
      const outcome = says?.get(text);
      return outcome === undefined || state !== 'in-force' ? [] : (filedBy(model, index, outcome) ?? []);
    });
    const best = precedence.find((id) => named.has(id) && filed.includes(id));
    return precedence.filter((id) => filed.includes(id) && (id === best || !named.has(id)));
  });
}

async function found(store: Store): Promise<readonly (readonly string[])[]> {
  const answers = await store.lookup(texts.map((text) => ({ algorithm: 'md5', value: md5Of(text) })));
  return answers.map(({ categories }) => categories.map(({ categoryId }) => categoryId));
}

const anyTargets = fc.array(fc.constantFrom(...precedence, null), { minLength: 4, maxLength: 4 });
const anyStep = fc.oneof(
  fc.record({
    kind: fc.constant('report' as const),
    says: fc.array(fc.tuple(fc.constantFrom(...texts), fc.constantFrom(...outcomes)), { minLength: 1, maxLength: 3 }),
    supersedes: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('apply' as const), targets: anyTargets }),
  fc.record({ kind: fc.constant('undo' as const), which: fc.nat(20) }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;

async function take(store: Store, model: ModelImport[], rule: SplitRule, step: Step): Promise<SplitRule> {
  if (step.kind === 'report') {
    const says = new Map(step.says);
    const last = model.findLastIndex((one) => one.says !== undefined && one.state === 'in-force');
    const supersedes = step.supersedes && last >= 0 ? last : undefined;
    const assertions = [...says].map(([text, outcome], index) => ({
      digests: { md5: md5Of(text) },
      place: { line: index + 1 },
      outcome,
      categoryId: categoryOf(rule, outcome, 'image'),
      kind: 'image' as const,
    }));
    const extra = { splitRule: rule, supersedes: supersedes === undefined ? null : supersedes + 1 };
    await store.importReport(reportOf(`report ${model.length}`, assertions, extra), actor);
    const superseded = supersedes === undefined ? undefined : model[supersedes];
    if (superseded !== undefined) superseded.state = 'superseded';
    model.push({ rule, says, supersedes, state: 'in-force' });
    return rule;
  }
  if (step.kind === 'apply') {
    const next = ruleOf(rule.version + 1, step.targets);
    const { importId } = await store.applySplitRule(next, actor);
    if (importId !== null) model.push({ rule: next.rule, says: undefined, supersedes: undefined, state: 'in-force' });
    return next.rule;
  }
  const standing = model.filter(({ state }) => state === 'in-force');
  const target = standing[step.which % Math.max(1, standing.length)];
  if (target === undefined) return rule;
  await store.undoImport(model.indexOf(target) + 1, 'because', actor);
  target.state = 'undone';
  const revived = target.supersedes === undefined ? undefined : model[target.supersedes];
  if (revived?.state === 'superseded') revived.state = 'in-force';
  return rule;
}

describe('any history of reports, split rules and undos', () => {
  it('files each media as a second telling of the rules does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 9 }), async (steps) => {
        const store = await newLab();
        const model: ModelImport[] = [];
        let rule = defaultSplitRule;
        for (const step of steps) {
          rule = await take(store, model, rule, step);
          expect(await found(store)).toEqual(expected(model));
        }
        expect((await store.verify()).checks.filter(({ ok }) => !ok)).toEqual([]);
        expect(await store.rebuild(actor)).toEqual({ mediaChanged: 0 });
      }),
      { numRuns: 120 },
    );
  });
});
