import { type Beginning, type IdentifiedHashSet, identifyHashSet } from '../../app/identify-hash-set.ts';
import { algorithms, algorithmTitle } from '../../core/digest.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatIssue, issueAsJson } from '../issue-lines.ts';
import { entryOption, hashSetInput } from '../standard-input.ts';
import { formatPairs } from '../table.ts';

export const hashsetIdentify = defineCommand({
  args: { files: { summary: 'files that may be hash sets, packed or not; - for standard input', variadic: true } },
  options: { entry: entryOption },
  details: [
    'Says of each file which format it is, how sure that is and why, what it is packed in, how its text is encoded, and which digests its first records have. Names and endings of files count for nothing. Nothing is written, and no lab is needed.',
    'Exit code 0: each is a hash set of one format, and its beginning can be read. 1: one is not, or could be several.',
  ],
  examples: [
    { line: 'criskit hashset identify from-the-task-force.zip', does: 'says what has come' },
    { line: 'criskit hashset identify *.hash *.txt --json', does: 'the same of many files, for a program' },
    {
      line: 'criskit hashset identify sets.zip --entry images.hsh',
      does: 'looks at one of several files in an archive',
    },
  ],
  run: async (context) => {
    const { args, options, signal } = context;
    const found: { readonly file: string; readonly what: IdentifiedHashSet }[] = [];
    for (const file of args.files) {
      const what = await identifyHashSet(hashSetInput(file, context), { entry: options.entry, signal });
      found.push({ file, what });
    }
    const isGood = found.every(({ what }) => what.verdict === 'known' && what.failure === null);
    return {
      exitCode: isGood ? 0 : 1,
      data: { files: found.map(({ file, what }) => asJson(file, what)) },
      text: found.flatMap(({ file, what }, index) => [...(index === 0 ? [] : ['']), ...asLines(file, what)]),
    };
  },
});

function asJson(file: string, what: IdentifiedHashSet): unknown {
  const [best = null, ...others] = what.candidates;
  const { verdict, wrappings, medium, text, beginning, failure, advice } = what;
  return {
    file,
    verdict,
    format: best?.format ?? null,
    title: best?.title ?? null,
    confidence: best?.confidence ?? null,
    reason: best?.reason ?? null,
    others,
    packed: wrappings,
    medium,
    text,
    beginning:
      beginning === null
        ? null
        : { ...beginning, firstIssues: beginning.firstIssues.map((issue) => issueAsJson(issue)) },
    failure,
    advice,
  };
}

function asLines(file: string, what: IdentifiedHashSet): readonly string[] {
  const [best, ...others] = what.candidates;
  const { verdict, beginning, failure } = what;
  const pairs = [
    [
      'format',
      best === undefined ? verdict : `${verdict === 'ambiguous' ? 'ambiguous; ' : ''}${best.format} (${best.title})`,
    ],
    ['why', best === undefined ? '' : becauseOf(best)],
    ...others.map((other) => ['perhaps', `${other.format}, ${becauseOf(other)}`] as const),
    ['packed', what.wrappings.map(({ kind, name }) => `${kind}, holding ${name}`).join('; ')],
    ['medium', mediumOf(what)],
    ['holds', beginning === null ? '' : holdingsOf(beginning)],
    ...(beginning?.firstIssues ?? []).map((issue) => ['issue', formatIssue(issue)] as const),
    ['says', aboutOf(beginning)],
    ['failure', failure?.message ?? ''],
    ['to do', what.advice ?? ''],
  ] as const;
  return [
    file,
    ...formatPairs(pairs.map(([name = '', value = '']) => [name, value] as const)).map((line) => `  ${line}`),
  ];
}

function becauseOf({ confidence, reason }: IdentifiedHashSet['candidates'][number]): string {
  return `${reason} (confidence ${confidence.toFixed(2)})`;
}

function mediumOf({ medium, text }: IdentifiedHashSet): string {
  if (text === null) return medium ?? '';
  const mark = text.byteOrderMark ? ' with byte order mark' : '';
  const [end, ...more] = text.lineEnds;
  const ends =
    end === undefined
      ? 'no line end'
      : more.length === 0
        ? `lines end with ${end}`
        : `mixed line ends: ${text.lineEnds.join(', ')}`;
  return `text, ${text.encoding}${mark}, ${ends}`;
}

function holdingsOf({ records, algorithms: counts, removals, issues, isWhole }: Beginning): string {
  const digests = algorithms.flatMap((algorithm) => {
    const count = counts[algorithm];
    return count === undefined ? [] : [`${algorithmTitle[algorithm]} of ${formatCount(count)}`];
  });
  const parts = [
    `${countOf(records, 'record')}${digests.length === 0 ? '' : ` (${digests.join(', ')})`}`,
    ...(removals === 0 ? [] : [`${countOf(removals, 'entry', 'entries')} that take media out`]),
    countOf(issues, 'issue'),
  ];
  return `${isWhole ? '' : 'in its beginning '}${parts.join(', ')}`;
}

function aboutOf(beginning: Beginning | null): string {
  return Object.entries(beginning?.about ?? {})
    .map(([name, value]) => `${name} "${value}"`)
    .join(', ');
}
