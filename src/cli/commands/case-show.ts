import { type CaseView, showCase } from '../../app/show-case.ts';
import { type KindCounts, mediaKinds } from '../../core/media.ts';
import { derivedOutcomes } from '../../core/outcome.ts';
import { countOf, formatBytes, formatCount } from '../../core/units.ts';
import { defineCommand } from '../contract.ts';
import { formatTextTable } from '../../core/text-table.ts';
import { formatMoment, formatPairs } from '../table.ts';

export const caseShow = defineCommand({
  args: { number: { summary: "the lab's case number" } },
  options: {},
  details: [
    'Its submissions, its reports with the counts by outcome and media kind, and what the database says of its media today.',
  ],
  examples: [{ line: 'criskit case show 24-0001', does: 'shows all that belongs to the case 24-0001' }],
  run: async ({ args, openLab, signal }) => {
    const view = await showCase(await openLab('read'), args.number, signal);
    return { exitCode: 0, data: asJson(view), text: asText(view) };
  },
});

function asJson({ labCase, submissions, lots, imports, figures }: CaseView): unknown {
  return {
    case: labCase,
    figures,
    submissions: submissions.map(({ submissionId, ...rest }) => ({ id: submissionId, ...rest })),
    lots,
    imports: imports.map(({ entry: { importId, summary, ...rest }, summary: parsed }) => ({
      id: importId,
      ...rest,
      outcomes: parsed?.outcomes ?? null,
      summary,
    })),
  };
}

function asText({ labCase, submissions, lots, imports, figures }: CaseView): readonly string[] {
  return [
    `Case ${labCase.caseNumber}`,
    ...formatPairs([
      ['Agency', labCase.agency],
      ['Agency case', labCase.agencyCaseNumber],
      ['Officer', labCase.officer],
      ['Examiner', labCase.examiner],
      ['Added', `${formatMoment(labCase.createdAtUtc)} by ${labCase.createdBy}`],
    ]).map((line) => `  ${line}`),
    '',
    `Today (${countOf(figures.total, figures.unit === 'files' ? 'file' : 'media', figures.unit)}):`,
    ...kindTable('category', [
      ['known-victim', figures.known],
      ['unidentified', figures.unidentified],
      ['elsewhere or nowhere', figures.rest],
    ]),
    '',
    ...(submissions.length === 0 ? ['Nothing was recorded as sent.'] : submissions.map(describeSubmission)),
    ...describeLots(lots),
    ...(imports.length === 0 ? ['No report yet.'] : imports.flatMap(describeImport)),
  ];
}

function describeSubmission(submission: CaseView['submissions'][number]): string {
  const { submissionId, preparedAtUtc, preparedBy, mailedOn, files, images, videos, sizeBytes } = submission;
  return [
    `Submission ${submissionId}: ${countOf(files, 'file')} (${countOf(images, 'image')}, ${countOf(videos, 'video')}), ${formatBytes(sizeBytes)}`,
    `prepared ${formatMoment(preparedAtUtc)} by ${preparedBy}`,
    mailedOn === null ? 'not mailed yet' : `mailed ${mailedOn}`,
  ].join(', ');
}

function describeLots(lots: CaseView['lots']): readonly string[] {
  if (lots.length === 0) return [];
  const open = lots.filter(({ answered, digests }) => answered < digests).map(({ number }) => number);
  const state = open.length === 0 ? 'each with its answer' : `without a whole answer: ${open.join(', ')}`;
  return [`Put to the portal in ${countOf(lots.length, 'lot')}, ${state}`];
}

function describeImport({ entry, summary }: CaseView['imports'][number]): readonly string[] {
  const { importId, state, document, part, records, importedAtUtc, importedBy, ended } = entry;
  const end = ended === null ? '' : ` (${formatMoment(ended.atUtc)} by ${ended.by}: ${ended.reason})`;
  return [
    '',
    `Import ${importId}, ${state}${end}: ${[document.name, ...(part?.path ?? [])].join(' > ')}, ${countOf(records, 'record')}, ${formatMoment(importedAtUtc)} by ${importedBy}`,
    ...(summary === undefined
      ? []
      : kindTable(
          'outcome',
          derivedOutcomes.map((outcome) => [outcome, summary.outcomes[outcome]]),
        )),
  ];
}

function kindTable(title: string, rows: readonly (readonly [string, KindCounts])[]): readonly string[] {
  const columns = [{ title }, ...mediaKinds.map((kind) => ({ title: kind, align: 'right' as const }))];
  const cells = rows.map(([name, counts]) => [name, ...mediaKinds.map((kind) => formatCount(counts[kind]))]);
  return formatTextTable(columns, cells).map((line) => `  ${line}`);
}
