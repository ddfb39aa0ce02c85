import type { ManifestEntry } from '../core/media.ts';
import type { NewSubmission, Submission } from '../store/contract.ts';
import { answeredSubmissions } from './answered-submissions.ts';
import type { Lab } from './lab.ts';

/**
 * The submission that preparing the same files of the same case again would only double: named alike, not mailed, not
 * answered, and with the same manifest. So a command that was cut off can be repeated.
 */
export async function findSameSubmission(
  lab: Lab,
  wanted: NewSubmission,
  entries: readonly ManifestEntry[],
): Promise<Submission | undefined> {
  const { caseNumber } = wanted;
  const candidates = (await lab.store.listSubmissions(caseNumber)).filter(
    ({ mailedOn, files, sources, algorithms }) =>
      mailedOn === null &&
      files === entries.length &&
      JSON.stringify([sources, algorithms]) === JSON.stringify([wanted.sources, wanted.algorithms]),
  );
  if (candidates.length === 0) return undefined;
  const answered = answeredSubmissions(await lab.store.listImports({ caseNumber, kind: 'report', state: 'in-force' }));
  for (const candidate of candidates.filter(({ submissionId }) => !answered.has(submissionId))) {
    if (await hasManifest(lab, candidate.submissionId, entries)) return candidate;
  }
  return undefined;
}

async function hasManifest(lab: Lab, submissionId: number, entries: readonly ManifestEntry[]): Promise<boolean> {
  let index = 0;
  for await (const batch of lab.store.manifestOf(submissionId)) {
    for (const entry of batch) {
      const other = entries[index];
      if (other === undefined || keyOf(entry) !== keyOf(other)) return false;
      index += 1;
    }
  }
  return index === entries.length;
}

function keyOf({ path, sizeBytes, kind, digests: { md5, sha1, sha256, blake3 } }: ManifestEntry): string {
  return JSON.stringify([path, sizeBytes, kind, md5, sha1, sha256, blake3]);
}
