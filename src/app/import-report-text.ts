import type { Finding } from '../core/finding.ts';
import type { Issue } from '../core/issue.ts';
import { type KindCounts, type MediaKind, mediaKinds, totalOfKinds } from '../core/media.ts';
import { type DerivedOutcome, derivedOutcomes } from '../core/outcome.ts';
import { excerpt, printable } from '../core/printable.ts';
import { formatPlace } from '../core/place.ts';
import { countOf, formatCount } from '../core/units.ts';
import { formatFindings } from '../render/findings-text.ts';
import { formatTextTable } from '../core/text-table.ts';
import type { ImportReportResult } from './import-report.ts';
import { formatSamples } from './import-samples.ts';
import { formatParts } from './carried-text.ts';
import { formatMediaChanges } from './media-changes-text.ts';

/** Of each kind of finding, of the issues and of the changes, so many are shown where the whole lists are not asked for. */
const shownOfEach = 20;

/** What an import did or would do, on one page for people. */
export function formatImport(result: ImportReportResult): readonly string[] {
  const limit = limitOf(result);
  return [
    ...formatDocument(result),
    ...formatParts(result),
    '',
    ...formatCounts(result),
    '',
    ...formatChanges(result, limit),
    ...formatSamples(result.unwritten === null ? [] : result.samples),
    ...formatIssues(result.issues, limit),
    ...section(formatFindings(result.findings, limit)),
    ...section(isCut(result, limit) ? [howToSeeAll(result)] : []),
    ...section(result.advice.map((sentence) => `Note: ${printable(sentence)}`)),
    '',
    ...formatEnd(result),
  ];
}

/** Who only looks, or has to find out why nothing was written, is shown everything. */
function limitOf({ unwritten }: ImportReportResult): number {
  const isWhole = unwritten === 'dry-run' || unwritten === 'sums-differ' || unwritten === 'already-imported';
  return isWhole ? Number.POSITIVE_INFINITY : shownOfEach;
}

function isCut({ issues, findings, changes }: ImportReportResult, limit: number): boolean {
  const ofKinds = [...Map.groupBy(findings, ({ kind }) => kind).values()];
  return [issues, changes?.differences ?? [], ...ofKinds].some((list) => list.length > limit);
}

function howToSeeAll({ unwritten }: ImportReportResult): string {
  const how = unwritten === null ? 'the same command again' : '--dry-run';
  return `Lists are cut after ${shownOfEach}; ${how} shows all of them, and --explain FILE.html every line of the document.`;
}

function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function formatDocument(result: ImportReportResult): readonly string[] {
  const { document, lines, sent } = result;
  const compared =
    result.submissions.length === 0 ? 'no submission to compare with' : `compared with ${submissionsText(result)}`;
  const pairs: readonly (readonly [string, string])[] = [
    ['Report', `${excerpt(document.name, 100)}  SHA-256 ${document.sha256}`],
    ['Case', `${result.case}, ${compared}`],
    ['Read as', `${result.layout} (${result.container}): ${result.reason}`],
    [
      'Lines',
      `${formatCount(lines.read)} read = ${countOf(lines.records, 'record')} + ${countOf(lines.issues, 'issue')} + ${countOf(lines.headings, 'heading')} + ${countOf(lines.blanks, 'blank')}${furnitureText(lines.furniture)}`,
    ],
    sent === null
      ? ['Media', `${formatCount(totalOf(result))} distinct in the report = ${sumText(result)}`]
      : ['Sent', `${countOf(sent.files, 'file')} (${formatCount(sent.media)} distinct) = ${sumText(result)}`],
    ...(result.acceptedDifference === null
      ? []
      : [['Accepted', `what disagrees: ${result.acceptedDifference}`] as const]),
  ];
  return pairs.map(([name, value]) => `${`${name}:`.padEnd(10)}${printable(value)}`);
}

/** Only pages have any; imports of old kept no count. */
function furnitureText(count: number | undefined): string {
  return count === undefined || count === 0 ? '' : ` + ${formatCount(count)} of page furniture`;
}

function submissionsText({ submissions, lot }: ImportReportResult): string {
  if (typeof lot === 'number') return `lot ${lot} of submission ${submissions.join(', ')}`;
  return submissions.length === 1 ? `submission ${submissions[0]}` : `submissions ${submissions.join(', ')} together`;
}

function totalOf({ outcomes }: ImportReportResult): number {
  return derivedOutcomes.reduce((sum, outcome) => sum + totalOfKinds(outcomes[outcome]), 0);
}

function sumText(result: ImportReportResult): string {
  return outcomesShown(result)
    .map((outcome) => `${formatCount(totalOfKinds(result.outcomes[outcome]))} ${outcome}`)
    .join(' + ');
}

/** Without a submission nothing can be missing. */
function outcomesShown({ sent }: ImportReportResult): readonly DerivedOutcome[] {
  return derivedOutcomes.filter((outcome) => sent !== null || outcome !== 'not-mentioned');
}

function formatCounts(result: ImportReportResult): readonly string[] {
  const byOutcome = outcomesShown(result).map((outcome) => [outcome, result.outcomes[outcome]] as const);
  const byCategory = Object.entries(result.categories);
  const unfiled = totalOfKinds(result.filedNowhere) > 0 ? ([['(filed nowhere)', result.filedNowhere]] as const) : [];
  const notSent =
    result.notSent > 0 ? [`Also stored: ${countOf(result.notSent, 'record')} whose digest was not sent.`] : [];
  return [...kindTable('Outcome', byOutcome), '', ...kindTable('Category', [...byCategory, ...unfiled]), ...notSent];
}

const kindTitles: Readonly<Record<MediaKind, string>> = {
  image: 'Images',
  video: 'Videos',
  other: 'Other',
  unknown: 'Unknown',
};

function kindTable(title: string, rows: readonly (readonly [string, KindCounts])[]): readonly string[] {
  const columns = [
    { title },
    ...mediaKinds.map((kind) => ({ title: kindTitles[kind], align: 'right' as const })),
    { title: 'Total', align: 'right' as const },
  ];
  return formatTextTable(
    columns,
    rows.map(([name, counts]) => [
      name,
      ...mediaKinds.map((kind) => formatCount(counts[kind])),
      formatCount(totalOfKinds(counts)),
    ]),
  );
}

function formatChanges({ changes, supersedes }: ImportReportResult, limit: number): readonly string[] {
  if (changes === null) return [];
  const { added, same, promoted, conflicts, differences, backwards } = changes;
  const otherwise = conflicts.filter(({ kind }) => kind !== 'outcome-backwards').length;
  const parts = [
    `${formatCount(added)} new`,
    `${formatCount(same)} as before`,
    `${formatCount(promoted.length)} promoted`,
    `${formatCount(backwards.length)} going backwards`,
    `${formatCount(otherwise)} conflicting otherwise`,
  ];
  return [
    `Against the database: ${parts.join(', ')}.`,
    ...(supersedes === null ? [] : formatMediaChanges(`Other than in import ${supersedes}`, differences, limit)),
    ...(backwards.length === 0 ? [] : formatMediaChanges('Outcomes that it takes back', backwards, limit)),
  ];
}

function formatIssues(issues: readonly Issue[], limit: number): readonly string[] {
  if (issues.length === 0) return [];
  const more = issues.length - limit;
  return [
    '',
    `Lines that could not be used (${formatCount(issues.length)}):`,
    ...issues.slice(0, limit).map(({ place, message }) => `  ${printable(`${formatPlace(place)}: ${message}`)}`),
    ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
  ];
}

function formatEnd(result: ImportReportResult): readonly string[] {
  switch (result.unwritten) {
    case 'preview':
      return ['Nothing is written yet.'];
    case 'dry-run':
      return ['Nothing was written (--dry-run).'];
    case 'declined':
      return ['Nothing was written.'];
    case 'sums-differ':
      return [
        'Nothing was written: the sums that the document states disagree with what was read of it.',
        'If you know why, give the reason: --accept-difference "reason". It is kept with the import.',
      ];
    case 'goes-backwards':
      return [
        'Nothing was written: the report takes back outcomes that stand (above).',
        'If you know why, give the reason: --accept-difference "reason". It is kept with the import.',
      ];
    case 'already-imported':
      return [
        `Nothing was written: the very same document is in force as import ${result.alreadyImported} already.`,
        ...formatTracker(result),
      ];
    case null:
      return [`Written as import ${result.import.id}.`, ...formatTracker(result)];
  }
}

function formatTracker({ tracker, findings }: ImportReportResult): readonly string[] {
  switch (tracker?.state) {
    case undefined:
      return [];
    case 'written':
      return ['The row of the case in the spreadsheet is up to date.'];
    case 'unchanged':
      return findings.some(isHandChange)
        ? ['The spreadsheet was left as it is.']
        : ['The spreadsheet is up to date already.'];
    case 'pending':
      return ['The spreadsheet could not be written: the row of the case is pending. Later: criskit tracker sync'];
  }
}

function isHandChange({ kind }: Finding): boolean {
  return kind === 'spreadsheet-hand-change' || kind === 'spreadsheet-missing';
}
