import { algorithmsStrongestFirst, type Digests, isDigestOfNothing } from '../core/digest.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { combineKinds, type KindCounts, type MediaKind, noMedia } from '../core/media.ts';
import type { DigestQuery, ImportEntry, LookupAnswer, Lot, Submission } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** What the database says today of the media of one case. */
export interface CaseFigures {
  /** `files`: of its submissions. `media`: distinct contents of its reports, where nothing was recorded as sent. */
  readonly unit: 'files' | 'media';
  readonly total: number;
  /** Filed as `known-victim`. */
  readonly known: KindCounts;
  /** Filed as `unidentified`, or answered and left out of it only because the split rule files images alone. */
  readonly unidentified: KindCounts;
  /** Filed elsewhere or nowhere: not answered yet, of another category, empty. */
  readonly rest: KindCounts;
}

/** The submissions of the case, its lots, and its reports in force. */
export interface CaseHoldings {
  readonly submissions: readonly Submission[];
  /** By number; none: the case was not put to the portal. */
  readonly lots: readonly Lot[];
  readonly reports: readonly ImportEntry[];
}

type MutableCounts = Record<MediaKind, number>;

export async function readCaseHoldings(lab: Lab, caseNumber: string): Promise<CaseHoldings> {
  return {
    submissions: await lab.store.listSubmissions(caseNumber),
    lots: await lab.store.listLots(caseNumber),
    reports: await lab.store.listImports({ caseNumber, kind: 'report', state: 'in-force' }),
  };
}

/** Counts every file that was sent (every media of the reports, where nothing was sent) by its category of today. */
export async function readCaseFigures(
  lab: Lab,
  holdings: Pick<CaseHoldings, 'submissions' | 'reports'>,
  signal?: AbortSignal,
): Promise<CaseFigures> {
  return holdings.submissions.length > 0
    ? countFiles(lab, holdings.submissions, signal)
    : countMedia(lab, holdings.reports, signal);
}

async function countFiles(lab: Lab, submissions: readonly Submission[], signal?: AbortSignal): Promise<CaseFigures> {
  const tally = new Tally(lab);
  for (const { submissionId } of submissions) {
    for await (const entries of lab.store.manifestOf(submissionId)) {
      throwIfInterrupted(signal);
      const answers = await lookUp(lab, entries);
      for (const [index, entry] of entries.entries()) tally.add(entry.kind, entry.digests, answers[index]);
    }
  }
  return tally.figures('files');
}

async function countMedia(lab: Lab, reports: readonly ImportEntry[], signal?: AbortSignal): Promise<CaseFigures> {
  const media = new Map<string, { kind: MediaKind; digests: Digests; answer: LookupAnswer | undefined }>();
  for (const { importId } of reports) {
    for await (const assertions of lab.store.assertionsOf(importId)) {
      throwIfInterrupted(signal);
      const answers = await lookUp(lab, assertions);
      for (const [index, { kind, digests }] of assertions.entries()) {
        const answer = answers[index];
        const key = answer?.mediaIds.join() ?? '';
        const known = media.get(key);
        if (known === undefined) media.set(key, { kind, digests, answer });
        else known.kind = combineKinds(known.kind, kind);
      }
    }
  }
  const tally = new Tally(lab);
  for (const { kind, digests, answer } of media.values()) tally.add(kind, digests, answer);
  return tally.figures('media');
}

class Tally {
  readonly #filesImagesOnly: boolean;
  readonly #known: MutableCounts = { ...noMedia };
  readonly #unidentified: MutableCounts = { ...noMedia };
  readonly #rest: MutableCounts = { ...noMedia };
  #total = 0;

  constructor(lab: Lab) {
    this.#filesImagesOnly = lab.settings.splitRule.unidentifiedKinds === 'images-only';
  }

  add(kind: MediaKind, digests: Digests, answer: LookupAnswer | undefined): void {
    this.#total += 1;
    this.#countsOf(kind, digests, answer)[kind] += 1;
  }

  figures(unit: CaseFigures['unit']): CaseFigures {
    return { unit, total: this.#total, known: this.#known, unidentified: this.#unidentified, rest: this.#rest };
  }

  #countsOf(kind: MediaKind, digests: Digests, answer: LookupAnswer | undefined): MutableCounts {
    const categories = answer?.categories.map(({ categoryId }) => categoryId) ?? [];
    if (categories.includes('known-victim')) return this.#known;
    if (categories.includes('unidentified')) return this.#unidentified;
    const isLeftOutByRule = this.#filesImagesOnly && kind === 'video' && answer?.known === true;
    return isLeftOutByRule && categories.length === 0 && !isDigestOfNothing(digests) ? this.#unidentified : this.#rest;
  }
}

/** One answer per item, in order; undefined for an item without a digest. The strongest digest is asked for. */
export async function lookUp(
  lab: Lab,
  items: readonly { readonly digests: Digests }[],
): Promise<readonly (LookupAnswer | undefined)[]> {
  const queries = items.map(({ digests }) => strongestQuery(digests));
  const answers = await lab.store.lookup(queries.filter((query) => query !== undefined));
  let next = 0;
  return queries.map((query) => {
    if (query === undefined) return undefined;
    next += 1;
    return answers[next - 1];
  });
}

function strongestQuery(digests: Digests): DigestQuery | undefined {
  for (const algorithm of algorithmsStrongestFirst) {
    const value = digests[algorithm];
    if (value !== undefined) return { algorithm, value };
  }
  return undefined;
}
