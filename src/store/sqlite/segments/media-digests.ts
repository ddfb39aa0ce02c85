import type { Digests } from '../../../core/digest.ts';
import type { Connection } from '../connection.ts';
import { digestsOf } from '../media.ts';
import { contentOfMedia, listSegments } from './catalogue.ts';
import { standingNow, usesInForce } from './standing.ts';
import { contentsNamed } from './unpack.ts';

/** The digests in force of each media, whether it is rows or in a segment. */
export function digestsOfAll(connection: Connection, mediaIds: readonly number[]): readonly Digests[] {
  const segments = listSegments(connection);
  const standing = standingNow(connection);
  return mediaIds.map((mediaId) => {
    const content = contentOfMedia(segments, mediaId);
    if (content === undefined) return digestsOf(connection, mediaId);
    const digests = content.segment.digestsAt(content.start);
    const holders = contentsNamed(segments, digests).map(({ segment }) => segment);
    return usesInForce(holders, standing).length === 0 ? {} : digests;
  });
}
