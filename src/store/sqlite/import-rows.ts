import { deflateSync } from 'node:zlib';
import type { Digest } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type {
  Actor,
  DocumentPart,
  ImportEntry,
  ImportKind,
  ImportState,
  NewDocument,
  SetDescription,
} from '../contract.ts';
import { digestFromBlob, digestToBlob } from './codes.ts';
import type { Connection } from './connection.ts';

interface ImportRow {
  readonly import_id: number;
  readonly kind: ImportKind;
  readonly case_number: string | null;
  readonly submission_id: number | null;
  readonly document_name: string;
  readonly document_sha256: Uint8Array;
  readonly document_size_bytes: number;
  readonly part_path: string | null;
  readonly part_sha256: Uint8Array | null;
  readonly format: string;
  readonly set_name: string | null;
  readonly set_version: string | null;
  readonly set_source: string | null;
  readonly set_date: string | null;
  readonly category_id: number | null;
  readonly records: number;
  readonly state: ImportState;
  readonly supersedes_import_id: number | null;
  readonly imported_at_utc: string;
  readonly imported_by: string;
  readonly ended_at_utc: string | null;
  readonly ended_by: string | null;
  readonly ended_reason: string | null;
  readonly split_rule_version: number | null;
  readonly accepted_difference: string | null;
  readonly summary: string;
}

const selectImport = 'SELECT i.*, c.case_number FROM import i LEFT JOIN lab_case c USING (case_id)';

export function findImportRow(connection: Connection, importId: number): ImportEntry | undefined {
  const row = connection.get<ImportRow>(`${selectImport} WHERE i.import_id = ?`, importId);
  return row === undefined ? undefined : toEntry(connection, row);
}

/** Throws NOT_FOUND, CONFLICT. */
export function getImportInForce(connection: Connection, importId: number): ImportEntry {
  const entry = findImportRow(connection, importId);
  if (entry === undefined) {
    throw new CriskitError('NOT_FOUND', `There is no import ${importId} in this lab.`, {
      hint: 'See them with `criskit history`.',
    });
  }
  if (entry.state !== 'in-force') {
    throw new CriskitError('CONFLICT', `Import ${importId} is ${entry.state} already; nothing was changed.`);
  }
  return entry;
}

export function listImportRows(
  connection: Connection,
  filter: { readonly caseNumber?: string; readonly kind?: string; readonly state?: string } = {},
): readonly ImportEntry[] {
  const rows = connection.all<ImportRow>(
    `${selectImport} WHERE (?1 IS NULL OR c.case_number = ?1) AND (?2 IS NULL OR i.kind = ?2) AND (?3 IS NULL OR i.state = ?3)
     ORDER BY i.import_id`,
    filter.caseNumber ?? null,
    filter.kind ?? null,
    filter.state ?? null,
  );
  return rows.map((row) => toEntry(connection, row));
}

/** The import in force of a document, as it came or as a part of another, as a report of one case or as a hash set in one category. */
export function findImportOfDocument(
  connection: Connection,
  sha256: Digest<'sha256'>,
  target: { readonly caseNumber?: string; readonly categoryId?: string },
): ImportEntry | undefined {
  const rows = connection.all<ImportRow>(
    `${selectImport} WHERE (i.part_sha256 = ?1 OR (i.part_sha256 IS NULL AND i.document_sha256 = ?1)) AND i.state = 'in-force'
     ORDER BY i.import_id`,
    digestToBlob(sha256),
  );
  return rows
    .map((row) => toEntry(connection, row))
    .find((entry) =>
      target.caseNumber === undefined
        ? entry.kind === 'hash-set' && entry.categoryId === target.categoryId
        : entry.kind === 'report' && entry.caseNumber === target.caseNumber,
    );
}

/** Throws CONFLICT where another process took the same document in since the caller looked. */
export function refuseSecondImport(
  connection: Connection,
  sha256: Digest<'sha256'>,
  target: { readonly caseNumber?: string; readonly categoryId?: string },
): void {
  const entry = findImportOfDocument(connection, sha256, target);
  if (entry === undefined) return;
  throw new CriskitError(
    'CONFLICT',
    `The same document is in force as import ${entry.importId} already; nothing was changed.`,
  );
}

export interface NewImportRow {
  readonly kind: ImportKind;
  readonly caseId: number | null;
  readonly submissionId: number | null;
  readonly document: NewDocument;
  readonly part: DocumentPart | null;
  readonly format: string;
  /** Of hash sets and their removals. */
  readonly set: SetDescription | null;
  readonly categoryNumber: number | null;
  readonly records: number;
  readonly supersedes: number | null;
  readonly splitRuleVersion: number | null;
  readonly acceptedDifference: string | null;
  readonly summary: unknown;
}

export function insertImport(connection: Connection, row: NewImportRow, actor: Actor): number {
  const sha256 = digestToBlob(row.document.sha256);
  if (row.document.bytes !== null) {
    connection.run(
      `INSERT OR IGNORE INTO document (sha256, size_bytes, compression, content) VALUES (?, ?, 'deflate', ?)`,
      sha256,
      row.document.sizeBytes,
      deflateSync(row.document.bytes),
    );
  }
  return connection.insert(
    `INSERT INTO import (kind, case_id, submission_id, document_name, document_sha256, document_size_bytes, part_path,
       part_sha256, format, set_name, set_version, set_source, set_date, category_id, records, state, supersedes_import_id, imported_at_utc, imported_by, split_rule_version,
       accepted_difference, summary)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'in-force', ?, ?, ?, ?, ?, ?)`,
    row.kind,
    row.caseId,
    row.submissionId,
    row.document.name,
    sha256,
    row.document.sizeBytes,
    row.part === null ? null : JSON.stringify(row.part.path),
    row.part === null ? null : digestToBlob(row.part.sha256),
    row.format,
    row.set?.name ?? null,
    row.set?.version ?? null,
    row.set?.source ?? null,
    row.set?.date ?? null,
    row.categoryNumber,
    row.records,
    row.supersedes,
    actor.atUtc,
    actor.by,
    row.splitRuleVersion,
    row.acceptedDifference,
    JSON.stringify(row.summary ?? null),
  );
}

export function endImport(
  connection: Connection,
  importId: number,
  state: 'undone' | 'superseded',
  reason: string,
  actor: Actor,
): void {
  connection.run(
    'UPDATE import SET state = ?, ended_at_utc = ?, ended_by = ?, ended_reason = ? WHERE import_id = ?',
    state,
    actor.atUtc,
    actor.by,
    reason,
    importId,
  );
}

/** Puts an import that was superseded back in force. */
export function reviveImport(connection: Connection, importId: number): void {
  connection.run(
    `UPDATE import SET state = 'in-force', ended_at_utc = NULL, ended_by = NULL, ended_reason = NULL WHERE import_id = ?`,
    importId,
  );
}

/** Every media that the import says something of. */
export function mediaOfImport(connection: Connection, entry: ImportEntry): readonly number[] {
  return connection.all<{ media_id: number }>(mediaOf[entry.kind], entry.importId).map((row) => row.media_id);
}

/** Reports have an index of their own, by which a removal is known to say nothing; a hash set is read from the table, whose size it shares. */
const mediaOf: Readonly<Record<ImportKind, string>> = {
  report: 'SELECT DISTINCT media_id FROM assertion WHERE import_id = ? AND outcome IS NOT NULL',
  'hash-set': 'SELECT DISTINCT media_id FROM assertion WHERE import_id = ?',
  'split-rule': 'SELECT DISTINCT media_id FROM refiling WHERE import_id = ?',
  'set-removal': 'SELECT media_id FROM assertion WHERE import_id = ? AND outcome IS NOT NULL',
};

function toEntry(connection: Connection, row: ImportRow): ImportEntry {
  const ended = { atUtc: row.ended_at_utc ?? '', by: row.ended_by ?? '', reason: row.ended_reason ?? '' };
  return {
    importId: row.import_id,
    kind: row.kind,
    caseNumber: row.case_number,
    submissionId: row.submission_id,
    document: {
      name: row.document_name,
      sha256: digestFromBlob<'sha256'>(row.document_sha256),
      sizeBytes: row.document_size_bytes,
    },
    part: partOf(row),
    format: row.format,
    setName: row.set_name,
    setVersion: row.set_version,
    setSource: row.set_source,
    setDate: row.set_date,
    categoryId: row.category_id === null ? null : connection.categoryName(row.category_id),
    records: row.records,
    state: row.state,
    supersedes: row.supersedes_import_id,
    importedAtUtc: row.imported_at_utc,
    importedBy: row.imported_by,
    ended: row.ended_at_utc === null ? null : ended,
    splitRuleVersion: row.split_rule_version,
    acceptedDifference: row.accepted_difference,
    summary: JSON.parse(row.summary),
  };
}

function partOf({ part_path: path, part_sha256: sha256 }: ImportRow): DocumentPart | null {
  if (path === null || sha256 === null) return null;
  return { path: JSON.parse(path) as string[], sha256: digestFromBlob<'sha256'>(sha256) };
}
