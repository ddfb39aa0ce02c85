import { availableParallelism } from 'node:os';
import type { Bench, BenchSetting } from './bench.ts';
import type { BenchRow } from './bench-row.ts';
import { benchEndlessFile } from './endless-file.ts';
import { benchAlgorithms } from './hash-algorithms.ts';
import { makeBigFiles, makeSmallFiles, makeTinyFiles } from './hash-folders.ts';
import { hashdeep, rhash } from './hash-peers.ts';
import { compareHashing } from './hash-rows.ts';
import { measureKernels } from './spread-limit.ts';

const cores = availableParallelism();

/** The digests of many files, of few large ones, of very many tiny ones, and of one that never ends. */
export const hash: Bench = {
  name: 'hash',
  run: async function* (setting) {
    yield* benchSmall(setting);
    yield* benchBig(setting);
    yield* benchTiny(setting);
    yield await benchEndlessFile(setting);
  },
};

async function* benchSmall(setting: BenchSetting): AsyncGenerator<BenchRow> {
  const folder = makeSmallFiles(setting);
  yield* benchAlgorithms(folder, { cores, rounds: roundsOf(setting), limitGoal: 'at most 1.5' });
  setting.discard(folder.path);
}

async function* benchBig(setting: BenchSetting): AsyncGenerator<BenchRow> {
  const folder = makeBigFiles(setting);
  const rounds = roundsOf(setting);
  const kernels = await measureKernels(folder.totalBytes, cores, rounds);
  yield* benchAlgorithms(folder, { cores, rounds, limitGoal: 'at most 1.25', kernels });
  setting.discard(folder.path);
}

async function* benchTiny(setting: BenchSetting): AsyncGenerator<BenchRow> {
  const folder = makeTinyFiles(setting);
  const contestants = [hashdeep(folder, cores, 'above 1'), rhash(folder, 'above 1')];
  const rounds = setting.isQuick ? 1 : 3;
  yield* await compareHashing({ folder, algorithms: ['md5', 'sha1'], contestants, rounds, countsFiles: true });
  setting.discard(folder.path);
}

function roundsOf({ isQuick }: BenchSetting): number {
  return isQuick ? 1 : 5;
}
