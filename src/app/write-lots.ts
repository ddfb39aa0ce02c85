import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Algorithm, type Digest, isDigestOfNothing } from '../core/digest.ts';
import { CriskitError, systemErrorText } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { ManifestEntry } from '../core/media.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import type { SentManifest } from '../reconcile/contract.ts';
import type { Lot, NewLot } from '../store/contract.ts';
import { getCase } from './cases.ts';
import type { Lab } from './lab.ts';
import { readManifests } from './read-reply.ts';

export interface WriteLotsRequest {
  readonly caseNumber: string;
  /** Undefined: all submissions of the case together. */
  readonly submissionId: number | undefined;
  readonly algorithm: Algorithm;
  readonly mostDigests: number;
  /** Leave out what a report in force of the case gives an outcome. */
  readonly onlyUnanswered: boolean;
  /** Absolute folder; default: below `submissions` in the lab folder. */
  readonly output: string | undefined;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

export interface WrittenLots {
  readonly caseNumber: string;
  readonly submissions: readonly number[];
  /** Empty where nothing is left to be put, or for a dry run. */
  readonly lots: readonly (Lot & { readonly path: string })[];
  /** How many lots there are or would be. */
  readonly count: number;
  /** True where the very same lots were made before: then only their files were written once more. */
  readonly isRepeated: boolean;
  readonly digests: number;
  readonly leftOut: LeftOut;
}

/** Files of the manifest that are in no lot, or stand in one through another file of the same digest. */
interface LeftOut {
  /** Of zero length, or with a digest of zeros: they match everybody's. */
  readonly nothing: number;
  /** Hashed without that algorithm. */
  readonly withoutDigest: number;
  readonly answered: number;
  readonly repeated: number;
}

/** What the portal's paste box takes at once (NCMEC's Law Enforcement Services Portal, as described in 2011). */
export const portalLimit = 100;

/**
 * Divides the digests of what was sent into lots for the portal's paste box, keeps them, and writes each to a file of its own.
 * The same again adds none and writes the files once more. Throws NOT_FOUND, OUTPUT_….
 */
export async function writeLots(lab: Lab, request: WriteLotsRequest): Promise<WrittenLots> {
  const { algorithm, mostDigests, signal } = request;
  const { caseNumber } = await getCase(lab, request.caseNumber);
  const manifests = await readManifests(lab, caseNumber, request.submissionId, signal);
  if (manifests.length === 0) {
    throw new CriskitError('NOT_FOUND', `Case ${caseNumber} has no submission.`, {
      hint: `criskit submit prepare ${caseNumber} FOLDER hashes what is sent and makes one.`,
    });
  }
  const answered = request.onlyUnanswered ? await lab.store.answeredDigests(caseNumber, algorithm) : new Set<Digest>();
  const entries = manifests.flatMap((manifest) => manifest.entries);
  const { digests, leftOut } = chooseDigests(entries, algorithm, answered);
  const submissions = manifests.map(({ submissionId }) => submissionId);
  const common = { caseNumber, submissions, digests: digests.length, leftOut };
  const count = Math.ceil(digests.length / mostDigests);
  if (request.dryRun || digests.length === 0) return { ...common, lots: [], count, isRepeated: false };
  throwIfInterrupted(signal);
  const wanted = { caseNumber, algorithm, mostDigests, lots: divide(digests, mostDigests, algorithm, manifests) };
  const { lots, isRepeated } = await lab.store.addLots(wanted, lab.actor());
  const paths = await writeFiles(lab, caseNumber, lots, request);
  const written = lots.map((lot, index) => ({ ...lot, path: paths[index] ?? '' }));
  return { ...common, lots: written, count, isRepeated };
}

function divide(
  digests: readonly Digest[],
  most: number,
  algorithm: Algorithm,
  manifests: readonly SentManifest[],
): readonly NewLot[] {
  const holders = new Map(digests.map((digest) => [digest, new Set<number>()]));
  for (const { submissionId, entries } of manifests) {
    for (const { digests: own } of entries) {
      const value = own[algorithm];
      if (value !== undefined) holders.get(value)?.add(submissionId);
    }
  }
  const lots: NewLot[] = [];
  for (let start = 0; start < digests.length; start += most) {
    const part = digests.slice(start, start + most);
    const submissions = new Set(part.flatMap((digest) => [...(holders.get(digest) ?? [])]));
    lots.push({ digests: part, submissions: [...submissions].toSorted((a, b) => a - b) });
  }
  return lots;
}

/** Distinct, in the order of the manifest. */
function chooseDigests(entries: readonly ManifestEntry[], algorithm: Algorithm, answered: ReadonlySet<Digest>) {
  const chosen = new Set<Digest>();
  const leftOut = { nothing: 0, withoutDigest: 0, answered: 0, repeated: 0 };
  for (const { digests, sizeBytes } of entries) {
    const value = digests[algorithm];
    if (sizeBytes === 0 || isDigestOfNothing(digests)) leftOut.nothing += 1;
    else if (value === undefined) leftOut.withoutDigest += 1;
    else if (answered.has(value)) leftOut.answered += 1;
    else if (chosen.has(value)) leftOut.repeated += 1;
    else chosen.add(value);
  }
  return { digests: [...chosen], leftOut: leftOut satisfies LeftOut };
}

async function writeFiles(
  lab: Lab,
  caseNumber: string,
  lots: readonly Lot[],
  { output, signal }: WriteLotsRequest,
): Promise<readonly string[]> {
  const name = caseNumber.replaceAll(/[^\w.-]/g, '_');
  const folder = output ?? join(lab.folder, 'submissions', `${name}-lots`);
  await makeFolder(folder);
  const paths: string[] = [];
  for (const { number, lastNumber } of lots) {
    const digests = (await lab.store.digestsOfLot(caseNumber, number)) ?? [];
    const width = Math.max(2, String(lastNumber).length);
    const [nth, last] = [number, lastNumber].map((one) => String(one).padStart(width, '0'));
    const path = join(folder, `${name}-lot-${nth}-of-${last}.txt`);
    await writeLot(path, digests, signal);
    paths.push(path);
  }
  return paths;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
  } catch (error) {
    throw new CriskitError('OUTPUT_FAILED', `${folder} cannot be made: ${systemErrorText(error)}.`, {
      path: folder,
      hint: 'The lots are stored; the same command with another folder (-o) writes their files.',
      cause: error,
    });
  }
}

/** One digest a line and nothing else, ended by LF; read back before it gets its name. */
async function writeLot(path: string, digests: readonly Digest[], signal: AbortSignal): Promise<void> {
  const bytes = Buffer.from(digests.map((digest) => `${digest}\n`).join(''));
  async function* once(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  await writeAtomic(path, once(), {
    ifExists: 'replace',
    signal,
    verify: async (temporaryPath) => {
      if (bytes.equals(await readFile(temporaryPath))) return;
      throw new CriskitError('OUTPUT_DIFFERS', `${path} does not read back as written.`, { path });
    },
  });
}
