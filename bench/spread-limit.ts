import type { Algorithm } from '../src/core/digest.ts';
import { type KernelSettings, KernelThreads } from './kernel-threads.ts';
import { medianRun, type TimedRun } from './timed-run.ts';

/** What each kernel alone takes for all bytes of the files, on all cores together. */
export interface KernelSeconds {
  readonly fourLanes: number;
  /** By algorithm; that of MD5 is OpenSSL's. */
  readonly apart: Readonly<Record<Algorithm, number>>;
}

interface Spread {
  readonly cores: number;
  readonly fileCount: number;
}

/**
 * The least that four files can take: eight lanes cannot be full with them. What one file takes in one algorithm is a
 * chain that cannot be divided, and neither can the four lanes of MD5; all such pieces of work are spread over the cores as
 * if they fitted without a gap. MD5 goes whichever way ends earlier: in four lanes on one core, or file by file by OpenSSL.
 */
export function spreadSeconds(
  { fourLanes, apart }: KernelSeconds,
  algorithms: readonly Algorithm[],
  { cores, fileCount }: Spread,
): number {
  const fileByFile = (algorithm: Algorithm) => ({
    allCores: apart[algorithm],
    longest: (apart[algorithm] * cores) / fileCount,
  });
  const others = algorithms.filter((algorithm) => algorithm !== 'md5').map(fileByFile);
  const ways = [{ allCores: fourLanes, longest: fourLanes * cores }, fileByFile('md5')];
  return Math.min(
    ...ways.map((md5) => {
      const works = algorithms.includes('md5') ? [md5, ...others] : others;
      const allCores = works.reduce((sum, work) => sum + work.allCores, 0);
      return Math.max(allCores, ...works.map(({ longest }) => longest));
    }),
  );
}

/** Each kernel on all cores at the same time, as they are in use when all of it is done at once. */
export async function measureKernels(bytes: number, cores: number, rounds: number): Promise<KernelSeconds> {
  const measure = async (settings: KernelSettings) => {
    await using threads = await KernelThreads.start(settings, cores);
    const runs: TimedRun[] = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await threads.hash(bytes));
    return medianRun(runs).seconds;
  };
  const apart = (algorithm: Algorithm) => measure({ algorithms: [algorithm], lanes: 0 });
  return {
    fourLanes: await measure({ algorithms: ['md5'], lanes: 4 }),
    apart: {
      md5: await apart('md5'),
      sha1: await apart('sha1'),
      sha256: await apart('sha256'),
      blake3: await apart('blake3'),
    },
  };
}
