import { isAbsolute, relative, sep } from 'node:path';
import { algorithms } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { type AuditReport, auditManifest } from '../hashing/audit.ts';
import { hashMedia } from './hash-media.ts';
import { type HashSetInput, whereOfInput } from './hash-set-input.ts';
import type { Progress } from './progress.ts';
import type { ReadingChoices } from './reading-choices.ts';
import { readManifest } from './read-manifest.ts';

export interface AuditFolderRequest {
  readonly paths: readonly string[];
  readonly manifest: HashSetInput;
  /** The file to read in a zip archive; default: the only hash set in it. */
  readonly entry: string | undefined;
  readonly format: string | undefined;
  readonly reading: ReadingChoices;
  readonly followLinks: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface AuditFolderResult extends AuditReport {
  /** Lines of the manifest, and files, that could not be read. */
  readonly issues: readonly Issue[];
}

/** Hashes with the algorithms that the manifest states, and compares. */
export async function auditFolder(request: AuditFolderRequest): Promise<AuditFolderResult> {
  const { format, entry, signal } = request;
  const manifest = await readManifest(request.manifest, { format, entry, signal });
  const entries = manifest.entries.map((entry) => ({ ...entry, path: pathInside(entry.path, request.paths) }));
  const stated = algorithms.filter((algorithm) => entries.some(({ digests }) => digests[algorithm] !== undefined));
  if (stated.length === 0) {
    const path = whereOfInput(request.manifest);
    throw new CriskitError('NO_RECORDS', `${path} states no digest.`, { path });
  }
  const hashed = await hashMedia({ ...request, algorithms: stated, kinds: false });
  // A file that could not be hashed is there all the same: found, and verified by nothing.
  const readable = new Set(hashed.entries.map((entry) => entry.path));
  const unreadable = new Set(hashed.issues.map((issue) => issue.path).filter((found) => found !== undefined));
  const unread = entries.map((entry) => entry.path).filter((found) => unreadable.has(found) && !readable.has(found));
  const found = [...hashed.entries, ...[...new Set(unread)].map((foundPath) => ({ path: foundPath, digests: {} }))];
  const report = auditManifest(entries, found);
  return { ...report, issues: [...manifest.issues, ...hashed.issues] };
}

/** Other programs write `./a.jpg`, or the absolute path; ours is the path below the one folder that is named. */
function pathInside(path: string, roots: readonly string[]): string {
  const plain = path.replace(/^(\.[/\\])+/, '');
  const root = roots.length === 1 ? roots[0] : undefined;
  if (root === undefined || !isAbsolute(plain)) return plain;
  const inside = relative(root, plain).split(sep).join('/');
  return inside === '' || inside.startsWith('../') ? plain : inside;
}
