import { CriskitError } from '../../core/errors.ts';
import type { Actor, Conflict, ConflictKind, ConflictStatement, ConflictStore, Settlement } from '../contract.ts';
import { algorithmOfCode, digestFromBlob, outcomeOfCode } from './codes.ts';
import type { Audited, Connection } from './connection.ts';
import { digestsOf } from './media.ts';
import { refreshMedia } from './refresh.ts';

interface ConflictRow {
  readonly conflict_id: number;
  readonly kind: ConflictKind;
  readonly media_id: number;
  readonly other_media_id: number | null;
  readonly algorithm: number | null;
  readonly value: Uint8Array | null;
  readonly import_id: number | null;
  readonly message: string;
  readonly raised_at_utc: string;
  readonly state: Conflict['state'];
  readonly decision: string | null;
  readonly decision_reason: string | null;
  readonly settled_by: string | null;
  readonly settled_at_utc: string | null;
}

export function createConflictStore(connection: Connection): ConflictStore {
  return {
    listConflicts: async (filter = {}) => readConflicts(connection, filter),
    settleConflict: (conflictId, settlement, reason, actor) =>
      connection.write(actor, () => settle(connection, conflictId, settlement, reason, actor)),
  };
}

export function readConflicts(
  connection: Connection,
  filter: {
    readonly state?: string;
    readonly importId?: number;
    readonly mediaId?: number;
    readonly conflictId?: number;
  } = {},
): readonly Conflict[] {
  const rows = connection.all<ConflictRow>(
    `SELECT * FROM conflict WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR import_id = ?2)
       AND (?3 IS NULL OR media_id = ?3 OR other_media_id = ?3) AND (?4 IS NULL OR conflict_id = ?4)
     ORDER BY conflict_id`,
    filter.state ?? null,
    filter.importId ?? null,
    filter.mediaId ?? null,
    filter.conflictId ?? null,
  );
  return rows.map((row) => toConflict(connection, row));
}

function settle(
  connection: Connection,
  conflictId: number,
  settlement: Settlement,
  reason: string,
  actor: Actor,
): Audited<Conflict> {
  const conflict = readConflicts(connection, { conflictId })[0];
  if (conflict === undefined) {
    throw new CriskitError('NOT_FOUND', `There is no conflict ${conflictId}.`, {
      hint: 'See them with `criskit conflicts list`.',
    });
  }
  if (conflict.state !== 'open')
    throw new CriskitError('CONFLICT', `Conflict ${conflictId} is ${conflict.state} already.`);
  checkFits(connection, conflict, settlement);
  connection.run(
    `UPDATE conflict SET state = 'settled', decision = ?, decision_reason = ?, settled_by = ?, settled_at_utc = ?,
       settled_up_to_import = (SELECT coalesce(max(import_id), 0) FROM import) WHERE conflict_id = ?`,
    JSON.stringify(settlement),
    reason,
    actor.by,
    actor.atUtc,
    conflictId,
  );
  refreshMedia(
    connection,
    conflict.media.map(({ mediaId }) => mediaId),
    actor.atUtc,
  );
  const result = readConflicts(connection, { conflictId })[0] ?? conflict;
  return { result, audit: { action: 'conflict-settle', body: { conflict: conflictId, settlement, reason } } };
}

function checkFits(connection: Connection, conflict: Conflict, settlement: Settlement): void {
  const forCollision = settlement.kind === 'keep-media' || settlement.kind === 'keep-both';
  if (forCollision !== (conflict.kind === 'digest-collision')) {
    throw new CriskitError(
      'CONFLICT',
      `Conflict ${conflict.conflictId} (${conflict.kind}) cannot be settled that way.`,
      {
        hint:
          conflict.kind === 'digest-collision'
            ? 'Keep one of its media, or both.'
            : 'Name the category that the media belongs in, or none.',
      },
    );
  }
  if (settlement.kind === 'category') connection.categoryNumber(settlement.categoryId);
  if (settlement.kind === 'keep-media' && !conflict.media.some(({ mediaId }) => mediaId === settlement.mediaId)) {
    throw new CriskitError('NOT_FOUND', `Media ${settlement.mediaId} is not part of conflict ${conflict.conflictId}.`);
  }
}

function toConflict(connection: Connection, row: ConflictRow): Conflict {
  const ids = row.other_media_id === null ? [row.media_id] : [row.media_id, row.other_media_id];
  const settled = row.decision === null ? null : (JSON.parse(row.decision) as Settlement);
  return {
    conflictId: row.conflict_id,
    kind: row.kind,
    message: row.message,
    media: ids.map((mediaId) => ({
      mediaId,
      digests: digestsOf(connection, mediaId),
      categories: categoriesOf(connection, mediaId),
    })),
    statements: ids.flatMap((mediaId) => statementsOn(connection, mediaId)).toSorted((a, b) => a.importId - b.importId),
    shared:
      row.algorithm === null || row.value === null
        ? null
        : { algorithm: algorithmOfCode(row.algorithm), value: digestFromBlob(row.value) },
    importId: row.import_id ?? 0,
    raisedAtUtc: row.raised_at_utc,
    state: row.state,
    settled:
      settled === null
        ? null
        : {
            decision: settled,
            reason: row.decision_reason ?? '',
            by: row.settled_by ?? '',
            atUtc: row.settled_at_utc ?? '',
          },
  };
}

/** Every category that an import in force files the media in, whatever wins. */
function categoriesOf(connection: Connection, mediaId: number): readonly string[] {
  const names = statementsOn(connection, mediaId).flatMap(({ categoryId }) => categoryId ?? []);
  return [...connection.categories().values()].map(({ name }) => name).filter((name) => names.includes(name));
}

function statementsOn(connection: Connection, mediaId: number): readonly ConflictStatement[] {
  type Row = { import_id: number; case_number: string | null; outcome: number | null; category_id: number | null };
  const rows = connection.all<Row>(
    `SELECT DISTINCT a.import_id, c.case_number, a.outcome, a.category_id
     FROM assertion a JOIN import i USING (import_id) LEFT JOIN lab_case c USING (case_id)
     WHERE a.media_id = ? AND i.state = 'in-force' ORDER BY a.import_id, a.outcome`,
    mediaId,
  );
  return rows.map((row) => ({
    mediaId,
    importId: row.import_id,
    caseNumber: row.case_number,
    outcome: outcomeOfCode(row.outcome),
    categoryId: row.category_id === null ? null : connection.categoryName(row.category_id),
  }));
}
