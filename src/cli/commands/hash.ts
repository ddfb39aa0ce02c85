import { parseAlgorithmList } from '../../app/algorithm-list.ts';
import { hashManifest } from '../../app/hash-manifest.ts';
import type { HashSetInput } from '../../app/hash-set-input.ts';
import type { Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { countOf, formatBytes } from '../../core/units.ts';
import { type CommandContext, type CommandResult, defineCommand, type OptionValues } from '../contract.ts';
import { formatIssue, issueAsJson } from '../issue-lines.ts';
import { describeResumed, journalOptions, journalUse } from '../journal-options.ts';
import { readingChoices, readingOptions } from '../reading-options.ts';
import { entryOption, hashSetInput } from '../standard-input.ts';

const options = {
  algorithms: {
    value: 'LIST',
    summary: 'any of md5,sha1,sha256,blake3; default: those of the lab, else md5,sha1,sha256',
  },
  format: {
    value: 'ID',
    summary:
      'a hash-set format (criskit hashset formats); default: sum for one algorithm, hashdeep for several, else csv',
  },
  output: { value: 'FILE', short: 'o', summary: 'write there instead of to standard output' },
  force: { summary: 'replace FILE where it exists' },
  verify: {
    value: 'MANIFEST',
    summary: 'compare with this manifest (- for standard input) instead: matched, changed, moved, new, missing',
  },
  entry: entryOption,
  'follow-links': { summary: 'read what links lead to; otherwise each link is an issue' },
  ...journalOptions,
  ...readingOptions,
  // Unlike other commands it asks the lab for nothing but the algorithms.
  threads: {
    value: 'COUNT',
    summary: 'threads that read and hash; default: one per processor core, and more for slow disks',
  },
} as const;

type Context = CommandContext<{ readonly paths: readonly string[] }, OptionValues<typeof options>>;

export const hash = defineCommand({
  args: { paths: { summary: 'files and folders; folders with all that is in them', variadic: true } },
  options,
  details: [
    'Each file is read once for all algorithms, and only read. Names are relative to the folder that was named. What cannot be read to its end, or changes meanwhile, is told on standard error and counted; then the exit code is 1.',
    'With -o a journal stands beside FILE while files are hashed (FILE.journal, with names and digests, for its owner alone), and goes when FILE is written. After an interruption, whatever its cause, --resume goes on from there: a file is taken from the journal only if its size, its times of modification and change, and its inode are the same as when it was hashed; every other one is hashed. The result is the same as without the interruption.',
    'With --verify the algorithms are those of the manifest, and the exit code is 1 on any difference.',
  ],
  examples: [
    {
      line: 'criskit hash Exhibit-4 --algorithms md5,sha1 -o exhibit-4.txt',
      does: 'writes a manifest that hashdeep reads',
    },
    { line: 'criskit hash Exhibit-4 --algorithms sha256', does: 'writes lines as sha256sum does' },
    { line: 'criskit hash Exhibit-4 -o exhibit-4.txt --resume', does: 'goes on where it was interrupted' },
    { line: 'criskit hash Exhibit-4 --verify exhibit-4.txt', does: 'says what has changed since' },
  ],
  run: async (context) => {
    const paths = context.args.paths.map(context.resolve);
    refuseJournalWithoutFile(context.options);
    return context.options.verify === undefined
      ? hashPaths(context, paths)
      : verifyPaths(context, paths, hashSetInput(context.options.verify, context));
  },
});

/** What goes to standard output is small enough to be hashed again, and has no name for a journal to stand beside. */
function refuseJournalWithoutFile({ output, resume, rehash }: Context['options']): void {
  if (output !== undefined || !(resume || rehash)) return;
  const option = resume ? '--resume' : '--rehash';
  throw new CriskitError('USAGE', `${option} goes with -o only: a journal is kept beside the file that is written.`);
}

async function hashPaths(context: Context, paths: readonly string[]): Promise<CommandResult> {
  const { options, io } = context;
  if (options.entry !== undefined) throw new CriskitError('USAGE', '--entry goes with --verify only.');
  const output =
    options.output === undefined
      ? undefined
      : { path: context.resolve(options.output), replace: options.force, journalUse: journalUse(options) };
  const result = await hashManifest({
    paths,
    ...commonRequest(context),
    algorithms:
      options.algorithms === undefined ? await defaultAlgorithms(context) : parseAlgorithmList(options.algorithms),
    kinds: false,
    output,
    clock: io.clock,
    onWarning: context.warn,
  });
  for (const issue of result.issues) context.warn(formatIssue(issue));
  for (const { what, records } of result.notCarried) {
    context.warn(`${result.format} cannot hold this of ${countOf(records, 'file')}: ${what}. Another --format can.`);
  }
  const bytes = result.entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const { length: files } = result.entries;
  const counted = `${countOf(files, 'file')}, ${formatBytes(bytes)}, ${countOf(result.issues.length, 'issue')}`;
  const said = `${counted}${describeResumed(result.resumed, files)}`;
  if (output !== undefined || io.stdoutIsTerminal) context.note(said);
  return {
    exitCode: result.issues.length > 0 || result.notCarried.length > 0 ? 1 : 0,
    data: {
      written: options.output ?? null,
      format: result.format,
      sha256: result.sha256,
      files,
      resumed: result.resumed,
      bytes,
      entries: result.entries,
      notCarried: result.notCarried,
      issues: result.issues.map(issueAsJson),
    },
    ...(output === undefined ? { document: asStream(result.document) } : {}),
  };
}

async function verifyPaths(context: Context, paths: readonly string[], manifest: HashSetInput): Promise<CommandResult> {
  const { options } = context;
  for (const name of ['output', 'algorithms'] as const) {
    if (options[name] !== undefined) throw new CriskitError('USAGE', `--verify and --${name} do not go together.`);
  }
  const { auditFolder } = await import('../../app/audit-folder.ts');
  const { lines, counts, issues } = await auditFolder({
    paths,
    manifest,
    entry: options.entry,
    ...commonRequest(context),
  });
  for (const issue of issues) context.warn(formatIssue(issue));
  const { matched, ...others } = counts;
  const differences = lines.filter(({ kind }) => kind !== 'matched');
  const summary = Object.entries(others).map(([kind, count]) => `${count} ${kind}`);
  const text = differences.map((line) => {
    if (line.kind === 'moved') return `moved       ${line.from} -> ${line.path}`;
    return `${line.kind.padEnd(12)}${line.path}${line.kind === 'changed' ? ` (${line.differs.join(', ')})` : ''}`;
  });
  return {
    exitCode: differences.length > 0 || issues.length > 0 ? 1 : 0,
    data: { ...counts, differences, issues: issues.map(issueAsJson) },
    text: [...text, `${matched} matched, ${summary.join(', ')}, ${countOf(issues.length, 'issue')}`],
  };
}

function commonRequest({ options, signal, progress, remark }: Context) {
  return {
    format: options.format,
    reading: readingChoices(options, remark),
    followLinks: options['follow-links'],
    signal,
    progress,
  };
}

/** Hashing needs no lab; where there is one, its algorithms are meant. */
async function defaultAlgorithms(context: Context): Promise<readonly Algorithm[]> {
  const { readLabSettings } = await import('../../app/lab.ts');
  try {
    return (await readLabSettings(await context.findLab())).hashing.algorithms;
  } catch (error) {
    const isElsewhere = error instanceof CriskitError && error.code === 'LAB_NOT_FOUND';
    if (!isElsewhere || context.labOption !== undefined) throw error;
    return ['md5', 'sha1', 'sha256'];
  }
}

async function* asStream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
