import { type MatchedMedia, matchInput } from '../../app/match-input.ts';
import { writeTextFile } from '../../app/write-text-file.ts';
import { algorithms, algorithmTitle, firstDigest } from '../../core/digest.ts';
import { countOf, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatCsv } from '../csv.ts';
import { formatIssue, issueAsJson } from '../issue-lines.ts';
import { readingChoices, readingOptions } from '../reading-options.ts';
import { formatJson } from '../output.ts';
import { entryOption, hashSetInput } from '../standard-input.ts';
import { formatTextTable } from '../../core/text-table.ts';

export const match = defineCommand({
  args: { input: { summary: 'a folder, a manifest, or a hash set; - for standard input' } },
  options: {
    format: { value: 'FORMAT', choices: ['table', 'csv', 'json'], summary: 'of the answer; default: table' },
    output: { value: 'FILE', short: 'o', summary: 'write the answer there' },
    force: { summary: 'replace FILE where it exists' },
    'input-format': { value: 'ID', summary: 'of a manifest or hash set; default: recognised by content' },
    entry: entryOption,
    'follow-links': { summary: 'read what links lead to; otherwise each link is an issue' },
    ...readingOptions,
  },
  details: [
    'Every media of a new case against the database. Those that are known are listed, with their categories and the cases in which they were seen before; all are counted. Nothing is written to the database. A digest that agrees is no match where another one differs.',
  ],
  examples: [
    { line: 'criskit match Exhibit-9', does: 'hashes the folder and says what is known of it' },
    {
      line: 'criskit match exhibit-9.csv --format csv -o known.csv',
      does: 'the same from a manifest, as a table for other programs',
    },
  ],
  run: async (context) => {
    const { args, options, resolve, openLab, signal, progress, warn, remark } = context;
    const result = await matchInput(await openLab('read'), {
      input: hashSetInput(args.input, context),
      inputFormat: options['input-format'],
      entry: options.entry,
      reading: readingChoices(options, remark),
      followLinks: options['follow-links'],
      signal,
      progress,
    });
    const { media, matched, categories, issues } = result;
    for (const issue of issues) warn(formatIssue(issue));
    const data = {
      media,
      known: matched.length,
      unknown: media - matched.length,
      categories: Object.fromEntries(categories),
      matches: matched,
      issues: issues.map(issueAsJson),
    };
    const format = options.format ?? 'table';
    const lines = () => [...tableOf(matched), ...summaryOf(media, matched.length, categories)];
    const document = () => {
      if (format === 'csv') return csvOf(matched);
      return format === 'json'
        ? formatJson(data, true)
        : lines()
            .map((line) => `${line}\n`)
            .join('');
    };
    const exitCode = issues.length > 0 ? 1 : 0;
    if (options.output !== undefined) {
      await writeTextFile(resolve(options.output), document(), { replace: options.force, signal });
      return {
        exitCode,
        data: { ...data, written: options.output },
        text: summaryOf(media, matched.length, categories),
      };
    }
    if (format === 'table') return { exitCode, data, text: lines() };
    return { exitCode, data, document: asStream(document()) };
  },
});

async function* asStream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function tableOf(matched: readonly MatchedMedia[]): readonly string[] {
  if (matched.length === 0) return [];
  const columns = [
    { title: 'media' },
    { title: 'categories' },
    { title: 'found by' },
    { title: 'cases' },
    { title: '' },
  ];
  const rows = matched.map((media) => [
    media.name ?? firstDigest(media.digests)?.value ?? '',
    media.categories.length === 0 ? 'none' : media.categories.join(', '),
    media.foundBy === null ? '' : algorithmTitle[media.foundBy],
    media.cases.join(', '),
    media.inConflict ? 'in conflict' : '',
  ]);
  return [...formatTextTable(columns, rows), ''];
}

function summaryOf(media: number, known: number, categories: ReadonlyMap<string, number>): readonly string[] {
  return [
    `${countOf(media, 'media', 'media')}: ${formatCount(known)} known, ${formatCount(media - known)} not known`,
    ...[...categories].map(([id, count]) => `  ${id}: ${formatCount(count)}`),
  ];
}

function csvOf(matched: readonly MatchedMedia[]): string {
  const heading = ['name', 'line', ...algorithms, 'categories', 'found_by', 'cases', 'in_conflict'];
  const rows = matched.map((media) => [
    media.name ?? '',
    media.line ?? '',
    ...algorithms.map((algorithm) => media.digests[algorithm] ?? ''),
    media.categories.join(';'),
    media.foundBy ?? '',
    media.cases.join(';'),
    media.inConflict ? 'yes' : '',
  ]);
  return formatCsv([heading, ...rows]);
}
