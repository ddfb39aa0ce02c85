import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Algorithm, Digest, Digests } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import type { UnpackedRecord } from '../../core/packed-records.ts';
import type {
  Actor,
  HashSetImportResult,
  ImportEntry,
  ImportStore,
  NewAssertion,
  NewHashSetDocument,
  NewHashSetImport,
  SetDescription,
} from '../contract.ts';
import { insertAssertion } from './assertion-rows.ts';
import { raiseCollisions } from './conflict-rows.ts';
import { readConflicts } from './conflicts.ts';
import { type Audited, type Connection, mostBlockBytes } from './connection.ts';
import { dropStaging, stageHashSet, type StagedChunk, type StagedHashSet } from './hash-set-staging.ts';
import { insertImport, mediaOfImport, refuseSecondImport } from './import-rows.ts';
import { refreshLinks } from './links.ts';
import { toDigests, touchMedia, type MediaDescription } from './media.ts';
import { refreshMedia } from './refresh.ts';
import { refreshDigests } from './refresh-digests.ts';
import { rehomeAssertions } from './rehome-assertions.ts';
import { nextMediaIdSql } from './segments/catalogue.ts';
import { carrySegments, settleOverlaps, storeSegments } from './segments/new-segments.ts';
import { countSegmentChanges, standingNow } from './segments/standing.ts';
import { unpackNamed } from './segments/unpack.ts';
import { stagedRecords } from './staged-records.ts';
import {
  carryOver,
  checkCompared,
  compareVersions,
  describeDocument,
  mediaNamedBy,
  supersedeVersion,
  versionBefore,
} from './set-versions.ts';

const mostBlockBytesOfImport = 64 << 20;

interface Running {
  readonly connection: Connection;
  readonly importId: number;
  readonly category: number;
  readonly categoryId: string;
  readonly signal: AbortSignal | undefined;
  /** Media that were there before, or that came from records of several digests: derived one by one. */
  readonly touched: Set<number>;
  /** Media that the file takes out. */
  readonly removed: Set<number>;
  readonly shared: { readonly algorithm: Algorithm; readonly value: Digest }[];
  /** The lowest number of the media that this import makes. */
  readonly firstFresh: number;
  /** Media made by this import in bulk. */
  fresh: number;
  /** Behind the last of them. */
  behindBulk: number;
  repeats: number;
  /** Records that the file itself takes out again. */
  withdrawn: number;
  idleRemovals: number;
}

export const importHashSet = async (
  connection: Connection,
  ...[request, batches, finish, actor, options = {}]: Parameters<ImportStore['importHashSet']>
): Promise<HashSetImportResult> => {
  const category = connection.categoryNumber(request.categoryId);
  // An import goes through lists in order, and needs its memory for other things.
  connection.blocks.mostBytes = mostBlockBytesOfImport;
  try {
    const staged = await stageHashSet(connection, batches, options);
    const input = { request, staged, document: finish(), category, signal: options.signal };
    const write = (rollback: boolean) =>
      connection.write(actor, async () => ({ ...(await writeHashSet(connection, input, actor)), rollback }));
    // Rows made in bulk refer to nothing but each other; checking each reference again would take as long as the rest.
    connection.db.pragma('foreign_keys = OFF');
    if (options.approve !== undefined) await options.approve(replaces(connection, input) ? await write(true) : null);
    return await write(options.dryRun === true);
  } finally {
    dropStaging(connection);
    connection.blocks.mostBytes = mostBlockBytes;
    connection.db.pragma('foreign_keys = ON');
  }
};

/** Whether it would take the place of another import: what is written in the end decides that anew. */
function replaces(connection: Connection, { request, staged, document }: Staged): boolean {
  const { name } = describeDocument(request, document);
  return versionBefore(connection, request, name, isDelta(request, staged)) !== undefined;
}

function isDelta(request: NewHashSetImport, staged: StagedHashSet): boolean {
  return request.isDelta === true || staged.takesOut;
}

interface Staged {
  readonly request: NewHashSetImport;
  readonly staged: StagedHashSet;
  readonly document: NewHashSetDocument;
  readonly category: number;
  readonly signal: AbortSignal | undefined;
}

async function writeHashSet(
  connection: Connection,
  input: Staged,
  actor: Actor,
): Promise<Audited<HashSetImportResult>> {
  const { request, staged, document, category, signal } = input;
  refuseSecondImport(connection, document.part?.sha256 ?? document.sha256, { categoryId: request.categoryId });
  const set = describeDocument(request, document);
  const asDelta = isDelta(request, staged);
  const earlier = versionBefore(connection, request, set.name, asDelta);
  checkCompared(document, earlier);
  const standing = standingNow(connection);
  const takenOver = asDelta ? (earlier?.importId ?? null) : null;
  const kept = settleOverlaps(connection, staged.segments, { category, takenOver });
  unpackNamed(connection, stagedDigests(connection));
  if (earlier !== undefined) supersedeVersion(connection, earlier, actor);
  const importId = insertImport(connection, importRow(input, set, earlier), actor);
  const running: Running = {
    connection,
    importId,
    category,
    categoryId: request.categoryId,
    signal,
    touched: new Set(),
    removed: new Set(),
    shared: [],
    firstFresh: nextMediaId(connection),
    fresh: 0,
    behindBulk: 0,
    repeats: staged.repeats + kept.repeats,
    withdrawn: 0,
    idleRemovals: 0,
  };
  storeSegments(connection, kept.segments, importId);
  for (const chunk of staged.chunks) {
    throwIfInterrupted(signal);
    writeChunk(running, chunk);
    await nextTurn();
  }
  running.behindBulk = nextMediaId(connection);
  await writeRecords(running, earlier);
  const carried =
    takenOver === null
      ? 0
      : carryOver(connection, takenOver, importId, running.removed) + carrySegments(connection, takenOver, importId);
  if (carried > 0) noteRecords(connection, importId, staged.records - running.withdrawn + carried);
  const derived = deriveAfterImport(running, earlier, actor.atUtc);
  const added = running.fresh + derived + countSegmentChanges(connection, standing, category).gained;
  const { records } = staged;
  const result: HashSetImportResult = {
    importId,
    records,
    added,
    known: Math.max(0, records - running.repeats - running.withdrawn - added),
    duplicates: running.repeats,
    conflicts: readConflicts(connection, { importId, state: 'open' }).length,
    version:
      earlier === undefined
        ? null
        : {
            supersedes: earlier.importId,
            isDelta: asDelta,
            carried,
            ...compareVersions(connection, earlier.importId, importId),
          },
    idleRemovals: running.idleRemovals,
  };
  const body = {
    import: importId,
    category: request.categoryId,
    set: set.name,
    setVersion: set.version,
    document: document.name,
    sha256: document.sha256,
    ...(document.part ? { part: document.part } : {}),
    ...(request.readAs === undefined ? {} : { readAs: request.readAs }),
    ...result,
  };
  return { result, audit: { action: 'hash-set-import', body } };
}

function importRow(
  { request, staged, document, category }: Staged,
  set: SetDescription,
  earlier: ImportEntry | undefined,
) {
  return {
    kind: 'hash-set' as const,
    caseId: null,
    submissionId: null,
    document,
    part: document.part ?? null,
    format: request.format,
    set,
    categoryNumber: category,
    records: staged.records,
    supersedes: earlier?.importId ?? null,
    splitRuleVersion: null,
    acceptedDifference: null,
    summary: request.readAs === undefined ? null : { readAs: request.readAs },
  };
}

/** A delta holds what it took over as well. */
function noteRecords(connection: Connection, importId: number, records: number): void {
  connection.run('UPDATE import SET records = ? WHERE import_id = ?', records, importId);
}

/** Links, digests in force, collisions, memberships and conflicts. Returns how many media came into the category besides those made in bulk. */
function deriveAfterImport(running: Running, earlier: ImportEntry | undefined, atUtc: string): number {
  const { connection, category, importId, touched, removed, shared } = running;
  const before = earlier === undefined ? [] : mediaOfImport(connection, earlier);
  const relinked = refreshLinks(connection);
  if (earlier !== undefined) rehomeAssertions(connection, relinked);
  const ended = earlier === undefined ? removed : [...before, ...removed, ...relinked];
  const again = refreshDigests(connection, ended);
  raiseCollisions(connection, [...shared, ...again], importId, atUtc);
  const refreshed = refreshMedia(connection, concat(touched, removed, relinked, before), atUtc);
  const gained = refreshed.filter(({ before: was, after }) => !was.includes(category) && after.includes(category));
  const lost = refreshed.filter(
    ({ mediaId, before: was, after }) =>
      mediaId >= running.firstFresh && was.includes(category) && !after.includes(category),
  );
  return gained.length - lost.length;
}

function* concat(...lists: readonly Iterable<number>[]): Generator<number> {
  for (const list of lists) yield* list;
}

function nextMediaId(connection: Connection): number {
  return connection.get<{ id: number }>(`SELECT ${nextMediaIdSql} AS id`)?.id ?? 1;
}

/** One sorted chunk: what is known is noted, everything else is made by four statements. */
function writeChunk(running: Running, { from, to }: StagedChunk): void {
  const { connection, importId, category } = running;
  noteKnown(running, from, to);
  const first = nextMediaId(connection);
  const select = (columns: string) =>
    `SELECT ${columns} FROM temp.staged_digest s WHERE s.n BETWEEN ?1 AND ?2 AND s.algorithm > 0 ORDER BY s.n`;
  const shift = first - from;
  running.fresh += connection.run(`INSERT INTO media (media_id, kind) ${select('s.n + ?3, 4')}`, from, to, shift);
  connection.run(
    `INSERT INTO digest (algorithm, value, media_id, import_id, in_force) ${select('s.algorithm, s.value, s.n + ?3, ?4, 1')}`,
    from,
    to,
    shift,
    importId,
  );
  connection.run(
    `INSERT INTO assertion (media_id, import_id, ordinal, category_id, kind, stated, place_line)
     ${select('s.n + ?3, ?4, s.line, ?5, 4, 1 << (s.algorithm - 1), s.line')}`,
    from,
    to,
    shift,
    importId,
    category,
  );
  connection.run(
    `INSERT INTO membership (category_id, media_id, import_id) ${select('?5, s.n + ?3, ?4')}`,
    from,
    to,
    shift,
    importId,
    category,
  );
}

/** Values that the database holds already: an assertion each; taken out of the chunk (algorithm 0). */
function noteKnown(running: Running, from: number, to: number): void {
  const { connection, importId, firstFresh } = running;
  type Row = { n: number; line: number; algorithm: number; value: Uint8Array; in_force_id: number | null };
  const known = connection.all<Row>(
    `SELECT s.n, s.line, s.algorithm, s.value, min(CASE WHEN d.in_force = 1 THEN d.media_id END) AS in_force_id
     FROM temp.staged_digest s CROSS JOIN digest d ON d.algorithm = s.algorithm AND d.value = s.value
     WHERE s.n BETWEEN ? AND ? GROUP BY s.n`,
    from,
    to,
  );
  for (const { n, line, algorithm, value, in_force_id: inForceId } of known) {
    connection.run('UPDATE temp.staged_digest SET algorithm = 0 WHERE n = ?', n);
    if (inForceId !== null && inForceId >= firstFresh) {
      running.repeats += 1;
      continue;
    }
    const digests = toDigests([{ algorithm, value }]);
    // Known only from imports that were undone: which media it is has to be found out anew.
    const mediaId = inForceId ?? touch(running, { digests, kind: 'unknown', sizeBytes: null });
    const assertion = {
      digests,
      place: { line },
      outcome: null,
      categoryId: running.categoryId,
      kind: 'unknown',
    } as const;
    insertAssertion(connection, assertion, { mediaId, importId, ordinal: line });
    running.touched.add(mediaId);
  }
}

function touch(running: Running, described: MediaDescription): number {
  const { mediaId, shared } = touchMedia(running.connection, described, running.importId);
  running.shared.push(...shared);
  return mediaId;
}

/** Records of several digests, or with more to say than a digest, and what is taken out, in the order of the file. */
async function writeRecords(running: Running, earlier: ImportEntry | undefined): Promise<void> {
  let count = 0;
  for (const staged of stagedRecords(running.connection)) {
    if ('removal' in staged) takeOut(running, staged.removal.digests, earlier);
    else writeRecord(running, staged.record, staged.number);
    count += 1;
    if (count % 4096 === 0) {
      throwIfInterrupted(running.signal);
      await nextTurn();
    }
  }
}

function writeRecord(running: Running, record: UnpackedRecord, ordinal: number): void {
  const { digests, kind, place } = record;
  if (Object.keys(digests).length === 0) {
    throw new CriskitError('INTERNAL', 'A hash-set record without any digest reached the database.', { place });
  }
  const mediaId = touch(running, { digests, kind, sizeBytes: record.sizeBytes ?? null });
  const assertion = assertionOf(record, running.categoryId);
  insertAssertion(running.connection, assertion, { mediaId, importId: running.importId, ordinal });
  const isFromBulk = mediaId >= running.firstFresh && mediaId < running.behindBulk;
  if (isFromBulk || running.touched.has(mediaId)) running.repeats += 1;
  running.touched.add(mediaId);
}

function assertionOf(record: UnpackedRecord, categoryId: string): NewAssertion {
  const fileName = record.attributes?.names?.[0];
  return { ...record, outcome: null, categoryId, ...(fileName === undefined ? {} : { fileName }) };
}

/** The single digests of a small set. */
function* stagedDigests(connection: Connection): Generator<Digests> {
  const pageSize = 16_384;
  type Row = { n: number; algorithm: number; value: Uint8Array };
  for (let after = 0; ; ) {
    const rows = connection.all<Row>(
      `SELECT n, algorithm, value FROM temp.staged_digest WHERE n > ? ORDER BY n LIMIT ${pageSize}`,
      after,
    );
    for (const row of rows) yield toDigests([row]);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.n;
  }
}

/** What the file said of the content so far no longer counts; what it says of it later does. */
function takeOut(running: Running, digests: Digests, earlier: ImportEntry | undefined): void {
  const { connection, importId, removed } = running;
  let isIdle = true;
  for (const mediaId of mediaNamedBy(connection, digests)) {
    const withdrawn = connection.run('DELETE FROM assertion WHERE media_id = ? AND import_id = ?', mediaId, importId);
    connection.run(
      'DELETE FROM media_link WHERE import_id = ?2 AND ?1 IN (media_id, other_media_id)',
      mediaId,
      importId,
    );
    running.withdrawn += withdrawn;
    if (withdrawn > 0 || (earlier !== undefined && speaksOf(connection, earlier.importId, mediaId))) isIdle = false;
    removed.add(mediaId);
  }
  if (isIdle) running.idleRemovals += 1;
}

function speaksOf(connection: Connection, importId: number, mediaId: number): boolean {
  const sql = 'SELECT 1 FROM assertion WHERE media_id = ? AND import_id = ? LIMIT 1';
  return connection.get(sql, mediaId, importId) !== undefined;
}
