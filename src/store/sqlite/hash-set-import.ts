import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Algorithm, Digest } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import type { Actor, HashSetImportResult, ImportStore, NewHashSetDocument, NewHashSetImport } from '../contract.ts';
import { insertAssertion } from './assertion-rows.ts';
import { raiseCollisions } from './conflict-rows.ts';
import { readConflicts } from './conflicts.ts';
import type { Audited, Connection } from './connection.ts';
import { dropStaging, stagedOthers, stageHashSet, type StagedChunk, type StagedHashSet } from './hash-set-staging.ts';
import { insertImport, refuseSecondImport } from './import-rows.ts';
import { refreshLinks } from './links.ts';
import { toDigests, touchMedia, type MediaDescription } from './media.ts';
import { refreshMedia } from './refresh.ts';

interface Running {
  readonly connection: Connection;
  readonly importId: number;
  readonly category: number;
  readonly categoryId: string;
  readonly signal: AbortSignal | undefined;
  /** Media that were there before, or that came from records of several digests: derived one by one. */
  readonly touched: Set<number>;
  readonly shared: { readonly algorithm: Algorithm; readonly value: Digest }[];
  /** Media made by this import in bulk. */
  fresh: number;
  repeats: number;
}

export const importHashSet = async (
  connection: Connection,
  ...[request, batches, finish, actor, options = {}]: Parameters<ImportStore['importHashSet']>
): Promise<HashSetImportResult> => {
  const category = connection.categoryNumber(request.categoryId);
  try {
    const staged = await stageHashSet(connection, batches, options.signal);
    // Rows made in bulk refer to nothing but each other; checking each reference again would take as long as the rest.
    connection.db.pragma('foreign_keys = OFF');
    return await connection.write(actor, async () => {
      const written = await writeHashSet(
        connection,
        { request, staged, document: finish(), category, signal: options.signal },
        actor,
      );
      return { ...written, rollback: options.dryRun === true };
    });
  } finally {
    dropStaging(connection);
    connection.db.pragma('foreign_keys = ON');
  }
};

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
  const importId = insertImport(connection, importRow(input), actor);
  const running: Running = {
    connection,
    importId,
    category,
    categoryId: request.categoryId,
    signal,
    touched: new Set(),
    shared: [],
    fresh: 0,
    repeats: staged.repeats,
  };
  const firstFresh = nextMediaId(connection);
  for (const chunk of staged.chunks) {
    throwIfInterrupted(signal);
    writeChunk(running, chunk, firstFresh);
    await nextTurn();
  }
  await writeOthers(running);
  const relinked = refreshLinks(connection);
  raiseCollisions(connection, running.shared, importId, actor.atUtc);
  const refreshed = refreshMedia(connection, [...running.touched, ...relinked], actor.atUtc);
  const added =
    running.fresh +
    refreshed.filter(({ before, after }) => !before.includes(category) && after.includes(category)).length;
  const result: HashSetImportResult = {
    importId,
    records: staged.records,
    added,
    known: staged.records - running.repeats - added,
    duplicates: running.repeats,
    conflicts: readConflicts(connection, { importId, state: 'open' }).length,
  };
  const body = {
    import: importId,
    category: request.categoryId,
    set: request.setName,
    document: document.name,
    sha256: document.sha256,
    ...(document.part ? { part: document.part } : {}),
    ...result,
  };
  return { result, audit: { action: 'hash-set-import', body } };
}

function importRow({ request, staged, document, category }: Staged) {
  return {
    kind: 'hash-set' as const,
    caseId: null,
    submissionId: null,
    document,
    part: document.part ?? null,
    format: request.format,
    setName: request.setName,
    categoryNumber: category,
    records: staged.records,
    supersedes: null,
    splitRuleVersion: null,
    acceptedDifference: null,
    summary: null,
  };
}

function nextMediaId(connection: Connection): number {
  return (connection.get<{ id: number | null }>('SELECT max(media_id) AS id FROM media')?.id ?? 0) + 1;
}

/** One sorted chunk: what is known is noted, everything else is made by four statements. */
function writeChunk(running: Running, { from, to }: StagedChunk, firstFresh: number): void {
  const { connection, importId, category } = running;
  noteKnown(running, from, to, firstFresh);
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
function noteKnown(running: Running, from: number, to: number, firstFresh: number): void {
  const { connection, importId } = running;
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

/** Records of several digests, or with more to say than a digest. */
async function writeOthers(running: Running): Promise<void> {
  const { connection, importId } = running;
  let count = 0;
  for (const { ordinal, assertion } of stagedOthers(connection)) {
    const { digests, kind } = assertion;
    if (Object.keys(digests).length === 0) {
      throw new CriskitError('INTERNAL', 'A hash-set record without any digest reached the database.', {
        place: assertion.place,
      });
    }
    const mediaId = touch(running, { digests, kind, sizeBytes: assertion.sizeBytes ?? null });
    insertAssertion(connection, assertion, { mediaId, importId, ordinal });
    if (running.touched.has(mediaId)) running.repeats += 1;
    running.touched.add(mediaId);
    count += 1;
    if (count % 4096 === 0) {
      throwIfInterrupted(running.signal);
      await nextTurn();
    }
  }
}
