import { parseOneAlgorithm } from '../../app/algorithm-list.ts';
import { checkedShare } from '../../app/checked-text.ts';
import type { ExportFormRequest } from '../../app/export-form.ts';
import { exportHashSet, type ExportHashSetResult } from '../../app/export-hash-set.ts';
import { printable } from '../../core/printable.ts';
import { countOf } from '../../core/units.ts';
import { defineCommand, type OptionValues } from '../contract.ts';

const options = {
  category: { value: 'ID', required: true, summary: 'the category to write' },
  format: { value: 'ID', summary: 'as criskit hashset formats lists them' },
  profile: { value: 'ID', summary: 'in place of --format: the list that one program takes, such as xways' },
  output: { value: 'FILE', short: 'o', required: true, summary: 'the file to write' },
  algorithm: { value: 'NAME', summary: 'the digest to write, where the format leaves a choice; default: md5 for most' },
  'set-name': { value: 'TEXT', summary: 'name of the set, for formats that carry one; default: title of the category' },
  'format-version': { value: 'VERSION', summary: 'for formats that are written in several versions' },
  'false-positive-rate': {
    value: 'RATE',
    summary: 'bloom: the share of unknown digests that it takes for known; default: 0.0001',
  },
  'as-of': { value: 'DATE', summary: 'the category as it was at the end of that day, universal time' },
  'header-line': { summary: 'plain: a first line that names the algorithm' },
  case: { value: 'CASE', choices: ['lower', 'upper'], summary: 'letters of the digests' },
  'line-end': { value: 'END', choices: ['lf', 'crlf'], summary: 'line ends' },
  for: {
    value: 'TEXT',
    summary: 'whom or what it is made for, such as "FRED-3 AXIOM"; criskit hashset exports tells',
  },
  force: { summary: 'replace FILE where it exists' },
  'dry-run': { summary: 'count and compare only; write nothing' },
} as const;

export const hashsetExport = defineCommand({
  args: {},
  options,
  details: [
    'The same state of the database gives the same bytes. The file is read back and compared before it gets its name, and the database keeps what went out. Digests in open conflict are left out and counted; what the format cannot carry is listed.',
  ],
  examples: [
    {
      line: 'criskit hashset export --category known-victim --format vics-2 -o known-victim.json',
      does: 'writes the known victims for Griffeye, AXIOM and other tools that read VICS',
    },
    {
      line: 'criskit hashset export --category unidentified --format plain --algorithm sha1 -o unidentified.txt',
      does: 'writes one SHA-1 per line',
    },
    {
      line: 'criskit hashset export --category known-victim --format vics-2 -o known.json --for "FRED-3 AXIOM"',
      does: 'notes which machine it is for',
    },
    {
      line: 'criskit hashset export --category known-victim --profile xways -o known-victim.txt',
      does: 'writes a list in the form that X-Ways is said to take',
    },
  ],
  run: async ({ options, resolve, openLab, signal, progress, note }) => {
    const dryRun = options['dry-run'];
    const lab = await openLab(dryRun ? 'read' : 'write');
    const result = await exportHashSet(lab, {
      categoryId: options.category,
      format: options.format,
      profile: options.profile,
      setName: options['set-name'],
      algorithm: options.algorithm === undefined ? undefined : parseOneAlgorithm(options.algorithm),
      asOf: options['as-of'],
      madeFor: options.for,
      path: resolve(options.output),
      replace: options.force,
      write: writeChoices(options),
      dryRun,
      signal,
      progress,
    });
    const { format, unverified, companion, records, sha256, notCarried, setLoss, leftOut, unchanged } = result;
    if (unverified !== undefined)
      note(`Not verified: nothing confirms the form that ${unverified} takes. Try it there.`);
    if (leftOut > 0) note(`${countOf(leftOut, 'media', 'media')} left out: in open conflict (criskit conflicts list).`);
    const said = dryRun ? 'Would write' : unchanged ? 'Holds exactly that already:' : 'Wrote';
    return {
      exitCode: 0,
      data: {
        written: dryRun ? null : options.output,
        format,
        unverified: unverified !== undefined,
        companion: companion === undefined || dryRun ? null : companion,
        records,
        sha256,
        notCarried,
        setLoss,
        leftOut,
        unchanged,
      },
      text: [
        `${said} ${countOf(records, 'record')} of ${options.category} to ${options.output} (${options.profile ?? format})`,
        `  SHA-256  ${sha256}`,
        ...(companion === undefined ? [] : [`  with     ${printable(companion)}`]),
        ...(leftOut > 0 ? [`  left out, in open conflict: ${leftOut}`] : []),
        ...lossLines(result),
      ],
    };
  },
});

function writeChoices(chosen: OptionValues<typeof options>): ExportFormRequest['write'] {
  const { case: letterCase, 'line-end': lineEnd, 'format-version': version, 'false-positive-rate': rate } = chosen;
  return {
    ...(chosen['header-line'] ? { headerLine: true } : {}),
    ...(letterCase === 'lower' || letterCase === 'upper' ? { letterCase } : {}),
    ...(lineEnd === 'lf' || lineEnd === 'crlf' ? { lineEnd } : {}),
    ...(version === undefined ? {} : { version }),
    ...(rate === undefined ? {} : { falsePositiveRate: checkedShare('--false-positive-rate', rate) }),
  };
}

function lossLines({ notCarried, setLoss }: ExportHashSetResult): readonly string[] {
  return [
    ...notCarried.map(({ what, records }) => `  not carried by the format: ${what} (${countOf(records, 'record')})`),
    ...setLoss.map(({ what, carried }) =>
      carried === null
        ? `  not carried by the format: ${what}`
        : `  cut by the format: ${what}, to "${printable(carried)}"`,
    ),
  ];
}
