import { algorithms, algorithmTitle, type Digests } from '../core/digest.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Place } from '../core/place.ts';

/** What a line of a document was taken for. */
export type TakenFor = 'record' | 'issue' | 'heading' | 'page furniture' | 'blank';

/** In the order in which they are counted. */
const takenForAll: readonly TakenFor[] = ['record', 'issue', 'heading', 'page furniture', 'blank'];

/** One line of a document, what it was taken for, and what it yielded. All texts are untrusted. */
export interface ExplainedLine {
  readonly place: Place;
  /** Its cells, with ` | ` between. */
  readonly text: string;
  readonly takenFor: TakenFor;
  /** What it says of media, also where that could not be stored; nearly always one. */
  readonly records: readonly ExplainedRecord[];
  /** Why, as one sentence or a few words; empty where there is nothing to say. */
  readonly message: string;
}

export interface ExplainedRecord {
  readonly outcome: Outcome;
  readonly digests: Digests;
  readonly fileName?: string;
  readonly series?: string;
  readonly contact?: string;
}

/** A document, line by line. */
export interface Explanation {
  readonly document: { readonly name: string; readonly sha256: string };
  /** Null where it was read for no case. */
  readonly caseNumber: string | null;
  readonly container: string;
  readonly layout: string;
  /** Why that layout. */
  readonly reason: string;
  /** SHA-256 of the layout's file, where it was a taught one. */
  readonly layoutSha256: string | null;
  readonly lines: readonly ExplainedLine[];
}

/** How many lines were taken for what. */
export function countTaken(lines: readonly ExplainedLine[]): ReadonlyMap<TakenFor, number> {
  const counts = new Map(takenForAll.map((one) => [one, 0]));
  for (const { takenFor } of lines) counts.set(takenFor, (counts.get(takenFor) ?? 0) + 1);
  return counts;
}

/** Each digest behind the name of its algorithm, so that no spreadsheet program takes one for a number. */
export function digestTexts(digests: Digests): readonly string[] {
  return algorithms.flatMap((algorithm) => {
    const value = digests[algorithm];
    return value === undefined ? [] : [`${algorithmTitle[algorithm]} ${value}`];
  });
}
