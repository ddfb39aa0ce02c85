import { afterAll, describe, expect } from 'vitest';
import { itWith } from '../peer-program.ts';
import { type Form, groups } from './forms.ts';
import { type Counts, SubmissionLabs } from './submission-labs.ts';

const categories = ['known-victim', 'unidentified'] as const;
const exportFormats = ['csv', 'vics-2'] as const;

const itWithOffice = itWith('soffice');
let labs: SubmissionLabs | undefined;

afterAll(() => labs?.remove());

async function theLabs(): Promise<SubmissionLabs> {
  labs ??= await SubmissionLabs.make();
  return labs;
}

interface Imported {
  readonly container: string;
  readonly lines: Readonly<Record<string, number>>;
  readonly outcomes: unknown;
  readonly categories: unknown;
  readonly findings: readonly Record<string, unknown>[];
}

/** What the reply left behind in a lab that had nothing but the submission. */
interface Content {
  readonly imported: Imported;
  /** By `category.format`. */
  readonly exports: ReadonlyMap<string, Buffer>;
  readonly isVerified: unknown;
}

async function contentAfter(labs: SubmissionLabs, form: Form): Promise<Content> {
  const lab = labs.freshLab();
  // 1: the reply leaves files unmentioned.
  const imported = await lab.json(['import', labs.replyPath(form.name), '--case', '24-0001', '--yes'], 1);
  expect(imported).toMatchObject({ written: true, issues: [], notSent: 0 });
  const exports = new Map<string, Buffer>();
  for (const category of categories) {
    for (const format of exportFormats) {
      const name = `${category}.${format}`;
      await lab.json(['hashset', 'export', '--category', category, '--format', format, '-o', name]);
      exports.set(name, lab.read(name));
    }
  }
  const verified = await lab.json(['db', 'verify']);
  return { imported: imported as unknown as Imported, exports, isVerified: verified['ok'] };
}

/** What the import says of the submission, without where the document says it. */
function accountOf({ imported: { outcomes, categories, findings } }: Content): unknown {
  return { outcomes, categories, findings: findings.map(({ place: _, ...finding }) => finding) };
}

function expectAccounted({ imported }: Content, counts: Counts): void {
  const { read, ...parts } = imported.lines;
  expect(read).toBe(Object.values(parts).reduce((sum, part) => sum + part, 0));
  expect(imported.lines['records']).toBe(counts.records);
  expect(imported.outcomes).toMatchObject(counts.outcomes);
  const { 'not-mentioned': missing } = counts.outcomes;
  expect(imported.findings).toHaveLength((missing?.image ?? 0) + (missing?.video ?? 0));
  expect(new Set(imported.findings.map(({ kind }) => kind))).toEqual(new Set(['not-mentioned']));
}

describe.each(Object.entries(groups))('the reply "%s"', (group, forms) => {
  let reference: Content | undefined;

  for (const form of forms) {
    itWithOffice(`gives the same database content as ${form.name}`, () => compare(form));
  }

  async function compare(form: Form): Promise<void> {
    const labs = await theLabs();
    const content = await contentAfter(labs, form);
    expect(content.imported.container).toBe(form.container);
    expectAccounted(content, labs.counts());
    expect(content.isVerified).toBe(true);
    for (const category of categories) {
      expect(content.exports.get(`${category}.csv`)?.toString()).toBe(labs.expectedExport(group, category).toString());
    }
    reference ??= content;
    expect(accountOf(content)).toEqual(accountOf(reference));
    expect(content.exports).toEqual(reference.exports);
  }
});
