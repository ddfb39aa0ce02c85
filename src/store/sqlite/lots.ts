import type { Algorithm, Digest } from '../../core/digest.ts';
import type { Actor, Lot, LotStore, NewLot, NewLots } from '../contract.ts';
import { caseRowId } from './cases.ts';
import { algorithmCode, algorithmOfCode, digestFromBlob, digestToBlob } from './codes.ts';
import type { Audited, Connection } from './connection.ts';

/** What was put to the portal in lots, and which of it has an answer. */
export function createLotStore(connection: Connection): LotStore {
  return {
    addLots: async (request, actor) => {
      const known = findSameLots(connection, request);
      if (known !== undefined) return { lots: known, isRepeated: true };
      return await connection.write(actor, () => writeLots(connection, request, actor));
    },
    listLots: async (caseNumber) => readLots(connection, caseNumber),
    digestsOfLot: async (caseNumber, number) => {
      const digests = readDigests(connection, caseRowId(connection, caseNumber), number);
      return digests.length === 0 ? undefined : digests;
    },
    answeredDigests: async (caseNumber, algorithm) => readAnswered(connection, caseNumber, algorithm),
  };
}

function writeLots(
  connection: Connection,
  request: NewLots,
  actor: Actor,
): Audited<{ readonly lots: readonly Lot[]; readonly isRepeated: boolean }> {
  // Another process may have made them since the caller looked.
  const known = findSameLots(connection, request);
  if (known !== undefined) return { result: { lots: known, isRepeated: true }, audit: null };
  const caseId = caseRowId(connection, request.caseNumber);
  const before =
    connection.get<{ last: number | null }>('SELECT max(number) AS last FROM lot WHERE case_id = ?', caseId)?.last ?? 0;
  const lastNumber = before + request.lots.length;
  request.lots.forEach((lot, index) => {
    insertLot(connection, request, actor, { ...lot, caseId, number: before + 1 + index, lastNumber });
  });
  const lots = readLots(connection, request.caseNumber).filter((lot) => lot.lastNumber === lastNumber);
  const body = {
    case: request.caseNumber,
    lots: [before + 1, lastNumber],
    algorithm: request.algorithm,
    digests: request.lots.reduce((sum, { digests }) => sum + digests.length, 0),
  };
  return { result: { lots, isRepeated: false }, audit: { action: 'lots', body } };
}

function insertLot(
  connection: Connection,
  request: NewLots,
  actor: Actor,
  lot: NewLot & { readonly caseId: number; readonly number: number; readonly lastNumber: number },
): void {
  const lotId = connection.insert(
    `INSERT INTO lot (case_id, number, last_number, submissions, algorithm, most_digests, written_at_utc, written_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    lot.caseId,
    lot.number,
    lot.lastNumber,
    JSON.stringify(lot.submissions),
    algorithmCode(request.algorithm),
    request.mostDigests,
    actor.atUtc,
    actor.by,
  );
  lot.digests.forEach((value, index) => {
    connection.run(
      'INSERT INTO lot_item (lot_id, item_number, value) VALUES (?, ?, ?)',
      lotId,
      index + 1,
      digestToBlob(value),
    );
  });
}

/** The lots that were made together from the same digests in the same order and size. */
function findSameLots(connection: Connection, request: NewLots): readonly Lot[] | undefined {
  const caseId = caseRowId(connection, request.caseNumber);
  const made = connection.all<{ last: number }>(
    `SELECT last_number AS last FROM lot WHERE case_id = ? AND algorithm = ? AND most_digests = ?
     GROUP BY last_number ORDER BY last_number`,
    caseId,
    algorithmCode(request.algorithm),
    request.mostDigests,
  );
  const wanted = request.lots.flatMap(({ digests }) => digests);
  const same = made.find(({ last }) => {
    const digests = connection.all<{ value: Uint8Array }>(
      `SELECT t.value FROM lot l JOIN lot_item t USING (lot_id) WHERE l.case_id = ? AND l.last_number = ?
       ORDER BY l.number, t.item_number`,
      caseId,
      last,
    );
    return (
      digests.length === wanted.length && digests.every(({ value }, index) => digestFromBlob(value) === wanted[index])
    );
  });
  if (same === undefined) return undefined;
  return readLots(connection, request.caseNumber).filter(({ lastNumber }) => lastNumber === same.last);
}

function readDigests(connection: Connection, caseId: number, number: number): readonly Digest[] {
  return connection
    .all<{ value: Uint8Array }>(
      `SELECT t.value FROM lot l JOIN lot_item t USING (lot_id) WHERE l.case_id = ? AND l.number = ? ORDER BY t.item_number`,
      caseId,
      number,
    )
    .map((row) => digestFromBlob(row.value));
}

/** SQL: contents that a report in force of case ?1 gives an outcome, with the import. */
const said = `SELECT DISTINCT coalesce(m.canonical_id, m.media_id) AS content, a.import_id
  FROM import i JOIN assertion a ON a.import_id = i.import_id AND a.outcome IS NOT NULL JOIN media m USING (media_id)
  WHERE i.case_id = ?1 AND i.kind = 'report' AND i.state = 'in-force'`;

function readLots(connection: Connection, caseNumber: string): readonly Lot[] {
  type Row = {
    lot_id: number;
    number: number;
    last_number: number;
    submissions: string;
    algorithm: number;
    written_at_utc: string;
    written_by: string;
    digests: number;
  };
  const caseId = caseRowId(connection, caseNumber);
  const rows = connection.all<Row>(
    `SELECT l.*, (SELECT count(*) FROM lot_item t WHERE t.lot_id = l.lot_id) AS digests
     FROM lot l WHERE l.case_id = ? ORDER BY l.number`,
    caseId,
  );
  if (rows.length === 0) return [];
  const answers = readAnswers(connection, caseId);
  return rows.map((row) => ({
    number: row.number,
    lastNumber: row.last_number,
    submissions: JSON.parse(row.submissions) as number[],
    algorithm: algorithmOfCode(row.algorithm),
    digests: row.digests,
    answered: new Set(answers.get(row.lot_id)?.map(({ item }) => item)).size,
    imports: [...new Set(answers.get(row.lot_id)?.map(({ by }) => by))].toSorted((a, b) => a - b),
    writtenAtUtc: row.written_at_utc,
    writtenBy: row.written_by,
  }));
}

/** By lot: each of its digests that has an outcome, with the import that gives it. */
function readAnswers(connection: Connection, caseId: number) {
  type Row = { lot: number; item: number; by: number };
  const rows = connection.all<Row>(
    `WITH said AS MATERIALIZED (${said})
     SELECT l.lot_id AS lot, t.item_number AS item, said.import_id AS by
     FROM lot l JOIN lot_item t USING (lot_id)
       JOIN digest d ON d.algorithm = l.algorithm AND d.value = t.value AND d.in_force = 1
       JOIN media m USING (media_id) JOIN said ON said.content = coalesce(m.canonical_id, m.media_id)
     WHERE l.case_id = ?1`,
    caseId,
  );
  return Map.groupBy(rows, ({ lot }) => lot);
}

function readAnswered(connection: Connection, caseNumber: string, algorithm: Algorithm): ReadonlySet<Digest> {
  const rows = connection.all<{ value: Uint8Array }>(
    `SELECT DISTINCT d.value FROM (${said}) s
       JOIN media m ON m.media_id = s.content OR m.canonical_id = s.content
       JOIN digest d ON d.media_id = m.media_id AND d.algorithm = ?2 AND d.in_force = 1`,
    caseRowId(connection, caseNumber),
    algorithmCode(algorithm),
  );
  return new Set(rows.map((row) => digestFromBlob(row.value)));
}
