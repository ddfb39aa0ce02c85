import { algorithms, type Algorithm, type Digest, type Digests } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { Actor, ImportChanges, ImportEntry, MediaChange, NewAssertion, NewReportImport } from '../contract.ts';
import { insertAssertion } from './assertion-rows.ts';
import { caseRowId } from './cases.ts';
import { outcomeOfCode } from './codes.ts';
import { raiseCollisions } from './conflict-rows.ts';
import { readConflicts } from './conflicts.ts';
import type { Audited, Connection } from './connection.ts';
import { endImport, getImportInForce, insertImport, mediaOfImport, refuseSecondImport } from './import-rows.ts';
import { casesOfMedia } from './lookup.ts';
import { refreshLinks } from './links.ts';
import { digestsOf, touchMedia } from './media.ts';
import { type RefreshedMedia, refreshMedia } from './refresh.ts';
import { refreshDigests } from './refresh-digests.ts';
import { rehomeAssertions } from './rehome-assertions.ts';

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
  const superseded =
    request.supersedes === null ? undefined : supersede(connection, request.supersedes, request.caseNumber, actor);
  refuseSecondImport(connection, request.document.sha256, { caseNumber: request.caseNumber });
  const importId = insertImport(connection, importRow(connection, request), actor);
  const touched = new Map<number, string | undefined>();
  const shared: { readonly algorithm: Algorithm; readonly value: Digest }[] = [];
  request.assertions.forEach((assertion, index) => {
    const { mediaId, shared: also } = touchMedia(connection, describe(assertion), importId);
    insertAssertion(connection, assertion, { mediaId, importId, ordinal: index + 1 });
    if (!touched.has(mediaId)) touched.set(mediaId, assertion.fileName);
    shared.push(...also);
  });
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
  const changes: ImportChanges = {
    ...describeChanges(connection, refreshed, touched),
    conflicts: readConflicts(connection, { importId, state: 'open' }),
    differences: superseded === undefined ? [] : differencesFrom(connection, superseded, importId),
  };
  return { result: { importId, changes }, audit: { action: 'import', body: auditBody(request, importId, changes) } };
}

function importRow(connection: Connection, request: NewReportImport) {
  return {
    kind: 'report' as const,
    caseId: caseRowId(connection, request.caseNumber),
    submissionId: request.submissionId,
    document: request.document,
    format: request.layout,
    setName: null,
    categoryNumber: null,
    records: request.assertions.length,
    supersedes: request.supersedes,
    splitRuleVersion: request.splitRuleVersion,
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
    layout: request.layout,
    records: request.assertions.length,
    issues: request.issues.length,
    added: changes.added,
    promoted: changes.promoted.length,
    conflicts: changes.conflicts.length,
    supersedes: request.supersedes,
    splitRuleVersion: request.splitRuleVersion,
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

function describeChanges(
  connection: Connection,
  refreshed: readonly RefreshedMedia[],
  touched: ReadonlyMap<number, string | undefined>,
): Pick<ImportChanges, 'added' | 'same' | 'promoted'> {
  const categories = connection.categories();
  const best = (numbers: readonly number[]) =>
    numbers
      .filter((n) => categories.get(n)?.isOutcome === true)
      .map((n) => categories.get(n)?.rank ?? 0)
      .toSorted((a, b) => a - b)[0];
  let added = 0;
  let same = 0;
  const promoted: MediaChange[] = [];
  for (const { mediaId, before, after } of refreshed) {
    const [was, is] = [best(before), best(after)];
    if (before.length === 0 && after.length > 0) added += 1;
    else if (was !== undefined && is !== undefined && is < was) {
      promoted.push(
        change(connection, mediaId, touched.get(mediaId), names(connection, before), names(connection, after)),
      );
    } else if (before.length > 0 && before.length === after.length) same += 1;
  }
  return { added, same, promoted };
}

function names(connection: Connection, numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => connection.categoryName(number));
}

function change(
  connection: Connection,
  mediaId: number,
  fileName: string | undefined,
  before: readonly string[],
  after: readonly string[],
): MediaChange {
  return {
    digests: digestsOf(connection, mediaId),
    ...(fileName === undefined ? {} : { fileName }),
    before,
    after,
    cases: casesOfMedia(connection, [mediaId]),
  };
}

/** What the corrected report says otherwise than the one before it, media by media. */
function differencesFrom(connection: Connection, superseded: Superseded, importId: number): readonly MediaChange[] {
  type Row = { media_id: number; word: string; file_name: string | null };
  const saidBy = (id: number) => {
    const rows = connection.all<Row>(
      `SELECT coalesce(m.canonical_id, m.media_id) AS media_id, min(a.file_name) AS file_name,
              group_concat(DISTINCT a.outcome) AS word
       FROM assertion a JOIN media m USING (media_id) WHERE a.import_id = ? AND a.outcome IS NOT NULL GROUP BY 1`,
      id,
    );
    return new Map(rows.map((row) => [row.media_id, row]));
  };
  const before = saidBy(superseded.entry.importId);
  const after = saidBy(importId);
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted((a, b) => a - b)
    .flatMap((mediaId) => {
      const [was, is] = [before.get(mediaId), after.get(mediaId)];
      const [wasWords, isWords] = [outcomeWords(was?.word), outcomeWords(is?.word)];
      if (wasWords.join() === isWords.join()) return [];
      return [change(connection, mediaId, is?.file_name ?? was?.file_name ?? undefined, wasWords, isWords)];
    });
}

function outcomeWords(codes: string | undefined): readonly string[] {
  if (codes === undefined) return [];
  return codes
    .split(',')
    .map((code) => outcomeOfCode(Number(code)) ?? '')
    .toSorted();
}
