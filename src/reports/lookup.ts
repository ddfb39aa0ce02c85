import type { TableDocument } from '../containers/contract.ts';
import { disagreeingAlgorithms } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { formatPlace } from '../core/place.ts';
import { suggest } from '../core/suggestion.ts';
import { countOf } from '../core/units.ts';
import type { ReadingContext, Report, ReportLayout, ReportLine, ReportRecord, RowReading } from './contract.ts';
import { findUnaccounted } from './find-unaccounted.ts';
import * as registry from './registry.ts';

/** Every layout, sorted by id. */
export const layouts: readonly ReportLayout[] = Object.values<ReportLayout>(registry).sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

export interface ReadReportOptions {
  /** Id of a layout; undefined: recognise it. */
  readonly layout?: string | undefined;
  /** The layouts that the lab was taught; they come before those that criskit brings along where both read as much. */
  readonly taught?: readonly ReportLayout[];
}

/**
 * The reply that a document is: each of its lines a record, an issue, a heading or blank. Throws `USAGE` for a layout
 * that does not exist, `FORMAT_UNKNOWN`, `FORMAT_AMBIGUOUS` (naming both layouts) and `NO_RECORDS`.
 */
export function readReport(document: TableDocument, context: ReadingContext, options: ReadReportOptions = {}): Report {
  const all = [...(options.taught ?? []), ...layouts];
  const reading =
    options.layout === undefined
      ? recogniseLayout(all, document, context)
      : readAs(getLayout(all, options.layout), document, context);
  const report = reportOf(document, reading, context);
  if (report.records.length === 0) throw noRecords(document, report);
  return report;
}

/** What a document is by one layout, whether or not that is meant for it and finds a record in it. */
export function readReportAs(layout: ReportLayout, document: TableDocument, context: ReadingContext): Report {
  return reportOf(document, readAs(layout, document, context), context);
}

/** The layout with this id. Throws `USAGE`. */
function getLayout(all: readonly ReportLayout[], id: string): ReportLayout {
  const layout = all.find((one) => one.id === id);
  if (layout !== undefined) return layout;
  const ids = all.map((one) => one.id);
  const near = suggest(id, ids);
  throw new CriskitError(
    'USAGE',
    `there is no layout "${id}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    {
      hint: `Layouts: ${ids.join(', ')}.`,
    },
  );
}

/** A document read by a layout, and why by this one. */
interface Reading {
  readonly layout: ReportLayout;
  readonly lines: readonly ReportLine[];
  readonly reason: string;
}

/**
 * The layout that reads most of the document, with what it read. Another layout that says something else of the same
 * row makes it ambiguous, however little else that one reads.
 */
function recogniseLayout(all: readonly ReportLayout[], document: TableDocument, context: ReadingContext): Reading {
  const { best, others } = bidsFor(all, document, context);
  if (best === undefined) {
    throw new CriskitError('FORMAT_UNKNOWN', `no layout recognises ${document.name}`, {
      path: document.name,
      hint: 'A reply has a header with a column for the outcome, headings, or sheets named after outcomes. The words for outcomes can be added in criskit.toml; --teach NAME teaches criskit a new layout.',
    });
  }
  for (const { layout } of others) {
    const place = firstDifference(best.lines, [...layout.read(document, context)]);
    if (place === undefined) continue;
    throw new CriskitError(
      'FORMAT_AMBIGUOUS',
      `${document.name} can be read as ${best.layout.id} and as ${layout.id}, which say different things (first in ${place})`,
      { path: document.name, hint: `Say which it is with --layout ${best.layout.id} or --layout ${layout.id}.` },
    );
  }
  return best;
}

interface Bid {
  readonly layout: ReportLayout;
  readonly confidence: number;
}

/**
 * Who recognises the document, the surest first. What others than the best have read is not kept: several readings of a
 * long document at once would take more memory than all else.
 */
function bidsFor(
  all: readonly ReportLayout[],
  document: TableDocument,
  context: ReadingContext,
): { readonly best: (Bid & Reading) | undefined; readonly others: readonly Bid[] } {
  let best: (Bid & Reading) | undefined;
  const others: Bid[] = [];
  for (const layout of all) {
    const recognition = layout.recognise(document, context);
    if (recognition === undefined) continue;
    const { confidence, reason } = recognition;
    if (best !== undefined && confidence <= best.confidence) {
      others.push({ layout, confidence });
      continue;
    }
    if (best !== undefined) others.push({ layout: best.layout, confidence: best.confidence });
    best = { layout, confidence, reason, lines: recognition.lines ?? [...layout.read(document, context)] };
  }
  return { best, others: others.sort((a, b) => b.confidence - a.confidence) };
}

function readAs(layout: ReportLayout, document: TableDocument, context: ReadingContext): Reading {
  return { layout, lines: [...layout.read(document, context)], reason: 'asked for' };
}

/** Where two readings give a row different outcomes or digests, or one of them sees a contradiction in it. */
function firstDifference(lines: readonly ReportLine[], others: readonly ReportLine[]): string | undefined {
  for (const [index, line] of lines.entries()) {
    const other = others[index];
    if (line.kind !== 'record' || other === undefined) continue;
    const differs =
      (other.kind === 'record' && saysOtherwise(other.record, line.record)) ||
      (other.kind === 'issue' && other.issue.code === 'outcome-contradiction');
    if (differs) return formatPlace(line.record.place);
  }
  return undefined;
}

function saysOtherwise(a: ReportRecord, b: ReportRecord): boolean {
  return a.outcome !== b.outcome || disagreeingAlgorithms(a.digests, b.digests).length > 0;
}

function reportOf(document: TableDocument, { layout, lines, reason }: Reading, context: ReadingContext): Report {
  const recordLines = lines.filter((line) => line.kind === 'record');
  const records = recordLines.flatMap(({ record, others }) => [record, ...(others ?? [])]);
  const issues = lines.flatMap((line) => (line.kind === 'issue' ? [line.issue] : []));
  const headings = lines.filter((line) => line.kind === 'heading');
  const blanks = lines.filter((line) => line.kind === 'blank').length;
  const furniture = lines.filter((line) => line.kind === 'furniture').length;
  const rows = document.tables.flatMap((table) => table.rows);
  const read = rows.length;
  const listed = new Set(issues);
  const isWhole = read === recordLines.length + issues.length + headings.length + blanks + furniture;
  if (!isWhole || document.issues.some((one) => !listed.has(one))) {
    const what = `${countOf(lines.length, 'line')} of ${countOf(read, 'line')} of ${document.name} are accounted for`;
    throw new CriskitError('INTERNAL', what, { path: document.name });
  }
  const readings = rows.flatMap((row, index): RowReading[] => {
    const line = lines[index];
    return line === undefined ? [] : [{ row, line }];
  });
  const lost = findUnaccounted(readings, context);
  if (lost !== undefined) {
    const what = `the layout ${layout.id} takes a row of ${document.name} that names media for a ${lost.line.kind}`;
    throw new CriskitError('INTERNAL', what, { path: document.name, place: lost.row.place });
  }
  return {
    layout: layout.id,
    ...(layout.fileSha256 === undefined ? {} : { taught: { name: layout.id, sha256: layout.fileSha256 } }),
    reason,
    container: document.container,
    records,
    issues,
    statedTotals: headings.flatMap((line) => line.totals ?? []),
    lines: { read, records: recordLines.length, issues: issues.length, headings: headings.length, blanks, furniture },
    readings,
  };
}

function noRecords(document: TableDocument, report: Report): CriskitError {
  const [first] = report.issues;
  const { lines } = report;
  const seen = `${countOf(lines.read, 'line')}: ${countOf(lines.headings, 'heading')}, ${countOf(lines.issues, 'issue')}, ${lines.blanks} blank`;
  const hint =
    first === undefined
      ? 'It has headings and nothing below them. Look whether this is the whole report.'
      : `The first issue, in ${formatPlace(first.place)}: ${first.message}`;
  return new CriskitError('NO_RECORDS', `${document.name} holds no record that can be read (${seen})`, {
    path: document.name,
    hint,
  });
}
