import { checkedId } from '../../app/checked-text.ts';
import { portalLimit, type WrittenLots, writeLots } from '../../app/write-lots.ts';
import { type Algorithm, algorithms, algorithmTitle } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { countOf } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';

const largestLot = 100_000;

export const submitBatch = defineCommand({
  args: { case: { summary: "the lab's case number" } },
  options: {
    size: { value: 'COUNT', summary: `digests in a lot; default: ${portalLimit}` },
    algorithm: { value: 'NAME', choices: algorithms, summary: 'default: md5' },
    'only-unanswered': { summary: 'only digests that no report in force of the case gives an outcome' },
    submission: { value: 'ID', summary: 'only what this submission holds; default: all of the case together' },
    output: { value: 'DIR', short: 'o', summary: 'folder for the files; default: submissions/ in the lab folder' },
    'dry-run': { summary: 'count only; write nothing' },
  },
  details: [
    "Divides the digests of what was sent into numbered lots for the paste box of NCMEC's portal, and writes each to a file: one digest a line, in the order of the manifest, each once. Empty files are left out. The same again adds no lots and writes the files once more.",
    'A reply is compared with its lot: by --lot of criskit import, or by itself where all its digests lie in one. The case counts as returned only when every lot has its answer; criskit submit lots shows which wait.',
  ],
  examples: [
    { line: 'criskit submit batch 24-0001', does: 'writes lots of 100 MD5s for the paste box' },
    {
      line: 'criskit submit batch 24-0001 --only-unanswered --size 10',
      does: 'puts what has no answer once more, in lots of ten',
    },
  ],
  run: async ({ args, options, resolve, openLab, signal }) => {
    const dryRun = options['dry-run'];
    const algorithm = (options.algorithm ?? 'md5') as Algorithm;
    const mostDigests = options.size === undefined ? portalLimit : checkedSize(options.size);
    const written = await writeLots(await openLab(dryRun ? 'read' : 'write'), {
      caseNumber: args.case,
      submissionId: options.submission === undefined ? undefined : checkedId('The submission', options.submission),
      algorithm,
      mostDigests,
      onlyUnanswered: options['only-unanswered'],
      output: options.output === undefined ? undefined : resolve(options.output),
      dryRun,
      signal,
    });
    const { caseNumber, submissions, lots, count, isRepeated, digests, leftOut } = written;
    return {
      exitCode: 0,
      data: {
        case: caseNumber,
        submissions,
        algorithm,
        size: mostDigests,
        digests,
        count,
        leftOut,
        lots,
        written: lots.length > 0 && !isRepeated,
        isRepeated,
      },
      text: [...describe(written, algorithm, dryRun), ...adviceOn(mostDigests)],
    };
  },
});

function checkedSize(text: string): number {
  const size = checkedId('--size', text);
  if (size > largestLot) throw new CriskitError('USAGE', `--size must not be greater than ${largestLot}.`);
  return size;
}

function adviceOn(size: number): readonly string[] {
  if (size <= portalLimit) return [];
  return [`Note: by what is published, the portal takes up to ${portalLimit} hash values at once.`];
}

function describe(written: WrittenLots, algorithm: Algorithm, dryRun: boolean): readonly string[] {
  const { lots, count, isRepeated, digests, leftOut } = written;
  const what = `${countOf(count, 'lot')} of ${countOf(digests, `${algorithmTitle[algorithm]} digest`)}`;
  const left = [
    [leftOut.answered, 'answered already'],
    [leftOut.repeated, 'the same digest as another file'],
    [leftOut.nothing, 'of zero length, or a digest of zeros'],
    [leftOut.withoutDigest, `hashed without ${algorithmTitle[algorithm]}`],
  ] as const;
  const notes = left
    .filter(([files]) => files > 0)
    .map(([files, reason]) => `  left out: ${countOf(files, 'file')}, ${reason}`);
  if (digests === 0) return ['There is nothing to put to the portal; nothing was written.', ...notes];
  if (dryRun) return [`Would write ${what}; nothing was written.`, ...notes];
  return [
    `Wrote ${what}${isRepeated ? '; they were made before, none was added' : ''}:`,
    ...lots.map(({ path, digests: held }) => `  ${path} (${countOf(held, 'digest')})`),
    ...notes,
  ];
}
