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
  let at = 0;
  const found = contents.map((own, index): Found => {
    const asked = queries[index] ?? [];
    const hits = asked.flatMap((query, nth): Hit[] => {
      const answer = answers[at + nth];
      return answer === undefined || answer.mediaIds.length === 0 ? [] : [{ query, answer }];
    });
    at += asked.length;
    const mediaIds = new Set(hits.flatMap(({ answer }) => answer.mediaIds));
    // Where every digest leads to one and the same content there is nothing to tell apart.
    return { own, hits, doubtful: hits.length === asked.length && mediaIds.size <= 1 ? [] : [...mediaIds] };
  });
  const digestsOf = await digestsOfMedia(lab, found);
  return found.map(({ own, hits, doubtful }) =>
    matchOf(hits, (id) => doubtful.includes(id) && disagreeingAlgorithms(own, digestsOf.get(id) ?? {}).length > 0),
  );
}

/** What the digests of one content led to. */
interface Found {
  readonly own: Digests;
  readonly hits: readonly Hit[];
  /** Media that may be other contents. */
  readonly doubtful: readonly number[];
}

async function digestsOfMedia(lab: Lab, found: readonly Found[]): Promise<ReadonlyMap<number, Digests>> {
  const ids = [...new Set(found.flatMap(({ doubtful }) => doubtful))];
  const digests = ids.length === 0 ? [] : await lab.store.digestsOfMedia(ids);
  return new Map(ids.map((id, index) => [id, digests[index] ?? {}]));
}

function queriesOf(digests: Digests): readonly DigestQuery[] {
  return algorithmsStrongestFirst.flatMap((algorithm) => {
    const value = digests[algorithm];
    return value === undefined ? [] : [{ algorithm, value }];
  });
}

/** `isOther`: the media, which was found, is a different content. */
function matchOf(hits: readonly Hit[], isOther: (mediaId: number) => boolean): MediaMatch {
  if (hits.length === 0) return noMatch;
  const isOfOthers = ({ answer }: Hit) => answer.mediaIds.every(isOther);
  const good = hits.filter((hit) => !isOfOthers(hit));
  // An answer that speaks of this content alone is worth more than one that mixes two.
  const best = good.find(({ answer }) => !answer.mediaIds.some(isOther)) ?? good[0];
  return {
    known: best?.answer.known ?? false,
    categories: best?.answer.categories.map(({ categoryId }) => categoryId) ?? [],
    inConflict: good.some(({ answer }) => answer.inConflict),
    foundBy: best?.answer.known === true ? best.query.algorithm : null,
    mediaIds: best?.answer.mediaIds ?? [],
    sharedByOthers: hits.filter(isOfOthers).map(({ query }) => query.algorithm),
  };
}

const noMatch: MediaMatch = {
  known: false,
  categories: [],
  inConflict: false,
  foundBy: null,
  mediaIds: [],
  sharedByOthers: [],
};
