import { algorithmsStrongestFirst, type Algorithm, type Digests, disagreeingAlgorithms } from '../core/digest.ts';
import type { DigestQuery, LookupAnswer } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** What the database knows of one content that is known by several digests. */
export interface MediaMatch {
  readonly known: boolean;
  /** Ids, in the order of precedence. */
  readonly categories: readonly string[];
  readonly inConflict: boolean;
  /** The strongest algorithm by which it was found; null where it was not. */
  readonly foundBy: Algorithm | null;
  readonly mediaIds: readonly number[];
  /**
   * Algorithms that agree with a media of the database which other digests show to be a different content: no match,
   * and worth a person's attention.
   */
  readonly sharedByOthers: readonly Algorithm[];
}

interface Hit {
  readonly query: DigestQuery;
  readonly answer: LookupAnswer;
}

/**
 * One answer per content, in order. A digest that agrees is not enough where another one that both know differs: then
 * it is not the same content.
 */
export async function matchMedia(lab: Lab, contents: readonly Digests[]): Promise<readonly MediaMatch[]> {
  const queries = contents.map(queriesOf);
  const answers = await lab.store.lookup(queries.flat());
  const matches: MediaMatch[] = [];
  let at = 0;
  for (const [index, own] of contents.entries()) {
    const asked = queries[index] ?? [];
    const hits = asked.flatMap((query, nth): Hit[] => {
      const answer = answers[at + nth];
      return answer === undefined || answer.mediaIds.length === 0 ? [] : [{ query, answer }];
    });
    at += asked.length;
    matches.push(await matchOf(lab, own, hits, hits.length === asked.length));
  }
  return matches;
}

function queriesOf(digests: Digests): readonly DigestQuery[] {
  return algorithmsStrongestFirst.flatMap((algorithm) => {
    const value = digests[algorithm];
    return value === undefined ? [] : [{ algorithm, value }];
  });
}

async function matchOf(lab: Lab, own: Digests, hits: readonly Hit[], allAgree: boolean): Promise<MediaMatch> {
  const found = new Set(hits.flatMap(({ answer }) => answer.mediaIds));
  const others = allAgree && found.size <= 1 ? new Set<number>() : await differentContents(lab, own, hits);
  const isOther = ({ answer }: Hit) => answer.mediaIds.every((id) => others.has(id));
  const good = hits.filter((hit) => !isOther(hit));
  // An answer that speaks of this content alone is worth more than one that mixes two.
  const [best] = [...good.filter(({ answer }) => !answer.mediaIds.some((id) => others.has(id))), ...good];
  return {
    known: best?.answer.known ?? false,
    categories: best?.answer.categories.map(({ categoryId }) => categoryId) ?? [],
    inConflict: good.some(({ answer }) => answer.inConflict),
    foundBy: best?.answer.known === true ? best.query.algorithm : null,
    mediaIds: best?.answer.mediaIds ?? [],
    sharedByOthers: hits.filter(isOther).map(({ query }) => query.algorithm),
  };
}

/** Those of the media found that a digest known on both sides tells apart from this content. */
async function differentContents(lab: Lab, own: Digests, hits: readonly Hit[]): Promise<ReadonlySet<number>> {
  const found = [...new Set(hits.flatMap(({ answer }) => answer.mediaIds))];
  const digests = await lab.store.digestsOfMedia(found);
  return new Set(found.filter((_, nth) => disagreeingAlgorithms(own, digests[nth] ?? {}).length > 0));
}
