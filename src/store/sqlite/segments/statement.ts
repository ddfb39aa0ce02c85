import { attributesFromJson } from '../../../core/attributes-json.ts';
import type { Place } from '../../../core/place.ts';
import type { DigestQuery, Statement, StatementAssertion } from '../../contract.ts';
import type { Connection } from '../connection.ts';
import { findImportRow } from '../import-rows.ts';
import { listSegments } from './catalogue.ts';
import { describedBy, type Entry, entriesOf } from './entries.ts';
import type { SegmentUse } from './segment.ts';
import { contentsNamed } from './unpack.ts';

/** What sets that are kept as segments say of a digest, in force or not: of one media at most. */
export function statementOfSegments(
  connection: Connection,
  { algorithm, value }: DigestQuery,
): Pick<Statement, 'media' | 'assertions'> {
  const contents = contentsNamed(listSegments(connection), { [algorithm]: value }).map((content) => ({
    ...content,
    entries: entriesOf(content.segment, content.start),
  }));
  const [first] = contents;
  if (first === undefined) return { media: [], assertions: [] };
  const digests = first.segment.digestsAt(first.start);
  const media = {
    mediaId: first.segment.firstMediaId + first.start,
    digests,
    ...describedBy(contents.flatMap(({ entries }) => entries)),
    isDigestOfNothing: false,
  };
  const assertions = contents.flatMap(({ segment, entries }) =>
    segment.uses.flatMap((use) =>
      entries.flatMap((entry) => {
        const said = assertionOf(connection, use, entry);
        return said === undefined ? [] : [{ ...said, stated: digests }];
      }),
    ),
  );
  return { media: [media], assertions };
}

function assertionOf(
  connection: Connection,
  { importId, fromImportId, categoryId }: SegmentUse,
  { place, line, attributes: text }: Entry,
): Omit<StatementAssertion, 'stated'> | undefined {
  const entry = findImportRow(connection, importId);
  if (entry === undefined) return undefined;
  const attributes = attributesFromJson(text);
  const fileName = attributes?.names?.[0];
  return {
    import: entry,
    from: fromImportId === null ? null : (findImportRow(connection, fromImportId) ?? null),
    place: place === null ? { line } : (JSON.parse(place) as Place),
    outcome: null,
    categoryId: connection.categoryName(categoryId),
    ...(fileName === undefined ? {} : { fileName }),
    ...(attributes === undefined ? {} : { attributes }),
    inForce: entry.state === 'in-force',
  };
}
