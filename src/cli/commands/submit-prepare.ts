import { type PreparedSubmission, prepareSubmission } from '../../app/prepare-submission.ts';
import { CriskitError } from '../../core/errors.ts';
import { countOf, formatBytes } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatIssue, issueAsJson } from '../issue-lines.ts';
import { readingChoices, readingOptions } from '../reading-options.ts';
import { describeResumed, journalOptions, journalUse } from '../journal-options.ts';

export const submitPrepare = defineCommand({
  args: {
    case: { summary: "the lab's case number" },
    paths: { summary: 'the files and folders that are sent', variadic: true },
  },
  options: {
    output: { value: 'DIR', short: 'o', summary: 'folder for the manifest; default: submissions/ in the lab folder' },
    'follow-links': { summary: 'send what links lead to; otherwise each link is an issue' },
    'accept-issues': { summary: 'store the submission although some files could not be read' },
    'dry-run': { summary: 'hash and count only; write nothing' },
    ...journalOptions,
    ...readingOptions,
  },
  details: [
    'Hashes every file with the algorithms of criskit.toml, stores them as a submission of the case, and writes the manifest as CSV and for hashdeep. Files that cannot be read are told; then nothing is stored unless --accept-issues is given, and the exit code is 1.',
    'The same files again, before the submission is mailed or answered, add no second submission: its manifest is written once more.',
    'While files are hashed, a journal stands in submissions/ in the lab folder; it goes when the submission is there. After an interruption, or where issues kept it from being stored, --resume goes on from there: a file is taken from the journal only if its size, its times of modification and change, and its inode are the same as when it was hashed; every other one is hashed.',
  ],
  examples: [
    { line: 'criskit submit prepare 24-0001 Exhibit-4', does: 'prepares what is in the folder Exhibit-4' },
    { line: 'criskit submit prepare 24-0001 Exhibit-4 --resume', does: 'goes on where it was interrupted' },
  ],
  run: async ({ args, options, resolve, openLab, signal, progress, warn, remark }) => {
    const dryRun = options['dry-run'];
    const use = journalUse(options);
    if (dryRun && use !== undefined) {
      throw new CriskitError('USAGE', `--dry-run and --${use} do not go together: a dry run keeps no journal.`);
    }
    const lab = await openLab(dryRun ? 'read' : 'write');
    const prepared = await prepareSubmission(lab, {
      caseNumber: args.case,
      paths: args.paths.map(resolve),
      output: options.output === undefined ? undefined : resolve(options.output),
      reading: readingChoices(options, remark),
      followLinks: options['follow-links'],
      acceptIssues: options['accept-issues'],
      dryRun,
      journalUse: use,
      signal,
      progress,
      onWarning: warn,
    });
    const { submission, isRepeated, manifest, counts, issues } = prepared;
    for (const issue of issues) warn(formatIssue(issue));
    return {
      exitCode: issues.length > 0 ? 1 : 0,
      data: {
        submission: { id: submission?.submissionId ?? null, case: args.case, ...counts },
        manifest,
        issues: issues.map(issueAsJson),
        resumed: prepared.resumed,
        written: submission !== null && !isRepeated,
        ...(isRepeated ? { alreadyPrepared: submission?.submissionId } : {}),
      },
      text: describe(prepared, dryRun),
    };
  },
});

function describe(
  { submission, isRepeated, manifest, counts, issues, resumed, isJournalKept }: PreparedSubmission,
  dryRun: boolean,
): readonly string[] {
  const { files, images, videos, sizeBytes } = counts;
  const counted = `${countOf(files, 'file')}: ${countOf(images, 'image')}, ${countOf(videos, 'video')}, ${countOf(
    files - images - videos,
    'other',
    'others',
  )}; ${formatBytes(sizeBytes)}`;
  if (submission !== null && manifest !== null) {
    return [
      `Submission ${submission.submissionId} of case ${submission.caseNumber}${isRepeated ? ', prepared before: no second one was added' : ''}`,
      `  ${counted}${describeResumed(resumed, files)}`,
      `  manifest: ${manifest.csv}`,
      `            ${manifest.hashdeep}`,
    ];
  }
  if (dryRun) return [`Would prepare ${counted}. Nothing was written.`];
  return [
    `${countOf(issues.length, 'issue')}, so nothing was stored (${counted}). To store what could be read: --accept-issues${isJournalKept ? ' --resume' : ''}`,
    ...(isJournalKept ? ['What was hashed is kept in a journal; --resume does not hash it again.'] : []),
  ];
}
