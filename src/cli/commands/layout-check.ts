import { type CheckedLayout, checkLayout } from '../../app/layouts.ts';
import { formatPlace } from '../../core/place.ts';
import { excerpt } from '../../core/printable.ts';
import { formatTextTable } from '../../core/text-table.ts';
import { countOf } from '../../core/units.ts';
import { digestTexts, type ExplainedLine } from '../../app/explain-report.ts';
import { defineCommand } from '../contract.ts';

export const layoutCheck = defineCommand({
  args: {
    file: { summary: 'the file of the layout: <name>.toml' },
    report: { summary: 'a reply to try it on' },
  },
  options: {
    case: { value: 'NUMBER', summary: 'the case that the reply answers: its files tell names from other words' },
    part: { value: 'NAME', summary: 'the attachment or entry that is the report, where several could be' },
  },
  details: [
    'Shows line by line what the reply is by this layout alone. Nothing is written. Exit code 1 where a line is an issue, or the layout would not be recognised for this reply. docs/layouts.md explains the file.',
  ],
  examples: [{ line: 'criskit layout check layouts/portal.toml reply.csv --case 24-0001', does: 'tries a layout out' }],
  run: async ({ args, options, openLab, resolve, signal }) => {
    const checked = await checkLayout(await openLab('read'), {
      layoutPath: resolve(args.file),
      replyPath: resolve(args.report),
      caseNumber: options.case,
      part: options.part,
      signal,
    });
    const { file, mismatch, counts, explanation } = checked;
    return {
      exitCode: counts.issues > 0 || mismatch !== undefined ? 1 : 0,
      data: {
        layout: { name: file.layout.name, title: file.layout.title, sha256: file.sha256 },
        recognised: mismatch === undefined,
        mismatch: mismatch ?? null,
        counts,
        lines: explanation.lines.map(({ place, ...line }) => ({ place: formatPlace(place), ...line })),
      },
      text: asText(checked),
    };
  },
});

function asText({ file, mismatch, counts, explanation }: CheckedLayout): readonly string[] {
  const columns = [{ title: 'place' }, { title: 'taken for' }, { title: 'what' }, { title: 'text' }];
  const rows = explanation.lines.map((line) => [
    formatPlace(line.place),
    line.takenFor,
    whatOf(line),
    excerpt(line.text, 60),
  ]);
  const parts = [
    countOf(counts.records, 'record'),
    countOf(counts.issues, 'issue'),
    countOf(counts.headings, 'heading'),
    countOf(counts.blanks, 'blank'),
  ];
  return [
    ...formatTextTable(columns, rows),
    '',
    `By the layout ${file.layout.name}: ${countOf(counts.read, 'line')} = ${parts.join(' + ')}${counts.furniture === 0 ? '' : ` + ${counts.furniture} of page furniture`}.`,
    mismatch === undefined
      ? 'The reply is recognised by its fingerprint.'
      : `The reply is not recognised by its fingerprint. ${mismatch}`,
  ];
}

function whatOf({ takenFor, records, message }: ExplainedLine): string {
  if (takenFor !== 'record') return message;
  return records
    .flatMap(({ outcome, digests, fileName }) => [
      outcome,
      ...digestTexts(digests),
      ...(fileName === undefined ? [] : [excerpt(fileName, 40)]),
    ])
    .join(', ');
}
