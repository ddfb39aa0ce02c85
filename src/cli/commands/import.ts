import { checkedId } from '../../app/checked-text.ts';
import { type ExplainedReport, explainReport, explanationFormat, writeExplanation } from '../../app/explain-report.ts';
import { hasDifferences, importReport } from '../../app/import-report.ts';
import { formatImport } from '../../app/import-report-text.ts';
import type { Lab } from '../../app/lab.ts';
import { type LayoutFile, writeLayoutFile } from '../../app/layout-files.ts';
import { teachLayout, type TeachRequest } from '../../app/teach-layout.ts';
import { CriskitError } from '../../core/errors.ts';
import { formatPlace } from '../../core/place.ts';
import { type CommandContext, defineCommand } from '../contract.ts';
import { issueAsJson } from '../issue-lines.ts';

export const importCommand = defineCommand({
  args: { report: { summary: 'the reply as it came: CSV, TSV, XLSX or XLS' } },
  options: {
    case: { value: 'NUMBER', required: true, summary: 'the case that it answers' },
    submission: { value: 'ID', summary: 'the submission that it answers; default: all of the case together' },
    part: { value: 'NAME', summary: 'the attachment or entry that is the report, where several could be' },
    lot: { value: 'NUMBER', summary: 'the lot of the portal that it answers; default: found by its digests' },
    layout: { value: 'ID', summary: 'read it as this layout; default: recognised by content' },
    teach: { value: 'NAME', summary: 'teach criskit the layout of the reply under this name, then import it' },
    explain: { value: 'FILE', summary: 'write every line with what it was taken for, as .csv or .html' },
    force: { summary: 'replace the FILE of --explain where it exists' },
    supersedes: { value: 'IMPORT', summary: 'the import that this report corrects and takes the place of' },
    'accept-difference': {
      value: 'REASON',
      summary: 'write it although sums disagree or an outcome goes backwards; the reason is kept',
    },
    'no-tracker': { summary: 'leave the spreadsheet alone' },
    yes: { summary: 'do not ask before writing' },
    'dry-run': { summary: 'show what would happen; write nothing' },
  },
  details: [
    'Every line of the report is accounted for, and every file that was sent: identified, recognized, unrecognized, not-identified or not-mentioned. A record is joined to a file by digest; by name only where it has no digest.',
    '--teach asks fewer than ten questions on a reply that no layout reads, or that one reads wrongly, and keeps the answers in the folder "layouts" of the lab; the next such reply needs none. docs/layouts.md explains the file, which can be written by hand and shared.',
    'Where sums disagree nothing is written, nor where an outcome goes backwards: what was identified is so no longer, what was recognized is unrecognized, or a corrected report no longer mentions it. All else that differs is shown and kept with the import; then the exit code is 1. The same document again changes nothing.',
  ],
  examples: [
    { line: 'criskit import reply.xlsx --case 24-0001', does: 'shows what the reply changes, asks, and writes it' },
    { line: 'criskit import reply.csv --case 24-0001 --dry-run', does: 'looks only' },
    {
      line: 'criskit import reply.csv --case 24-0001 --dry-run --explain reply.html',
      does: 'shows line by line what was understood',
    },
    { line: 'criskit import new.csv --case 24-0001 --teach portal-2027', does: 'teaches a layout not seen before' },
    {
      line: 'criskit import corrected.csv --case 24-0001 --supersedes 7 --yes',
      does: 'puts a corrected reply in the place of import 7',
    },
  ],
  run: async (context) => {
    const { args, options, openLab, confirm, resolve, signal } = context;
    const dryRun = options['dry-run'];
    const explain = explainTo(context, options.explain, options.force);
    checkTeaching(options.teach, options.layout, context);
    const lab = await openLab('write');
    const source = {
      path: resolve(args.report),
      caseNumber: options.case,
      submissionId: optionalId('The submission', options.submission),
      part: options.part,
    };
    const taught =
      options.teach === undefined ? undefined : await teach(lab, { ...source, name: options.teach, signal }, context);
    if (taught !== undefined && !dryRun) {
      await writeLayoutFile(taught.path, taught.text, signal);
      context.note(`The layout is kept: ${taught.path}`);
    }
    const result = await importReport(lab, {
      ...source,
      lot: optionalId('The lot', options.lot),
      layout: taught?.layout.name ?? options.layout,
      taught,
      explain,
      supersedes: optionalId('The import', options.supersedes),
      acceptDifference: options['accept-difference'],
      dryRun,
      syncTracker: !options['no-tracker'],
      confirm: options.yes ? undefined : (preview) => confirm('Write this import?', formatImport(preview).join('\n')),
      signal,
    });
    return {
      exitCode: hasDifferences(result) ? 1 : 0,
      data: {
        ...result,
        issues: result.issues.map(issueAsJson),
        samples: result.samples.map((sample) => ({ ...sample, place: formatPlace(sample.place) })),
      },
      text: formatImport(result),
    };
  },
});

type Talk = Pick<CommandContext<unknown, unknown>, 'ask' | 'io' | 'note' | 'warn' | 'resolve' | 'signal'>;

function checkTeaching(name: string | undefined, layout: string | undefined, { io }: Talk): void {
  if (name === undefined) return;
  if (layout !== undefined) {
    throw new CriskitError('USAGE', '--teach makes a layout and --layout names one; only one of them can be meant.');
  }
  if (io.stdinIsTerminal) return;
  throw new CriskitError('NEEDS_CONFIRMATION', '--teach asks questions, and the input is no terminal.', {
    hint: 'A layout can be written by hand as well: docs/layouts.md explains the file, and criskit layout check tries it.',
  });
}

async function teach(lab: Lab, request: TeachRequest, { ask, warn }: Talk): Promise<LayoutFile> {
  return teachLayout(lab, request, { ask, show: (lines) => warn(lines.join('\n')) });
}

/** What writes the explanation; the name of its file is checked before anything is read. */
function explainTo(
  { resolve, note, signal }: Talk,
  file: string | undefined,
  force: boolean,
): ((explained: ExplainedReport) => Promise<void>) | undefined {
  if (file === undefined) return undefined;
  explanationFormat(file);
  const path = resolve(file);
  return async (explained) => {
    await writeExplanation(path, explainReport(explained), { force, signal });
    note(`Wrote ${path}.`);
  };
}

function optionalId(what: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : checkedId(what, text);
}
