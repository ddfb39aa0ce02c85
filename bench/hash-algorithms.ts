import { type Algorithm, algorithms as everyAlgorithm, algorithmTitle } from '../src/core/digest.ts';
import { countOf } from '../src/core/units.ts';
import type { BenchRow } from './bench-row.ts';
import { formatSeconds } from './figures.ts';
import type { HashFolder } from './hash-folders.ts';
import { hashdeep, md5sumAndSha1sum, opensslMd5, rhash } from './hash-peers.ts';
import { type Contestant, compareHashing, ownRun } from './hash-rows.ts';
import { KernelThreads } from './kernel-threads.ts';
import { type KernelSeconds, spreadSeconds } from './spread-limit.ts';

export interface HashSetting {
  /** That everybody may use. */
  readonly cores: number;
  readonly rounds: number;
  /** Of limits, such as `at most 1.25`. */
  readonly limitGoal: string;
  /** Where the files are too few for the lanes. */
  readonly kernels?: KernelSeconds;
}

interface AlgorithmSet {
  readonly algorithms: readonly Algorithm[];
  peers(folder: HashFolder, cores: number): readonly Contestant[];
}

const algorithmSets: readonly AlgorithmSet[] = [
  { algorithms: ['md5'], peers: (folder, cores) => [opensslMd5(folder, cores, 'at least 2')] },
  {
    algorithms: ['md5', 'sha1'],
    peers: (folder, cores) => [
      hashdeep(folder, cores, 'at least 4'),
      rhash(folder, 'at least 3'),
      md5sumAndSha1sum(folder, cores, 'above 1'),
    ],
  },
  { algorithms: ['md5', 'sha1', 'sha256'], peers: () => [] },
  { algorithms: everyAlgorithm, peers: (folder) => [withoutLanes(folder, 'at least 1.6')] },
];

/** One algorithm, then more of them, beside other programs and beside what the kernels alone need. */
export async function* benchAlgorithms(folder: HashFolder, setting: HashSetting): AsyncGenerator<BenchRow> {
  const { cores, rounds } = setting;
  for (const { algorithms, peers } of algorithmSets) {
    await using threads = await KernelThreads.start({ algorithms, lanes: 8 }, cores);
    const contestants = [...peers(folder, cores), ...limits(folder, algorithms, threads, setting)];
    yield* await compareHashing({ folder, algorithms, contestants, rounds });
  }
}

function withoutLanes(folder: HashFolder, goal: string): Contestant {
  return { title: 'criskit with --no-lanes', goal, run: ownRun(folder, everyAlgorithm, '--no-lanes') };
}

function limits(
  { totalBytes, fileCount }: HashFolder,
  algorithms: readonly Algorithm[],
  threads: KernelThreads,
  { cores, limitGoal, kernels }: HashSetting,
): Contestant[] {
  const limit = { goal: limitGoal, isLimit: true };
  const full: Contestant = {
    ...limit,
    title: `the kernels alone on ${countOf(cores, 'core')}, eight lanes of MD5 full`,
    run: () => threads.hash(totalBytes),
  };
  if (kernels === undefined) return [full];
  const seconds = spreadSeconds(kernels, algorithms, { cores, fileCount });
  const spread: Contestant = {
    ...limit,
    title: `the kernels alone, four lanes of MD5, spread over ${countOf(cores, 'core')}`,
    run: async () => ({ seconds, peakBytes: undefined }),
    note: describeSpread(kernels),
  };
  return [full, spread];
}

function describeSpread({ fourLanes, apart }: KernelSeconds): string {
  const alone = everyAlgorithm
    .filter((algorithm) => algorithm !== 'md5')
    .map((algorithm) => `${algorithmTitle[algorithm]} ${formatSeconds(apart[algorithm])}`);
  const times = [
    `four lanes of MD5 ${formatSeconds(fourLanes)}`,
    `OpenSSL's MD5 ${formatSeconds(apart.md5)}`,
    ...alone,
  ];
  return `the limit is computed: each kernel was measured on all cores at once (${times.join(', ')}); no less than their sum, than the four lanes on one core (or OpenSSL's MD5 of one file, if that ends earlier), or than any other digest of one file`;
}
