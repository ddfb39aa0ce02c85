import { type ContentDifference, diffHashSets, type HashSetDifference } from '../../app/diff-hash-sets.ts';
import { algorithms, algorithmTitle } from '../../core/digest.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatCsv } from '../csv.ts';
import { hasIssues, setAsJson, warnOfSets } from '../set-lines.ts';

export const hashsetDiff = defineCommand({
  args: {
    old: { summary: 'a file, or a set of the database: db:NAME, db:NAME@VERSION, db:NUMBER' },
    new: { summary: 'the same; what it holds more is added' },
  },
  options: {
    list: { summary: 'every difference as a line of CSV' },
    input: { value: 'FORMAT', summary: 'read files as this format; default: recognised by what they hold' },
  },
  details: [
    'Records are one media where they share a digest and none differs: an MD5 alone and the same MD5 with a SHA-1 are one. The same MD5 with another SHA-1 is another media: told as removed and added, and counted apart. Changed: the same media with other digests, kind, size or attributes.',
    'Exit code 1 where anything differs or could not be read. Memory is bounded; large sets are sorted in the folder for temporary files.',
  ],
  examples: [
    { line: 'criskit hashset diff db:NSRL@2026.03 db:NSRL', does: 'counts what differs between two versions' },
    { line: 'criskit hashset diff db:12 newer.json --list', does: 'lists how a file differs from what import 12 said' },
  ],
  run: async ({ args, options, json, resolve, openLab, signal, progress, warn }) => {
    const { differences, summary } = await diffHashSets([args.old, args.new], {
      openLab: onceOpened(() => openLab('read')),
      resolve,
      format: options.input,
      forExport: false,
      signal,
      progress,
    });
    if (options.list && !json) {
      const document = listed(differences, () => warnOfSets(summary().sets, warn));
      // Known only when the list has gone out.
      return {
        get exitCode() {
          return exitCodeOf(summary());
        },
        data: null,
        document,
      };
    }
    const list: ContentDifference[] = [];
    for await (const batch of differences) if (options.list) list.push(...batch);
    const result = summary();
    warnOfSets(result.sets, warn);
    return {
      exitCode: exitCodeOf(result),
      data: { ...result, sets: result.sets.map(setAsJson), ...(options.list ? { list } : {}) },
      text: asText(result),
    };
  },
});

function onceOpened<Lab>(open: () => Promise<Lab>): () => Promise<Lab> {
  let opened: Promise<Lab> | undefined;
  return () => (opened ??= open());
}

function exitCodeOf({ added, removed, changed, sets }: HashSetDifference): 0 | 1 {
  return added + removed + changed > 0 || hasIssues(sets) ? 1 : 0;
}

async function* listed(
  differences: AsyncIterable<readonly ContentDifference[]>,
  atEnd: () => void,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(formatCsv([['change', ...algorithms, 'what']]));
  for await (const batch of differences) {
    const rows = batch.map(({ change, digests, what }) => [
      change,
      ...algorithms.map((algorithm) => digests[algorithm] ?? ''),
      what.join(' '),
    ]);
    if (rows.length > 0) yield Buffer.from(formatCsv(rows));
  }
  atEnd();
}

function asText({ added, removed, changed, same, sharedCount, sets }: HashSetDifference): readonly string[] {
  const [old, now] = sets;
  return [
    `From ${describe(old)} to ${describe(now)}`,
    `  added     ${formatCount(added)}`,
    `  removed   ${formatCount(removed)}`,
    `  changed   ${formatCount(changed)}`,
    `  same      ${formatCount(same)}`,
    ...(sharedCount > 0
      ? [
          `  ${countOf(sharedCount, 'digest')} shared by media that differ in another one (${algorithmTitle.md5} collisions, or a list with an error)`,
        ]
      : []),
  ];
}

function describe(set: HashSetDifference['sets'][number] | undefined): string {
  return set === undefined ? '' : `${set.name} (${countOf(set.account.records, 'record')})`;
}
