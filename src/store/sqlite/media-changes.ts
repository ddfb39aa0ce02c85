import type { MediaChange } from '../contract.ts';
import { casesHolding } from './case-contacts.ts';
import type { Connection } from './connection.ts';
import { digestsOf } from './media.ts';
import type { RefreshedMedia } from './refresh.ts';

/** `exceptCase`: the case that is being told of the change anyway. */
export function describeChange(
  connection: Connection,
  change: Pick<MediaChange, 'fileName' | 'before' | 'after'> & { readonly mediaId: number },
  exceptCase?: string,
): MediaChange {
  const { mediaId, ...rest } = change;
  const cases = casesHolding(connection, [mediaId]).filter(({ caseNumber }) => caseNumber !== exceptCase);
  return { digests: digestsOf(connection, mediaId), ...rest, cases };
}

export function categoryNames(connection: Connection, numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => connection.categoryName(number));
}

/** What two refreshes, one after the other, changed together. */
export function mergeRefreshed(
  first: readonly RefreshedMedia[],
  second: readonly RefreshedMedia[],
): readonly RefreshedMedia[] {
  if (first.length === 0) return second;
  const merged = new Map(first.map((media) => [media.mediaId, media]));
  for (const media of second) {
    merged.set(media.mediaId, { ...media, before: merged.get(media.mediaId)?.before ?? media.before });
  }
  return [...merged.values()];
}
