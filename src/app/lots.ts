import type { Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { countOf } from '../core/units.ts';
import type { ReturnedRecord, SentLot, SentManifest } from '../reconcile/contract.ts';
import { lotOfRecords, manifestsOfLot } from '../reconcile/lot-manifest.ts';
import type { Lot } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** What a report is compared with, where the case was put to the portal in lots. */
export interface LotComparison {
  /** Reduced to the lot, where there is one. */
  readonly manifests: readonly SentManifest[];
  /** Its number; null: the report is compared with everything. */
  readonly lot: number | null;
  /** What the examiner should know, in sentences. */
  readonly advice: readonly string[];
}

/**
 * Reduces what was sent to the lot that was named, else to the one lot that holds every digest of the report, if there is one.
 * Throws NOT_FOUND where the case has no lot of that number, or none of it lies in these manifests.
 */
export async function compareWithLot(
  lab: Lab,
  caseNumber: string,
  request: { readonly lot: number | undefined; readonly manifests: readonly SentManifest[] },
  records: readonly ReturnedRecord[],
): Promise<LotComparison> {
  const { manifests } = request;
  const known = await lab.store.listLots(caseNumber);
  const numbers = known.map(({ number }) => number);
  if (request.lot !== undefined && !numbers.includes(request.lot)) {
    throw new CriskitError('NOT_FOUND', `Case ${caseNumber} has no lot ${request.lot}.`, {
      hint:
        known.length === 0
          ? 'It has none at all: criskit submit batch makes them.'
          : `Its lots: ${numbers.join(', ')}.`,
    });
  }
  const lots = await readSentLots(lab, caseNumber, known);
  const lot =
    request.lot === undefined
      ? lotOfRecords(records, manifests, lots)
      : lots.find(({ number }) => number === request.lot);
  if (lot === undefined) return { manifests, lot: null, advice: adviceWithout(known) };
  const reduced = manifestsOfLot(manifests, lot);
  if (reduced.length === 0) {
    throw new CriskitError('NOT_FOUND', `Nothing of lot ${lot.number} lies in the submission that was named.`, {
      hint: `Lot ${lot.number} was made from submission ${lot.submissions.join(', ')}.`,
    });
  }
  const found = `Every digest of the report lies in lot ${lot.number}, so it was compared with that lot alone.`;
  const advice = request.lot === undefined ? [found] : adviceOnOthers(records, manifests, reduced, lot.number);
  return { manifests: reduced, lot: lot.number, advice };
}

/** To the comparison with one lot, what lies in another was not sent. */
function adviceOnOthers(
  records: readonly ReturnedRecord[],
  manifests: readonly SentManifest[],
  reduced: readonly SentManifest[],
  number: number,
): readonly string[] {
  const [all, own] = [valuesOf(manifests), valuesOf(reduced)];
  const others = records.filter(({ digests }) => {
    const values = Object.values(digests);
    return values.some((value) => all.has(value)) && !values.some((value) => own.has(value));
  });
  if (others.length === 0) return [];
  return [
    `${countOf(others.length, 'record')} of the report ${others.length === 1 ? 'is' : 'are'} about what was sent outside lot ${number}.`,
  ];
}

function valuesOf(manifests: readonly SentManifest[]): ReadonlySet<Digest> {
  return new Set(manifests.flatMap(({ entries }) => entries.flatMap(({ digests }) => Object.values(digests))));
}

function adviceWithout(lots: readonly Lot[]): readonly string[] {
  if (lots.length === 0) return [];
  return ['The case was put to the portal in lots. Where the report answers one of them: --lot NUMBER.'];
}

/** With their digests. */
export async function readSentLots(lab: Lab, caseNumber: string, lots: readonly Lot[]): Promise<readonly SentLot[]> {
  return Promise.all(
    lots.map(async ({ number, submissions, algorithm }) => {
      const digests = await lab.store.digestsOfLot(caseNumber, number);
      return { number, submissions, algorithm, digests: new Set(digests ?? []) };
    }),
  );
}

export function isAnswered({ answered, digests }: Lot): boolean {
  return answered === digests;
}
