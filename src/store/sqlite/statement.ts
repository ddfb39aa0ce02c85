import { algorithms, type Digests } from '../../core/digest.ts';
import type { DigestQuery, LookupAnswer, Statement, StatementAssertion, StatementRefiling } from '../contract.ts';
import { placeOf, type AssertionRow } from './assertion-rows.ts';
import { attributesFromJson } from '../../core/attributes-json.ts';
import { algorithmCode, digestToBlob, isStated, kindOfCode, outcomeOfCode } from './codes.ts';
import { readConflicts } from './conflicts.ts';
import type { Connection } from './connection.ts';
import { readExports } from './exports.ts';
import { findImportRow } from './import-rows.ts';
import { answerQuery } from './lookup.ts';
import { mediaOfNothing, toDigests } from './media.ts';
import { refilingsOf } from './refiling-rows.ts';
import { groupFinder } from './derivation-input.ts';
import { statementOfSegments } from './segments/statement.ts';

/** Everything that was ever said of one digest, undone or not. */
export function readStatement(connection: Connection, query: DigestQuery): Statement {
  const answer = answerQuery(connection, query);
  const mediaIds = mediaEver(connection, query);
  const packed = statementOfSegments(connection, query);
  return {
    query,
    answer,
    media: [...mediaIds.map((mediaId) => describeMedia(connection, mediaId)), ...packed.media],
    assertions: [...mediaIds.flatMap((mediaId) => assertionsOf(connection, mediaId)), ...packed.assertions].toSorted(
      (a, b) => a.import.importId - b.import.importId,
    ),
    refilings: mediaIds
      .flatMap((mediaId) => refilingsOn(connection, mediaId))
      .toSorted((a, b) => a.import.importId - b.import.importId),
    submissions: mediaIds.flatMap((mediaId) => submissionsOf(connection, mediaId)),
    conflicts: uniqueById(mediaIds.flatMap((mediaId) => readConflicts(connection, { mediaId }))),
    exports: exportsSince(connection, answer),
  };
}

/** All media that have, or had, this digest, and those that are one content with them. */
function mediaEver(connection: Connection, { algorithm, value }: DigestQuery): readonly number[] {
  const rows = connection.all<{ media_id: number }>(
    'SELECT media_id FROM digest WHERE algorithm = ? AND value = ?',
    algorithmCode(algorithm),
    digestToBlob(value),
  );
  const groupOf = groupFinder(connection);
  return [...new Set(rows.flatMap((row) => groupOf(row.media_id)))].toSorted((a, b) => a - b);
}

/** Every digest the media has or had; where an undone import stated another value, the one in force. */
function everyDigest(connection: Connection, mediaId: number): Digests {
  return toDigests(
    connection.all<{ algorithm: number; value: Uint8Array }>(
      'SELECT algorithm, value FROM digest WHERE media_id = ? ORDER BY in_force',
      mediaId,
    ),
  );
}

function describeMedia(connection: Connection, mediaId: number): Statement['media'][number] {
  type Row = { kind: number; size_bytes: number | null };
  const row = connection.get<Row>('SELECT kind, size_bytes FROM media WHERE media_id = ?', mediaId);
  return {
    mediaId,
    digests: everyDigest(connection, mediaId),
    kind: kindOfCode(row?.kind ?? 4),
    sizeBytes: row?.size_bytes ?? null,
    isDigestOfNothing: mediaOfNothing(connection).has(mediaId),
  };
}

function assertionsOf(connection: Connection, mediaId: number): readonly StatementAssertion[] {
  const rows = connection.all<AssertionRow>(
    'SELECT * FROM assertion WHERE media_id = ? ORDER BY import_id, ordinal',
    mediaId,
  );
  const known = everyDigest(connection, mediaId);
  return rows.flatMap((row) => {
    const entry = findImportRow(connection, row.import_id);
    if (entry === undefined) return [];
    const attributes = attributesFromJson(row.attributes);
    const stated = Object.fromEntries(
      algorithms
        .filter((algorithm) => isStated(row.stated, algorithm))
        .map((algorithm) => [algorithm, known[algorithm]]),
    ) as Digests;
    return [
      {
        import: entry,
        from: row.from_import_id === null ? null : (findImportRow(connection, row.from_import_id) ?? null),
        place: placeOf(row),
        outcome: outcomeOfCode(row.outcome),
        categoryId: row.category_id === null ? null : connection.categoryName(row.category_id),
        ...(row.file_name === null ? {} : { fileName: row.file_name }),
        ...(attributes === undefined ? {} : { attributes }),
        stated,
        inForce: entry.state === 'in-force',
      },
    ];
  });
}

function refilingsOn(connection: Connection, mediaId: number): readonly StatementRefiling[] {
  return refilingsOf(connection, mediaId).flatMap(({ importId, outcome, categoryId, state }) => {
    const entry = findImportRow(connection, importId);
    if (entry === undefined) return [];
    const name = categoryId === null ? null : connection.categoryName(categoryId);
    return [{ import: entry, outcome, categoryId: name, inForce: state === 'in-force' }];
  });
}

function submissionsOf(connection: Connection, mediaId: number): Statement['submissions'] {
  type Row = { submission_id: number; case_number: string; path: string; prepared_at_utc: string; prepared_by: string };
  return connection
    .all<Row>(
      `SELECT s.submission_id, c.case_number, t.path, s.prepared_at_utc, s.prepared_by
       FROM submission_item t JOIN submission s USING (submission_id) JOIN lab_case c USING (case_id)
       WHERE t.media_id = ? ORDER BY s.submission_id, t.item_number`,
      mediaId,
    )
    .map((row) => ({
      submissionId: row.submission_id,
      caseNumber: row.case_number,
      path: row.path,
      preparedAtUtc: row.prepared_at_utc,
      preparedBy: row.prepared_by,
    }));
}

/** Exports of its categories that were made since it is filed there. */
function exportsSince(connection: Connection, answer: LookupAnswer): Statement['exports'] {
  return readExports(connection).filter((entry) =>
    answer.categories.some(
      ({ categoryId, sinceUtc }) =>
        categoryId === entry.categoryId && sinceUtc <= (entry.asOfUtc ?? entry.exportedAtUtc),
    ),
  );
}

function uniqueById(conflicts: Statement['conflicts']): Statement['conflicts'] {
  return [...new Map(conflicts.map((conflict) => [conflict.conflictId, conflict])).values()];
}
