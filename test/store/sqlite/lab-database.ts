import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseDigest, type Digest, type Digests } from '../../../src/core/digest.ts';
import { categoryOf, defaultSplitRule, formatSplitRule, type SplitRule } from '../../../src/core/split-rule.ts';
import { defaultCategories } from '../../../src/core/category.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { type PackedRecords, RecordPacker, type UnpackedRecord } from '../../../src/core/packed-records.ts';
import type {
  Actor,
  NewAssertion,
  NewDocument,
  NewReportImport,
  NewSplitRuleImport,
  SetRemovals,
  Store,
} from '../../../src/store/contract.ts';
import { openStore, type OpenStoreOptions } from '../../../src/store/sqlite/open-store.ts';

export const actor: Actor = { by: 'Examiner', atUtc: '2026-03-01T10:00:00.000Z' };

export function actorAt(atUtc: string): Actor {
  return { by: 'Examiner', atUtc };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new database with the default categories, one ignorable one, and case 24-0001. */
export async function newLab(
  path = join(temporaryFolder(), 'lab.db'),
  options: Pick<OpenStoreOptions, 'segmentFrom'> = {},
): Promise<Store> {
  const store = await openStore({ path, create: true, busyTimeoutMs: 300, ...options });
  onTestFinished(() => store.close());
  const categories = [...defaultCategories, { id: 'system-files', title: 'System files', kind: 'ignorable' as const }];
  await store.syncCategories(categories, ['known-victim', 'unidentified'], actor);
  await store.addCase(
    { caseNumber: '24-0001', agency: 'PD', agencyCaseNumber: 'A1', officer: null, examiner: null },
    actor,
  );
  return store;
}

export function md5Of(text: string): Digest<'md5'> {
  return parseDigest('md5', createHash('md5').update(text).digest('hex')) as Digest<'md5'>;
}

/** MD5 and SHA-1 of a text that stands for a content. */
export function digestsOf(text: string): Required<Pick<Digests, 'md5' | 'sha1'>> {
  const sha1 = parseDigest('sha1', createHash('sha1').update(text).digest('hex')) as Digest<'sha1'>;
  return { md5: md5Of(text), sha1 };
}

export function documentOf(text: string): NewDocument {
  const bytes = Buffer.from(text);
  const sha256 = parseDigest('sha256', createHash('sha256').update(bytes).digest('hex')) as Digest<'sha256'>;
  return { name: `${text}.csv`, sha256, sizeBytes: bytes.length, bytes };
}

export function says(digests: Digests, outcome: Outcome, line: number): NewAssertion {
  return {
    digests,
    place: { line },
    outcome,
    categoryId: categoryOf(defaultSplitRule, outcome, 'image'),
    kind: 'image',
  };
}

/** Records of a hash set as the store takes them, a batch for each list. */
export async function* packed(
  batches: AsyncIterable<readonly UnpackedRecord[] | SetRemovals>,
): AsyncGenerator<PackedRecords | SetRemovals> {
  const packer = new RecordPacker();
  for await (const batch of batches) {
    if ('removals' in batch) {
      yield batch;
      continue;
    }
    for (const record of batch) packer.add(record);
    yield packer.finish();
  }
}

/** A report of case 24-0001 whose document is the text. */
export function reportOf(
  text: string,
  assertions: readonly NewAssertion[],
  extra: Partial<NewReportImport> = {},
): NewReportImport {
  return {
    caseNumber: '24-0001',
    submissionId: null,
    document: documentOf(text),
    layout: 'status-column',
    part: null,
    splitRule: defaultSplitRule,
    acceptedDifference: null,
    supersedes: null,
    assertions,
    issues: [],
    findings: [],
    summary: { text },
    ...extra,
  };
}

export async function* inOneBatch<T>(...items: readonly T[]): AsyncGenerator<readonly T[]> {
  yield items;
}

/** A rule with its targets in the order identified, recognized, unrecognized, not-identified, ready to be applied. */
export function ruleOf(version: number, targets: readonly (string | null)[], extra: Partial<SplitRule> = {}) {
  const [identified = null, recognized = null, unrecognized = null, notIdentified = null] = targets;
  const byOutcome = { identified, recognized, unrecognized, 'not-identified': notIdentified };
  const rule: SplitRule = { version, byOutcome, unidentifiedKinds: 'all', ...extra };
  return { rule, document: documentOf(formatSplitRule(rule)), reason: null } satisfies NewSplitRuleImport;
}
