import { parseOneAlgorithm } from '../../app/algorithm-list.ts';
import { type Combination, type CombinedHashSets, combineHashSets } from '../../app/combine-hash-sets.ts';
import { algorithmTitle } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { hasIssues, setAsJson, warnOfSets } from '../set-lines.ts';

export const hashsetCombine = defineCommand({
  args: { sets: { variadic: true, summary: 'files, or sets of the database: db:NAME, db:NAME@VERSION, db:NUMBER' } },
  options: {
    union: { summary: 'what any of the sets holds' },
    intersect: { summary: 'what all of the sets hold' },
    subtract: { summary: 'what the first set holds and none of the others' },
    output: { value: 'FILE', short: 'o', summary: 'the file to write' },
    format: { value: 'ID', summary: 'its format, as criskit hashset formats lists them' },
    profile: { value: 'ID', summary: 'in place of --format: the list that one program takes' },
    algorithm: { value: 'NAME', summary: 'the digest to write, where the format leaves a choice; default: md5' },
    input: { value: 'FORMAT', summary: 'read files as this format; default: recognised by what they hold' },
    force: { summary: 'replace FILE where it exists' },
    'dry-run': { summary: 'count only; write nothing' },
  },
  details: [
    'Nothing is stored. The file is read back and compared before it gets its name.',
    'Records are one media where they share a digest and none differs: an MD5 alone and the same MD5 with a SHA-1 are one, and the result states both. Where an MD5 stands for media with different SHA-1 values, those are never joined, nor is a record that could be either: all of them count as media of their own, each digest is told, and the exit code is 1.',
    'Where sets differ in attributes the one named last counts; names and tags are collected. Of a set of the database that is in force, what an open conflict or a decision keeps out of exports is left out and counted. Memory is bounded; large sets are sorted in the folder for temporary files.',
  ],
  examples: [
    {
      line: 'criskit hashset combine --union north.txt south.csv -o both.txt --format plain',
      does: 'joins the lists of two agencies, each media once',
    },
    {
      line: 'criskit hashset combine --subtract mixed.txt db:NSRL -o rest.json --format vics-2',
      does: 'writes what of a list the NSRL does not know',
    },
  ],
  run: async ({ args, options, resolve, openLab, signal, progress, note, warn }) => {
    const { output } = options;
    const dryRun = options['dry-run'];
    if (output === undefined && !dryRun) {
      throw new CriskitError('USAGE', 'Nothing says where to write.', {
        hint: 'Name a file with -o, or count only with --dry-run.',
      });
    }
    const lab: { opened?: ReturnType<typeof openLab> } = {};
    const combined = await combineHashSets({
      combination: combinationOf(options),
      sets: args.sets,
      context: {
        openLab: () => (lab.opened ??= openLab('read')),
        resolve,
        format: options.input,
        forExport: true,
        signal,
        progress,
      },
      path: output === undefined || dryRun ? undefined : resolve(output),
      replace: options.force,
      format: options.format,
      profile: options.profile,
      algorithm: options.algorithm === undefined ? undefined : parseOneAlgorithm(options.algorithm),
      write: {},
    });
    if (combined.unverified !== undefined)
      note(`Not verified: nothing confirms the form that ${combined.unverified} takes. Try it there.`);
    warnOfSets(combined.sets, warn);
    for (const { algorithm, value } of combined.shared)
      warn(`${algorithmTitle[algorithm]} ${value}: stands for media that differ in another digest; not joined.`);
    return {
      exitCode: combined.sharedCount > 0 || hasIssues(combined.sets) ? 1 : 0,
      data: {
        ...combined,
        companion: combined.companion ?? null,
        sets: combined.sets.map(setAsJson),
        written: combined.written === null ? null : { file: output, ...combined.written },
      },
      text: asText(combined, output),
    };
  },
});

function combinationOf(options: Readonly<Record<Combination, boolean>>): Combination {
  const chosen = (['union', 'intersect', 'subtract'] as const).filter((name) => options[name]);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  throw new CriskitError('USAGE', 'Say one of --union, --intersect and --subtract.');
}

function asText(
  { format, contents, written, notCarried, companion, sets, sharedCount }: CombinedHashSets,
  output: string | undefined,
): readonly string[] {
  const what = countOf(contents, 'media', 'media');
  return [
    written === null
      ? `Would write ${what} (${format}); nothing was written.`
      : `Wrote ${countOf(written.records, 'record')} for ${what} to ${output ?? ''} (${format})`,
    ...(written === null ? [] : [`  SHA-256  ${written.sha256}`]),
    ...(companion === undefined ? [] : [`  with     ${printable(companion)}`]),
    ...sets.map(({ name, account }) => `  ${formatCount(account.records)} records of ${name}`),
    ...(sharedCount > 0 ? [`  digests that stand for different media: ${formatCount(sharedCount)}`] : []),
    ...notCarried.map((loss) => `  not carried by the format: ${loss.what} (${countOf(loss.records, 'record')})`),
  ];
}
