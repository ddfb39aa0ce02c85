import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { algorithms, type Algorithm } from '../../core/digest.ts';
import { CriskitError, errorMessage } from '../../core/errors.ts';
import type { AuditEntry, MaintenanceStore, StoreStats } from '../contract.ts';
import { algorithmCode } from './codes.ts';
import type { Audited, Connection } from './connection.ts';
import { deriveAll } from './derive-all.ts';
import { refreshLinks } from './links.ts';
import { schemaVersionOf } from './migrate.ts';
import { markOutcomeCategories } from './outcome-categories.ts';
import { changedMedia, type RefreshedMedia, refreshMedia } from './refresh.ts';
import { countSegmentChanges, type Standing, standingNow } from './segments/standing.ts';
import { countSegmentStats } from './segments/stats.ts';
import { verifyDatabase } from './verify.ts';

const pagesPerStep = 4096;

export function createMaintenanceStore(connection: Connection): MaintenanceStore {
  return {
    verify: async (options = {}) => verifyDatabase(connection, options.signal),
    rebuild: (actor) => connection.write(actor, () => rebuildMemberships(connection, actor.atUtc)),
    backup: async (targetPath, options = {}) => {
      if (existsSync(targetPath)) {
        throw new CriskitError('OUTPUT_EXISTS', `${targetPath} exists already.`, {
          path: targetPath,
          hint: 'Name a new file.',
        });
      }
      await backUp(connection, targetPath, options.onProgress);
    },
    auditTrail: async (filter = {}) => readAudit(connection, filter),
  };
}

/** `before`: what counted before the transaction, where something else of it changed that. */
export function rebuildMemberships(
  connection: Connection,
  atUtc: string,
  before: Standing = standingNow(connection),
): Audited<{ readonly mediaChanged: number }> {
  markOutcomeCategories(connection);
  const mediaChanged =
    changedMedia(rebuildAll(connection, atUtc)).length + countSegmentChanges(connection, before).changed;
  return { result: { mediaChanged }, audit: { action: 'rebuild', body: { mediaChanged } } };
}

/** Compares everything derived with everything stored and mends what differs. */
export function rebuildAll(connection: Connection, atUtc: string): readonly RefreshedMedia[] {
  const relinked = refreshLinks(connection);
  connection.db.exec(
    `DROP TABLE IF EXISTS temp.derived;
     CREATE TEMP TABLE derived (category_id INTEGER, media_id INTEGER, import_id INTEGER, PRIMARY KEY (category_id, media_id)) WITHOUT ROWID`,
  );
  const differing = new Set<number>(relinked);
  for (const { mediaId, derivation } of deriveAll(connection)) {
    for (const { categoryId, importId } of derivation.memberships) {
      connection.run('INSERT INTO temp.derived VALUES (?, ?, ?)', categoryId, mediaId, importId);
    }
    if (derivation.open.length > 0) differing.add(mediaId);
  }
  const rows = connection.all<{ media_id: number }>(
    `SELECT media_id FROM (SELECT * FROM temp.derived EXCEPT SELECT category_id, media_id, import_id FROM membership)
     UNION SELECT media_id FROM (SELECT category_id, media_id, import_id FROM membership EXCEPT SELECT * FROM temp.derived)
     UNION SELECT media_id FROM conflict WHERE state IN ('open', 'settled')`,
  );
  connection.db.exec('DROP TABLE temp.derived');
  for (const row of rows) differing.add(row.media_id);
  return refreshMedia(connection, differing, atUtc);
}

export function readStats(connection: Connection): StoreStats {
  const count = (sql: string, ...parameters: unknown[]) =>
    connection.get<{ count: number }>(sql, ...parameters)?.count ?? 0;
  const packed = countSegmentStats(connection);
  const digests = Object.fromEntries(
    algorithms.map((algorithm) => [
      algorithm,
      count('SELECT count(*) AS count FROM digest WHERE algorithm = ? AND in_force = 1', algorithmCode(algorithm)) +
        packed.digests[algorithm],
    ]),
  ) as Record<Algorithm, number>;
  return {
    media: count('SELECT count(*) AS count FROM media WHERE canonical_id IS NULL') + packed.media,
    digests,
    cases: count('SELECT count(*) AS count FROM lab_case'),
    submissions: count('SELECT count(*) AS count FROM submission'),
    imports: count(`SELECT count(*) AS count FROM import WHERE state = 'in-force'`),
    openConflicts: count(`SELECT count(*) AS count FROM conflict WHERE state = 'open'`),
    categories: [...connection.categories()].map(([number, { name, kind }]) => ({
      categoryId: name,
      kind,
      media:
        count('SELECT count(*) AS count FROM membership WHERE category_id = ?', number) +
        (packed.categories.get(number) ?? 0),
    })),
    sizeBytes: statSync(connection.path).size,
    schemaVersion: schemaVersionOf(connection.db),
  };
}

/** To a temporary name first; the copy is one file, checked, before it gets its own. */
async function backUp(
  connection: Connection,
  targetPath: string,
  onProgress: ((share: number) => void) | undefined,
): Promise<void> {
  const temporary = `${targetPath}.partial`;
  rmSync(temporary, { force: true });
  try {
    await connection.db.backup(temporary, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.(totalPages === 0 ? 1 : (totalPages - remainingPages) / totalPages);
        return pagesPerStep;
      },
    });
    const copy = new Database(temporary);
    try {
      copy.pragma('journal_mode = DELETE');
      const result = copy.pragma('integrity_check', { simple: true });
      if (result !== 'ok')
        throw new CriskitError('OUTPUT_DIFFERS', `The copy at ${targetPath} is not intact: ${String(result)}.`);
    } finally {
      copy.close();
    }
    chmodSync(temporary, 0o640);
    renameSync(temporary, targetPath);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof CriskitError) throw error;
    throw new CriskitError('OUTPUT_FAILED', `The backup ${targetPath} cannot be written: ${errorMessage(error)}.`, {
      path: targetPath,
      cause: error,
    });
  }
}

function readAudit(
  connection: Connection,
  filter: { readonly caseNumber?: string; readonly limit?: number },
): readonly AuditEntry[] {
  type Row = { audit_id: number; at_utc: string; actor: string; action: string; body: string; sha256: Uint8Array };
  const rows = connection.all<Row>(
    `SELECT * FROM (SELECT audit_id, at_utc, actor, action, body, sha256 FROM audit
       WHERE ?1 IS NULL OR body ->> '$.case' = ?1 OR body ->> '$.import' IN
         (SELECT import_id FROM import JOIN lab_case USING (case_id) WHERE case_number = ?1)
         OR EXISTS (SELECT 1 FROM json_each(body, '$.cases') j WHERE j.value = ?1)
       ORDER BY audit_id DESC LIMIT ?2) ORDER BY audit_id`,
    filter.caseNumber ?? null,
    filter.limit ?? -1,
  );
  return rows.map((row) => ({
    auditId: row.audit_id,
    atUtc: row.at_utc,
    by: row.actor,
    action: row.action,
    body: JSON.parse(row.body),
    sha256: Buffer.from(row.sha256).toString('hex'),
  }));
}
