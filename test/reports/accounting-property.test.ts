import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CriskitError } from '../../src/core/errors.ts';
import { totalOfKinds } from '../../src/core/media.ts';
import { accountReport } from '../../src/reconcile/account-report.ts';
import type { Report } from '../../src/reports/contract.ts';
import { layouts, readReport } from '../../src/reports/lookup.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { inventReply } from './invented-layouts.ts';
import type { InventedReply } from './invented-reply.ts';
import type { Choices } from './invented-submission.ts';

/** In all, over all layouts. `CRISKIT_PROPERTY_RUNS=1000000` looks longer. */
const runs = Number(process.env['CRISKIT_PROPERTY_RUNS'] ?? 10_000);

const vocabulary = createVocabulary();

function choicesOf(gen: fc.GeneratorValue): Choices {
  const below = (count: number): number => gen(fc.nat, { max: count - 1 });
  return { below, of: (options) => options[below(options.length)] as never, oneIn: (count) => below(count) === 0 };
}

/** The report, or undefined where there is none to be had for a stated reason. */
function read({ document, submission }: InventedReply, layout: string | undefined): Report | undefined {
  const sentNames = createSentNames(submission.entries.map(({ path }) => path));
  try {
    return readReport(document, { vocabulary, sentNames }, { layout });
  } catch (error) {
    const isStated =
      error instanceof CriskitError && ['NO_RECORDS', 'FORMAT_UNKNOWN', 'FORMAT_AMBIGUOUS'].includes(error.code);
    if (isStated) return undefined;
    throw error;
  }
}

/** What becomes of every file that was sent. */
function outcomesOfFiles(report: Report | undefined, { submission }: InventedReply): readonly string[] {
  const { entries } = submission;
  const accounting = accountReport({
    manifests: [{ submissionId: 1, entries }],
    records: report?.records ?? [],
    statedTotals: report?.statedTotals ?? [],
    issueCount: report?.issues.length ?? 0,
    notMentionedLimit: 3,
  });
  const sum = Object.values(accounting.outcomes).reduce((total, kinds) => total + totalOfKinds(kinds), 0);
  expect(sum).toBe(entries.length);
  return accounting.units.map(({ outcome }) => outcome);
}

function expectedOutcomes({ submission, said }: InventedReply): readonly string[] {
  const mentioned = new Map([...said.values()].flat().map(({ sent, outcome }) => [sent.md5, outcome]));
  return submission.entries.map(({ digests }) => mentioned.get(digests.md5 ?? '') ?? 'not-mentioned');
}

function checkLines(report: Report, reply: InventedReply): void {
  const { read: all, records, issues, headings, blanks, furniture } = report.lines;
  expect(all).toBe(reply.document.tables.reduce((sum, { rows }) => sum + rows.length, 0));
  expect(records + issues + headings + blanks + furniture).toBe(all);
  const wrong = report.readings.filter(({ row, line }) => {
    const meant = reply.said.get(row)?.map(({ outcome }) => outcome);
    const found =
      line.kind === 'record' ? [line.record, ...(line.others ?? [])].map(({ outcome }) => outcome) : undefined;
    const isMissed = meant !== undefined && meant.join() !== found?.join();
    return isMissed || (reply.junk.has(row) && line.kind !== 'issue');
  });
  expect(wrong.map(({ row, line }) => [line.kind, ...row.cells.map(({ text }) => text)])).toEqual([]);
}

describe.each(layouts.map(({ id }) => id))('random replies for %s', (id) => {
  it('lose no line and no file, and count none twice', { timeout: Math.max(60_000, runs * 30) }, () => {
    const invent = inventReply[id];
    if (invent === undefined) throw new Error(`No replies are invented for the layout ${id}.`);
    let found = 0;
    fc.assert(
      fc.property(fc.gen(), (gen) => {
        const reply = invent(choicesOf(gen));
        const expected = expectedOutcomes(reply);
        const report = read(reply, id);
        if (report !== undefined) checkLines(report, reply);
        expect(outcomesOfFiles(report, reply)).toEqual(expected);
        // Whatever layout it is recognised as, no file gets another outcome than the one that was meant.
        const recognised = read(reply, undefined);
        const outcomes = outcomesOfFiles(recognised, reply);
        expect(outcomes.filter((outcome, index) => outcome !== 'not-mentioned' && outcome !== expected[index])).toEqual(
          [],
        );
        if (recognised !== undefined) found += 1;
      }),
      { numRuns: Math.ceil(runs / layouts.length) },
    );
    expect(found).toBeGreaterThan(runs / layouts.length / 2);
  });
});
