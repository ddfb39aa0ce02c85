import { parseOneAlgorithm } from '../../app/algorithm-list.ts';
import { exportHashSet } from '../../app/export-hash-set.ts';
import { countOf } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';

export const hashsetExport = defineCommand({
  args: {},
  options: {
    category: { value: 'ID', required: true, summary: 'the category to write' },
    format: { value: 'ID', summary: 'as criskit hashset formats lists them' },
    profile: { value: 'ID', summary: 'in place of --format: the list that one program takes, such as xways' },
    output: { value: 'FILE', short: 'o', required: true, summary: 'the file to write' },
    algorithm: { value: 'NAME', summary: 'the digest to write, where the format leaves a choice; default: md5' },
    'as-of': { value: 'DATE', summary: 'the category as it was at the end of that day, universal time' },
    'header-line': { summary: 'plain: a first line that names the algorithm' },
    case: { value: 'CASE', choices: ['lower', 'upper'], summary: 'letters of the digests' },
    'line-end': { value: 'END', choices: ['lf', 'crlf'], summary: 'line ends' },
    force: { summary: 'replace FILE where it exists' },
    'dry-run': { summary: 'count and compare only; write nothing' },
  },
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
      line: 'criskit hashset export --category known-victim --profile xways -o known-victim.txt',
      does: 'writes a list in the form that X-Ways is said to take',
    },
  ],
  run: async ({ options, resolve, openLab, signal, progress, note }) => {
    const dryRun = options['dry-run'];
    const lab = await openLab(dryRun ? 'read' : 'write');
    const { case: letterCase, 'line-end': lineEnd } = options;
    const result = await exportHashSet(lab, {
      categoryId: options.category,
      format: options.format,
      profile: options.profile,
      algorithm: options.algorithm === undefined ? undefined : parseOneAlgorithm(options.algorithm),
      asOf: options['as-of'],
      path: resolve(options.output),
      replace: options.force,
      write: {
        ...(options['header-line'] ? { headerLine: true } : {}),
        ...(letterCase === 'lower' || letterCase === 'upper' ? { letterCase } : {}),
        ...(lineEnd === 'lf' || lineEnd === 'crlf' ? { lineEnd } : {}),
      },
      dryRun,
      signal,
      progress,
    });
    const { format, unverified, records, sha256, notCarried, leftOut, unchanged } = result;
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
        records,
        sha256,
        notCarried,
        leftOut,
        unchanged,
      },
      text: [
        `${said} ${countOf(records, 'record')} of ${options.category} to ${options.output} (${options.profile ?? format})`,
        `  SHA-256  ${sha256}`,
        ...(leftOut > 0 ? [`  left out, in open conflict: ${leftOut}`] : []),
        ...notCarried.map((loss) => `  not carried by the format: ${loss.what} (${countOf(loss.records, 'record')})`),
      ],
    };
  },
});
