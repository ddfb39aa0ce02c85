import { algorithms, type Algorithm, type Digests } from '../../core/digest.ts';
import type { Place } from '../../core/place.ts';
import type { NewAssertion, StoredAssertion } from '../contract.ts';
import { attributesFromJson, attributesToJson } from '../../core/attributes-json.ts';
import { isStated, kindCode, kindOfCode, outcomeCode, outcomeOfCode, statedMask } from './codes.ts';
import type { Connection } from './connection.ts';
import { digestsOf } from './media.ts';

export interface AssertionRow {
  readonly media_id: number;
  readonly import_id: number;
  readonly ordinal: number;
  readonly category_id: number | null;
  readonly outcome: number | null;
  readonly kind: number;
  readonly stated: number;
  readonly place_line: number | null;
  readonly place: string | null;
  readonly from_import_id: number | null;
  readonly file_name: string | null;
  readonly attributes: string | null;
}

export function insertAssertion(
  connection: Connection,
  assertion: NewAssertion,
  at: { readonly mediaId: number; readonly importId: number; readonly ordinal: number },
): void {
  const simple = simpleLine(assertion.place);
  connection.run(
    `INSERT INTO assertion (media_id, import_id, ordinal, category_id, outcome, kind, stated, place_line, place, file_name, attributes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    at.mediaId,
    at.importId,
    at.ordinal,
    assertion.categoryId === null ? null : connection.categoryNumber(assertion.categoryId),
    outcomeCode(assertion.outcome),
    kindCode(assertion.kind),
    statedMask(assertion.digests),
    simple ?? null,
    simple === undefined ? JSON.stringify(assertion.place) : null,
    assertion.fileName ?? null,
    attributesToJson(assertion.attributes),
  );
}

export function placeOf(row: AssertionRow): Place {
  if (row.place !== null) return JSON.parse(row.place) as Place;
  return row.place_line === null ? {} : { line: row.place_line };
}

/** The digests of its media that the document stated itself. */
function statedDigests(connection: Connection, row: AssertionRow): Digests {
  const known = digestsOf(connection, row.media_id);
  return Object.fromEntries(
    algorithms
      .filter((algorithm: Algorithm) => known[algorithm] !== undefined && isStated(row.stated, algorithm))
      .map((algorithm) => [algorithm, known[algorithm]]),
  ) as Digests;
}

export function toStoredAssertion(connection: Connection, row: AssertionRow): StoredAssertion {
  const attributes = attributesFromJson(row.attributes);
  return {
    importId: row.import_id,
    digests: statedDigests(connection, row),
    place: placeOf(row),
    outcome: outcomeOfCode(row.outcome),
    categoryId: row.category_id === null ? null : connection.categoryName(row.category_id),
    kind: kindOfCode(row.kind),
    ...(row.file_name === null ? {} : { fileName: row.file_name }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

/** The number of the line, where the place is nothing but a line. */
function simpleLine(place: Place): number | undefined {
  return place.line !== undefined && Object.keys(place).length === 1 ? place.line : undefined;
}
