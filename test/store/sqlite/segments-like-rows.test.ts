import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Digests, isDigestOfNothing } from '../../../src/core/digest.ts';
import type { DigestQuery, LookupAnswer, MediaRecord, Statement, Store } from '../../../src/store/contract.ts';
import { anyStep, type Step, take } from './histories.ts';
import { actor, actorAt, digestsOf, newLab } from './lab-database.ts';

const queries: readonly DigestQuery[] = ['a', 'b', 'c', ''].flatMap((text) => {
  const { md5, sha1 } = digestsOf(text);
  return [
    { algorithm: 'md5', value: md5 },
    { algorithm: 'sha1', value: sha1 },
  ];
});

const categories = ['known-victim', 'unidentified', 'system-files'];

/** Everything that can be asked, but for the numbers of media, which no two databases need to share. */
async function everythingSaid(store: Store, moments: readonly string[]) {
  const sets = (await store.listImports()).filter(({ kind }) => kind === 'hash-set');
  const records = [];
  for (const { importId } of sets) records.push(await recordsOfSet(store, importId));
  const filed = [];
  for (const category of categories) {
    for (const orderBy of ['md5', 'sha1', 'sha256'] as const) filed.push(await filedIn(store, category, { orderBy }));
    for (const asOfUtc of moments) filed.push(await filedIn(store, category, { orderBy: 'md5', asOfUtc }));
  }
  const { sizeBytes: _, ...stats } = await store.stats();
  const statements = [];
  for (const query of queries) statements.push(statementOf(await store.why(query)));
  // Of linked media that differ in a digest, which is what some conflicts are about, the one that is named is any of them.
  const conflicts = (await store.listConflicts()).map(({ kind, state, importId, media }) => ({
    kind,
    state,
    importId,
    media: media.length,
  }));
  return {
    answers: (await store.lookup(queries)).map(answerOf),
    statements,
    filed,
    records,
    stats,
    conflicts: inAnyOrder(conflicts),
    imports: await store.listImports(),
  };
}

function answerOf({ mediaIds, ...answer }: LookupAnswer) {
  return { ...answer, contents: mediaIds.length };
}

function statementOf({ answer, media, assertions, ...rest }: Statement) {
  const { submissions, exports, refilings } = rest;
  return {
    answer: answerOf(answer),
    media: inAnyOrder(media.map(({ mediaId: _, ...described }) => described)),
    assertions: inAnyOrder(assertions),
    refilings,
    submissions,
    exports,
  };
}

async function filedIn(store: Store, category: string, options: Parameters<Store['recordsOf']>[1]) {
  const { records, total, leftOut } = await store.recordsOf(category, options);
  const list: Omit<MediaRecord, 'mediaId'>[] = [];
  for await (const batch of records) list.push(...batch.map(({ mediaId: _, ...record }) => record));
  return { category, options, list, total, leftOut };
}

async function recordsOfSet(store: Store, importId: number) {
  const list = [];
  for await (const batch of store.hashSetRecords(importId)) list.push(...batch);
  return { importId, list: inAnyOrder(list) };
}

function inAnyOrder<T>(list: readonly T[]): readonly string[] {
  return list.map((item) => JSON.stringify(item, membersInOrder)).toSorted();
}

function membersInOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const momentOf = (number: number) => `2026-05-${String(number + 1).padStart(2, '0')}T10:00:00.000Z`;

async function expectTheSame(steps: readonly Step[]): Promise<void> {
  const [rows, segments] = [await newLab(), await newLab(undefined, { segmentFrom: 1 })];
  const moments: string[] = [];
  for (const [number, step] of steps.entries()) {
    const moment = momentOf(number);
    const [expected, found] = [
      await take(rows, step, number, actorAt(moment)),
      await take(segments, step, number, actorAt(moment)),
    ];
    expect(found).toEqual(expected);
    moments.push(moment);
    const verified = await segments.verify();
    expect(verified.checks.filter(({ ok }) => !ok)).toEqual([]);
  }
  expect(await everythingSaid(segments, moments)).toEqual(await everythingSaid(rows, moments));
  expect(await segments.rebuild(actor)).toEqual({ mediaChanged: 0 });
}

/**
 * Where a document mixes two contents, which of two media something is put to depends on which came first, in rows as well, and
 * segments number their contents by digest. So no document here mixes (in `any-history` they do, and everything must hold
 * together there). The sets come in the order in which segments number contents, and hold nothing that goes into rows out of turn:
 * no single digest without anything else, no content of nothing, and nothing behind removals but what they take out.
 */
const anyComparableStep = anyStep.map((step): Step => {
  if (step.kind === 'report')
    return { ...step, says: step.says.map(([digests, outcome]) => [unmixed(digests), outcome]) };
  if (step.kind !== 'set') return step;
  const digests = step.digests
    .map(unmixed)
    .filter((one) => !isDigestOfNothing(one))
    .toSorted((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1));
  // A set beside the one before it takes nothing out.
  const removals = step.earlier === 'keep' ? [] : step.removals.map(unmixed);
  return { ...step, isDescribed: true, digests, removals, readded: removals.filter((one) => !isDigestOfNothing(one)) };
});

/** With two digests: those of the content that has the MD5. */
function unmixed(digests: Digests): Digests {
  if (digests.md5 === undefined || digests.sha1 === undefined) return digests;
  const text = ['a', 'b', 'c', ''].find((one) => digestsOf(one).md5 === digests.md5);
  return text === undefined ? digests : digestsOf(text);
}

/** By which algorithms it has, then by the first of them. */
function keyOf({ md5, sha1 }: Digests): string {
  const algorithms = md5 === undefined ? 2 : sha1 === undefined ? 0 : 1;
  return `${algorithms} ${md5 ?? ''} ${sha1 ?? ''}`;
}

describe('hash sets that are kept as segments', () => {
  it('answer everything as rows do, whatever happened, where no document mixes contents', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyComparableStep, { minLength: 1, maxLength: 7 }), (steps) => expectTheSame(steps)),
      { numRuns: 60 },
    );
  });
});
