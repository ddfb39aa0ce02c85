import { algorithms, type Algorithm, type Digest, type Digests } from '../../core/digest.ts';
import type { ManifestEntry } from '../../core/media.ts';
import type { Actor, NewSubmission, Submission, SubmissionStore } from '../contract.ts';
import { caseRowId } from './cases.ts';
import { digestFromBlob, digestToBlob, kindCode, kindOfCode } from './codes.ts';
import { raiseCollisions } from './conflict-rows.ts';
import type { Audited, Connection } from './connection.ts';
import { refreshLinks } from './links.ts';
import { touchMedia } from './media.ts';
import { refreshMedia } from './refresh.ts';
import { unpackNamed } from './segments/unpack.ts';

interface SubmissionRow {
  readonly submission_id: number;
  readonly case_number: string;
  readonly prepared_at_utc: string;
  readonly prepared_by: string;
  readonly mailed_on: string | null;
  readonly sources: string;
  readonly algorithms: string;
  readonly files: number;
  readonly images: number;
  readonly videos: number;
  readonly size_bytes: number;
}

const batchSize = 4096;

export function createSubmissionStore(connection: Connection): SubmissionStore {
  const list = (where: string, parameter: string | number | null) =>
    connection
      .all<SubmissionRow>(
        `SELECT s.*, c.case_number FROM submission s JOIN lab_case c USING (case_id) WHERE ${where} ORDER BY submission_id`,
        parameter,
      )
      .map(toSubmission);
  return {
    addSubmission: async (submission, batches, actor) => {
      const entries: ManifestEntry[] = [];
      for await (const batch of batches) for (const entry of batch) entries.push(entry);
      return await connection.write(actor, () => writeSubmission(connection, submission, entries, actor));
    },
    listSubmissions: async (caseNumber) => list('?1 IS NULL OR c.case_number = ?1', caseNumber ?? null),
    findSubmission: async (submissionId) => list('submission_id = ?', submissionId)[0],
    manifestOf: (submissionId) => readManifest(connection, submissionId),
  };
}

function writeSubmission(
  connection: Connection,
  submission: NewSubmission,
  entries: readonly ManifestEntry[],
  actor: Actor,
): Audited<Submission> {
  unpackNamed(
    connection,
    entries.map(({ digests }) => digests),
  );
  const counts = {
    files: entries.length,
    images: entries.filter(({ kind }) => kind === 'image').length,
    videos: entries.filter(({ kind }) => kind === 'video').length,
    sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
  const submissionId = connection.insert(
    `INSERT INTO submission (case_id, prepared_at_utc, prepared_by, sources, algorithms, files, images, videos, size_bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    caseRowId(connection, submission.caseNumber),
    actor.atUtc,
    actor.by,
    JSON.stringify(submission.sources),
    JSON.stringify(submission.algorithms),
    counts.files,
    counts.images,
    counts.videos,
    counts.sizeBytes,
  );
  const touched = writeItems(connection, submissionId, entries);
  const relinked = refreshLinks(connection);
  raiseCollisions(connection, touched.shared, null, actor.atUtc);
  refreshMedia(connection, [...touched.mediaIds, ...relinked], actor.atUtc);
  const result: Submission = {
    ...submission,
    ...counts,
    submissionId,
    preparedAtUtc: actor.atUtc,
    preparedBy: actor.by,
    mailedOn: null,
  };
  const body = { submission: submissionId, case: submission.caseNumber, ...counts };
  return { result, audit: { action: 'submission-prepare', body } };
}

function writeItems(connection: Connection, submissionId: number, entries: readonly ManifestEntry[]) {
  const mediaIds = new Set<number>();
  const shared: { readonly algorithm: Algorithm; readonly value: Digest }[] = [];
  entries.forEach((entry, index) => {
    const touch = touchMedia(connection, entry, null);
    mediaIds.add(touch.mediaId);
    shared.push(...touch.shared);
    connection.run(
      `INSERT INTO submission_item (submission_id, item_number, media_id, path, size_bytes, kind, md5, sha1, sha256, blake3)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      submissionId,
      index + 1,
      touch.mediaId,
      entry.path,
      entry.sizeBytes,
      kindCode(entry.kind),
      ...algorithms.map((algorithm) => blobOrNull(entry.digests[algorithm])),
    );
  });
  return { mediaIds, shared };
}

function blobOrNull(value: Digest | undefined): Buffer | null {
  return value === undefined ? null : digestToBlob(value);
}

type ItemRow = { item_number: number; path: string; size_bytes: number; kind: number } & {
  readonly [A in Algorithm]: Uint8Array | null;
};

async function* readManifest(connection: Connection, submissionId: number): AsyncGenerator<readonly ManifestEntry[]> {
  for (let after = 0; ; ) {
    const rows = connection.all<ItemRow>(
      `SELECT item_number, path, size_bytes, kind, md5, sha1, sha256, blake3 FROM submission_item
       WHERE submission_id = ? AND item_number > ? ORDER BY item_number LIMIT ${batchSize}`,
      submissionId,
      after,
    );
    if (rows.length === 0) return;
    after = rows.at(-1)?.item_number ?? after;
    yield rows.map((row) => ({
      path: row.path,
      sizeBytes: row.size_bytes,
      kind: kindOfCode(row.kind),
      digests: digestsOfItem(row),
    }));
  }
}

function digestsOfItem(row: ItemRow): Digests {
  return Object.fromEntries(
    algorithms.flatMap((algorithm) => {
      const value = row[algorithm];
      return value === null ? [] : [[algorithm, digestFromBlob(value)]];
    }),
  ) as Digests;
}

function toSubmission(row: SubmissionRow): Submission {
  return {
    submissionId: row.submission_id,
    caseNumber: row.case_number,
    sources: JSON.parse(row.sources) as string[],
    algorithms: JSON.parse(row.algorithms) as Algorithm[],
    preparedAtUtc: row.prepared_at_utc,
    preparedBy: row.prepared_by,
    mailedOn: row.mailed_on,
    files: row.files,
    images: row.images,
    videos: row.videos,
    sizeBytes: row.size_bytes,
  };
}
