import type { Digests } from '../core/digest.ts';
import { type Outcome, outcomes } from '../core/outcome.ts';
import { formatPlace, type Place } from '../core/place.ts';
import { excerpt } from '../core/printable.ts';
import { describeDigest } from '../reconcile/join-record.ts';
import type { NewAssertion } from '../store/contract.ts';

/** A record of a report, to be looked up in the document by a person. */
export interface OutcomeSample {
  readonly outcome: Outcome;
  readonly place: Place;
  readonly digests: Digests;
  readonly fileName?: string;
}

const samplesOfEach = 3;

/** The first records of each outcome, in the order of the document. */
export function takeSamples(assertions: readonly NewAssertion[]): readonly OutcomeSample[] {
  return outcomes.flatMap((outcome) =>
    assertions
      .filter((one) => one.outcome === outcome)
      .slice(0, samplesOfEach)
      .map(({ place, digests, fileName }) => ({
        outcome,
        place,
        digests,
        ...(fileName === undefined ? {} : { fileName }),
      })),
  );
}

/** The samples for people; no line where there are none. */
export function formatSamples(samples: readonly OutcomeSample[]): readonly string[] {
  if (samples.length === 0) return [];
  return [
    '',
    'The first records of each outcome, to be looked up in the document:',
    ...samples.map((sample) => `  ${sample.outcome}: ${formatPlace(sample.place)}: ${subjectOf(sample)}`),
  ];
}

function subjectOf({ digests, fileName }: OutcomeSample): string {
  const name = fileName === undefined ? [] : [`"${excerpt(fileName)}"`];
  const digest = Object.keys(digests).length === 0 ? [] : [describeDigest(digests)];
  return [...digest, ...name].join(' ');
}
