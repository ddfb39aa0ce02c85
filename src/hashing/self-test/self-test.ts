import { setImmediate } from 'node:timers/promises';
import { type Algorithm, algorithms } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { hashFiles } from '../hash-files.ts';
import { createLanes, singlePieces } from '../lanes/create-lanes.ts';
import { createHasherSet } from '../lookup.ts';
import { comparePath, type Comparison, Expectations } from './comparison.ts';
import type { DigestPath, HashingUnderTest } from './digest-path.ts';
import { filePaths, writeTestFiles } from './file-paths.ts';
import { type KnownDigest, knownDigests } from './known-digests.ts';
import { lanePaths } from './lane-paths.ts';
import { memoryPaths } from './memory-paths.ts';
import { edgeContents, type TestContent } from './test-contents.ts';

export interface SelfTestResult {
  /** True where nothing differs. */
  readonly ok: boolean;
  readonly compared: number;
  /** By algorithm, then in the order in which they ran. */
  readonly paths: readonly PathResult[];
  /** Paths that this machine does not have, which is no difference. */
  readonly notAvailable: readonly { readonly path: string; readonly reason: string }[];
  readonly differences: readonly Comparison[];
}

interface PathResult {
  readonly algorithm: Algorithm;
  readonly path: string;
  readonly compared: number;
  /** Of those: with a digest from outside of criskit, not with another of its own ways. */
  readonly known: number;
  readonly agreed: number;
  /** Where the expected digests are from. */
  readonly sources: readonly string[];
}

export interface SelfTestRequest {
  /** An empty one, for the files that are hashed. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Default: those of criskit. */
  readonly hashing?: HashingUnderTest;
  /** Default: those that criskit knows. */
  readonly known?: readonly KnownDigest[];
}

/** What criskit hashes with. */
export const hashingOfCriskit: HashingUnderTest = {
  createHasherSet,
  hashFiles,
  makeLanes: (pieceSizeBytes) => createLanes(singlePieces(pieceSizeBytes)),
};

/**
 * Computes digests that are known on every path through the hasher, and compares. What goes wrong in a path is a difference;
 * throws `INTERRUPTED`, `OUTPUT_FAILED` where the files cannot be written, and `INTERNAL` where a path would compare nothing.
 */
export async function testHashing(request: SelfTestRequest): Promise<SelfTestResult> {
  const { folder, signal, hashing = hashingOfCriskit, known = knownDigests } = request;
  const contents = distinct([...known.map(({ content }) => content), ...edgeContents]);
  const hasLanes = findLanes(hashing);
  const files = { ...hashing, hasLanes, signal, paths: await writeTestFiles(folder, contents) };
  const paths = [
    ...memoryPaths(hashing.createHasherSet, known, contents),
    ...(hasLanes ? lanePaths(hashing.makeLanes, contents) : []),
    ...filePaths(files, contents),
  ];
  const empty = paths.find((path) => path.contents.length === 0);
  if (empty !== undefined) throw new CriskitError('INTERNAL', `Nothing is there to be compared: ${empty.title}.`);
  const expectations = new Expectations(known, hashing.createHasherSet);
  const comparisons: Comparison[] = [];
  for (const path of paths) {
    // So that Ctrl-C is heard between two paths that do not wait for anything.
    await setImmediate();
    comparisons.push(...(await comparePath(path, expectations, signal)));
  }
  return resultOf(paths, comparisons, hasLanes);
}

/** One that fails to load is there: each of its paths will say so. */
function findLanes({ makeLanes }: HashingUnderTest): boolean {
  try {
    return makeLanes(64) !== undefined;
  } catch {
    return true;
  }
}

function distinct(contents: readonly TestContent[]): readonly TestContent[] {
  return [...new Map(contents.map((content) => [content.name, content])).values()];
}

function resultOf(paths: readonly DigestPath[], comparisons: readonly Comparison[], hasLanes: boolean): SelfTestResult {
  const titles = [...new Set(paths.map(({ title }) => title))];
  const results = algorithms.flatMap((algorithm) =>
    titles
      .filter((title) => paths.some((path) => path.title === title && path.algorithms.includes(algorithm)))
      .map((title) => summarise(algorithm, title, comparisons)),
  );
  const differences = comparisons.filter(({ agrees }) => !agrees);
  return {
    ok: differences.length === 0,
    compared: comparisons.length,
    paths: results,
    notAvailable: hasLanes ? [] : [{ path: 'MD5 in lanes', reason: 'no WebAssembly SIMD; OpenSSL is used instead' }],
    differences,
  };
}

function summarise(algorithm: Algorithm, path: string, comparisons: readonly Comparison[]): PathResult {
  const its = comparisons.filter((comparison) => comparison.algorithm === algorithm && comparison.path === path);
  return {
    algorithm,
    path,
    compared: its.length,
    known: its.filter(({ isKnown }) => isKnown).length,
    agreed: its.filter(({ agrees }) => agrees).length,
    sources: [...new Set(its.map(({ source }) => source))],
  };
}
