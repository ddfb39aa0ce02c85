import { inflateSync } from 'node:zlib';
import type { Finding } from '../../core/finding.ts';
import type { Issue } from '../../core/issue.ts';
import { CriskitError } from '../../core/errors.ts';
import type { Actor, ImportChanges, ImportStore, StoredAssertion, UndoneMedia } from '../contract.ts';
import { deriveAfterEnd } from './after-end.ts';
import { toStoredAssertion, type AssertionRow } from './assertion-rows.ts';
import { syncCategories } from './category-sync.ts';
import { digestToBlob } from './codes.ts';
import type { Audited, Connection } from './connection.ts';
import { importHashSet } from './hash-set-import.ts';
import {
  endImport,
  findImportOfDocument,
  findImportRow,
  getImportInForce,
  listImportRows,
  mediaOfImport,
  reviveImport,
} from './import-rows.ts';
import { casesOfMedia } from './lookup.ts';
import { changedMedia } from './refresh.ts';
import { writeReport } from './report-import.ts';
import { countSegmentChanges, standingNow } from './segments/standing.ts';
import { hashSetRecords } from './set-records.ts';
import { removeHashSet } from './set-removal.ts';

const batchSize = 4096;

export function createImportStore(connection: Connection): ImportStore {
  return {
    syncCategories: (categories, outcomeIds, actor) => syncCategories(connection, categories, outcomeIds, actor),
    findImportOf: async (sha256, target) => findImportOfDocument(connection, sha256, target),
    previewReport: (request, actor) =>
      connection.write(actor, () => {
        const { result } = writeReport(connection, request, actor);
        return { result: result.changes, audit: null };
      }),
    importReport: (request, actor) => connection.write(actor, () => writeReport(connection, request, actor)),
    importReportUnlessBackwards: (request, actor) =>
      connection.write<{ importId: number | null; changes: ImportChanges }>(actor, () => {
        const { result, audit } = writeReport(connection, request, actor);
        const isRefused = result.changes.backwards.length > 0;
        return isRefused ? { result: { ...result, importId: null }, audit: null } : { result, audit };
      }),
    importHashSet: (...parameters) => importHashSet(connection, ...parameters),
    hashSetRecords: (importId) => hashSetRecords(connection, importId),
    removeHashSet: (importId, removal, actor, options = {}) =>
      connection.write(actor, () => {
        const removed = removeHashSet(connection, importId, removal, actor);
        return { ...removed, rollback: options.dryRun === true };
      }),
    undoImport: (importId, reason, actor) => connection.write(actor, () => undo(connection, importId, reason, actor)),
    findImport: async (importId) => findImportRow(connection, importId),
    listImports: async (filter) => listImportRows(connection, filter),
    issuesOf: async (importId) => readBodies<Issue>(connection, 'import_issue', importId),
    findingsOf: async (importId) => readBodies<Finding>(connection, 'import_finding', importId),
    assertionsOf: (importId) => readAssertions(connection, importId),
    documentBytes: async (sha256) => {
      type Row = { content: Uint8Array; size_bytes: number };
      const row = connection.get<Row>(
        'SELECT content, size_bytes FROM document WHERE sha256 = ?',
        digestToBlob(sha256),
      );
      return row === undefined ? undefined : inflateSync(row.content, { maxOutputLength: Math.max(1, row.size_bytes) });
    },
  };
}

function undo(connection: Connection, importId: number, reason: string, actor: Actor): Audited<UndoneMedia> {
  const entry = getImportInForce(connection, importId);
  const standing = standingNow(connection);
  const media = new Set(mediaOfImport(connection, entry));
  endImport(connection, importId, 'undone', reason, actor);
  const revived = entry.supersedes === null ? undefined : findImportRow(connection, entry.supersedes);
  if (revived?.state === 'superseded') {
    reviveImport(connection, revived.importId);
    for (const mediaId of mediaOfImport(connection, revived)) media.add(mediaId);
  }
  const changed = changedMedia(deriveAfterEnd(connection, media, revived?.importId ?? null, actor.atUtc));
  const mediaChanged = changed.length + countSegmentChanges(connection, standing).changed;
  const cases =
    entry.kind === 'split-rule'
      ? casesOfMedia(connection, changed)
      : entry.caseNumber === null
        ? []
        : [entry.caseNumber];
  const body = {
    import: importId,
    case: entry.caseNumber,
    ...(entry.kind === 'split-rule' ? { cases } : {}),
    document: entry.document.name,
    reason,
    mediaChanged,
    revived: revived?.importId ?? null,
  };
  return { result: { mediaChanged, cases }, audit: { action: 'undo', body } };
}

function readBodies<T>(
  connection: Connection,
  table: 'import_issue' | 'import_finding',
  importId: number,
): readonly T[] {
  if (findImportRow(connection, importId) === undefined)
    throw new CriskitError('NOT_FOUND', `There is no import ${importId} in this lab.`);
  return connection
    .all<{ body: string }>(`SELECT body FROM ${table} WHERE import_id = ? ORDER BY ordinal`, importId)
    .map((row) => JSON.parse(row.body) as T);
}

async function* readAssertions(connection: Connection, importId: number): AsyncGenerator<readonly StoredAssertion[]> {
  const entry = findImportRow(connection, importId);
  if (entry === undefined) return;
  // A report is small and has an index; a hash set is read in the order of media, then put in the order of the document.
  const rows = connection.all<AssertionRow>(
    entry.kind === 'report'
      ? 'SELECT * FROM assertion WHERE import_id = ? AND outcome IS NOT NULL ORDER BY ordinal'
      : 'SELECT * FROM assertion WHERE import_id = ? ORDER BY ordinal',
    importId,
  );
  for (let start = 0; start < rows.length; start += batchSize) {
    yield rows.slice(start, start + batchSize).map((row) => toStoredAssertion(connection, row));
  }
}
