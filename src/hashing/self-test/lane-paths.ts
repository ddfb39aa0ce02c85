import type { Digests } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';
import { laneCount } from '../lanes/md5-kernel.ts';
import type { FedLanes } from '../lanes/create-lanes.ts';
import type { DigestPath, HashingUnderTest } from './digest-path.ts';
import type { TestContent } from './test-contents.ts';

/** With small pieces the large contents would take long and show nothing new. */
const sizesOfPieces = [
  { pieceSizeBytes: 64, upToBytes: 10_000 },
  { pieceSizeBytes: 4096, upToBytes: 70_000 },
  { pieceSizeBytes: 131_072, upToBytes: 1_100_000 },
] as const;

/** The first four lanes have a kernel of their own, which runs where the others are empty. */
const firstLanes = [0, 1, 2, 3];
const allLanes = Array.from({ length: laneCount }, (_, lane) => lane);

/** Every lane alone, those of each kernel side by side, and each content in each of their lanes. */
export function lanePaths(
  makeLanes: HashingUnderTest['makeLanes'],
  contents: readonly TestContent[],
): readonly DigestPath[] {
  const kernelOf = (lane: number) => `kernel of ${firstLanes.includes(lane) ? firstLanes.length : laneCount}`;
  const groups = [
    ...allLanes.map((lane) => ({ title: `lane ${lane + 1} alone, ${kernelOf(lane)}`, lanes: [lane] })),
    { title: `lanes 1 to ${firstLanes.length} side by side, ${kernelOf(0)}`, lanes: firstLanes },
    { title: `lanes 1 to ${laneCount} side by side, ${kernelOf(laneCount - 1)}`, lanes: allLanes },
  ];
  return groups.flatMap(({ title, lanes }) =>
    sizesOfPieces.map(
      ({ pieceSizeBytes, upToBytes }): DigestPath => ({
        title,
        detail: `pieces of ${formatBytes(pieceSizeBytes)}`,
        algorithms: ['md5'],
        contents: dealOut(
          contents.filter(({ sizeBytes }) => sizeBytes <= upToBytes),
          lanes.length,
        ),
        compute: async (dealt) => computeInLanes(makeLanes, pieceSizeBytes, lanes, dealt),
      }),
    ),
  );
}

/** Turn by turn what each lane gets: neighbours of different lengths, and in the end every lane has had every content. */
function dealOut(contents: readonly TestContent[], lanes: number): readonly TestContent[] {
  return contents.flatMap((_, turn) =>
    Array.from({ length: lanes }, (_, lane) => contents[(turn + lane * 5) % contents.length] as TestContent),
  );
}

function computeInLanes(
  makeLanes: HashingUnderTest['makeLanes'],
  pieceSizeBytes: number,
  laneNumbers: readonly number[],
  dealt: readonly TestContent[],
): readonly Digests[] {
  const lanes = makeLanes(pieceSizeBytes);
  if (lanes === undefined) throw new CriskitError('INTERNAL', 'There were lanes a moment ago.');
  const digests: Digests[] = [];
  for (let at = 0; at < dealt.length; at += laneNumbers.length) {
    const turn = laneNumbers.map((lane, index) => new LaneRun(lanes, lane, dealt[at + index] as TestContent));
    // A lane that has its digest stays empty until the turn ends, while its neighbours go on.
    while (turn.map((run) => run.advance()).includes(true)) lanes.md5Lanes.compress();
    digests.push(...turn.map((run) => run.digests()));
  }
  return digests;
}

/** One content on its way through one lane. */
class LaneRun {
  readonly #fed: FedLanes;
  readonly #lane: number;
  readonly #content: TestContent;
  #givenBytes = 0;
  #isLastGiven = false;
  #digest: Digests['md5'];

  constructor(lanes: FedLanes, lane: number, content: TestContent) {
    this.#fed = lanes;
    this.#lane = lane;
    this.#content = content;
    lanes.md5Lanes.begin(lane);
  }

  /** Gives the lane its next piece where it has none. False once the digest is there. */
  advance(): boolean {
    if (this.#digest !== undefined) return false;
    const { md5Lanes } = this.#fed;
    if (!md5Lanes.isHungry(this.#lane)) return true;
    if (this.#isLastGiven) this.#digest = md5Lanes.digest(this.#lane);
    else this.#give();
    return this.#digest === undefined;
  }

  digests(): Digests {
    return this.#digest === undefined ? {} : { md5: this.#digest };
  }

  #give(): void {
    const { bytes, sizeBytes } = this.#content;
    const { md5Lanes, pieces } = this.#fed;
    const piece = pieces.ownPieceOf(this.#lane);
    const next = bytes.subarray(this.#givenBytes, this.#givenBytes + piece.length);
    piece.set(next);
    this.#givenBytes += next.length;
    this.#isLastGiven = next.length < piece.length;
    if (this.#isLastGiven) md5Lanes.giveLast(this.#lane, 0, next.length, sizeBytes);
    else md5Lanes.give(this.#lane, 0, next.length);
  }
}
