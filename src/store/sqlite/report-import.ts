import { algorithms, type Algorithm, type Digest, type Digests } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { Actor, ImportChanges, ImportEntry, NewAssertion, NewReportImport } from '../contract.ts';
import { insertAssertion } from './assertion-rows.ts';
import { caseRowId } from './cases.ts';
import { raiseCollisions } from './conflict-rows.ts';
import type { Audited, Connection } from './connection.ts';
import { endImport, getImportInForce, insertImport, mediaOfImport, refuseSecondImport } from './import-rows.ts';
import { refreshLinks } from './links.ts';
import { rebuildAll } from './maintenance.ts';
import { touchMedia } from './media.ts';
import { mergeRefreshed } from './media-changes.ts';
import { markOutcomeCategories } from './outcome-categories.ts';
import { refreshMedia } from './refresh.ts';
import { refreshDigests } from './refresh-digests.ts';
import { rehomeAssertions } from './rehome-assertions.ts';
import { readChanges, type TouchedMedia } from './report-changes.ts';
import { unpackNamed } from './segments/unpack.ts';
import { keepSplitRule } from './split-rule-versions.ts';

export interface ReportImportResult {
  readonly importId: number;
  readonly changes: ImportChanges;
}

/** The whole import of one report; runs inside a transaction. */
export function writeReport(
  connection: Connection,
  request: NewReportImport,
  actor: Actor,
): Audited<ReportImportResult> {
  unpackNamed(
    connection,
    request.assertions.map(({ joinedTo, digests }) => ({ ...joinedTo, ...digests })),
  );
  const superseded =
    request.supersedes === null ? undefined : supersede(connection, request.supersedes, request.caseNumber, actor);
  refuseSecondImport(connection, request.part?.sha256 ?? request.document.sha256, { caseNumber: request.caseNumber });
  keepSplitRule(connection, request.splitRule, actor);
  const importId = insertImport(connection, importRow(connection, request), actor);
  const marked = markOutcomeCategories(connection) ? rebuildAll(connection, actor.atUtc) : [];
  const { touched, shared } = writeAssertions(connection, request, importId);
  writeBodies(connection, 'import_issue', importId, request.issues);
  writeBodies(connection, 'import_finding', importId, request.findings);
  const relinked = refreshLinks(connection);
  if (superseded !== undefined) rehomeAssertions(connection, relinked);
  const again = refreshDigests(connection, superseded === undefined ? [] : [...superseded.media, ...relinked]);
  raiseCollisions(connection, [...shared, ...again], importId, actor.atUtc);
  const refreshed = refreshMedia(
    connection,
    [...touched.keys(), ...relinked, ...(superseded?.media ?? [])],
    actor.atUtc,
  );
  const changes = readChanges(connection, request, {
    importId,
    refreshed: mergeRefreshed(marked, refreshed),
    touched,
    supersededId: superseded?.entry.importId,
  });
  return { result: { importId, changes }, audit: { action: 'import', body: auditBody(request, importId, changes) } };
}

function writeAssertions(
  connection: Connection,
  request: NewReportImport,
  importId: number,
): { readonly touched: TouchedMedia; readonly shared: readonly { algorithm: Algorithm; value: Digest }[] } {
  const touched = new Map<number, string | undefined>();
  const shared: { readonly algorithm: Algorithm; readonly value: Digest }[] = [];
  request.assertions.forEach((assertion, index) => {
    const { mediaId, shared: also } = touchMedia(connection, describe(assertion), importId);
    insertAssertion(connection, assertion, { mediaId, importId, ordinal: index + 1 });
    if (!touched.has(mediaId)) touched.set(mediaId, assertion.fileName);
    shared.push(...also);
  });
  return { touched, shared };
}

function importRow(connection: Connection, request: NewReportImport) {
  return {
    kind: 'report' as const,
    caseId: caseRowId(connection, request.caseNumber),
    submissionId: request.submissionId,
    document: request.document,
    part: request.part,
    format: request.layout,
    set: null,
    categoryNumber: null,
    records: request.assertions.length,
    supersedes: request.supersedes,
    splitRuleVersion: request.splitRule.version,
    acceptedDifference: request.acceptedDifference,
    summary: request.summary,
  };
}

function auditBody(request: NewReportImport, importId: number, changes: ImportChanges) {
  return {
    import: importId,
    case: request.caseNumber,
    submission: request.submissionId,
    document: request.document.name,
    sha256: request.document.sha256,
    ...(request.part === null ? {} : { part: request.part.path, partSha256: request.part.sha256 }),
    layout: request.layout,
    records: request.assertions.length,
    issues: request.issues.length,
    added: changes.added,
    promoted: changes.promoted.length,
    conflicts: changes.conflicts.length,
    backwards: changes.backwards.length,
    supersedes: request.supersedes,
    splitRuleVersion: request.splitRule.version,
    acceptedDifference: request.acceptedDifference,
  };
}

/** The content that the outcome is about: what the document states, and what is known of the sent file beyond that. */
function describe(assertion: NewAssertion) {
  const digests: Digests = { ...assertion.joinedTo, ...assertion.digests };
  if (algorithms.every((algorithm) => digests[algorithm] === undefined)) {
    throw new CriskitError('INTERNAL', 'An assertion without any digest reached the database.', {
      place: assertion.place,
    });
  }
  return { digests, kind: assertion.kind, sizeBytes: assertion.sizeBytes ?? null };
}

interface Superseded {
  readonly entry: ImportEntry;
  readonly media: readonly number[];
}

function supersede(connection: Connection, importId: number, caseNumber: string, actor: Actor): Superseded {
  const entry = getImportInForce(connection, importId);
  if (entry.kind !== 'report' || entry.caseNumber !== caseNumber) {
    throw new CriskitError(
      'CONFLICT',
      `Import ${importId} is not a report of case ${caseNumber}, so it cannot be superseded by one.`,
    );
  }
  endImport(connection, importId, 'superseded', 'a corrected report took its place', actor);
  return { entry, media: mediaOfImport(connection, entry) };
}

function writeBodies(
  connection: Connection,
  table: 'import_issue' | 'import_finding',
  importId: number,
  bodies: readonly unknown[],
): void {
  bodies.forEach((body, index) => {
    connection.run(
      `INSERT INTO ${table} (import_id, ordinal, body) VALUES (?, ?, ?)`,
      importId,
      index + 1,
      JSON.stringify(body),
    );
  });
}
