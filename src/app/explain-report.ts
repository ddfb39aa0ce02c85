import type { Row } from '../containers/contract.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { formatPlace, type Place } from '../core/place.ts';
import { excerpt } from '../core/printable.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import { formatExplanationCsv } from '../render/explain-csv.ts';
import { formatExplanationHtml } from '../render/explain-html.ts';
import type { ExplainedLine, ExplainedRecord, Explanation, TakenFor } from '../render/explanation.ts';

export { digestTexts, type ExplainedLine } from '../render/explanation.ts';
import { isBlank } from '../reports/columns.ts';
import type { Report, ReportLine, ReportRecord } from '../reports/contract.ts';

/** Pieces of an explanation are put together to writes of about this size. */
const pieceLength = 64 * 1024;

export interface ExplainedReport {
  readonly document: { readonly name: string; readonly sha256: string };
  readonly caseNumber: string | null;
  readonly report: Report;
  /** Every issue of the import: those of lines, those of records that could not be stored, those of no line. */
  readonly issues: readonly Issue[];
}

/** Every line of a document with what it was taken for; issues of no line stand behind them. */
export function explainReport({ document, caseNumber, report, issues }: ExplainedReport): Explanation {
  const ofLines = new Set(report.issues);
  const others = issues.filter((issue) => !ofLines.has(issue));
  const byPlace = Map.groupBy(others, ({ place }) => keyOf(place));
  const lines = report.readings.map(({ row, line }) => {
    const unused = line.kind === 'record' ? byPlace.get(keyOf(row.place)) : undefined;
    return explainLine(row, line, unused?.splice(0, recordsOf(line).length) ?? []);
  });
  const ofNoLine = [...byPlace.values()]
    .flat()
    .map(({ place, message }): ExplainedLine => ({ place, text: '', takenFor: 'issue', records: [], message }));
  return {
    document: { name: document.name, sha256: document.sha256 },
    caseNumber,
    container: report.container,
    layout: report.layout,
    reason: report.reason,
    layoutSha256: report.taught?.sha256 ?? null,
    lines: [...lines, ...ofNoLine],
  };
}

function recordsOf(line: ReportLine): readonly ReportRecord[] {
  return line.kind === 'record' ? [line.record, ...(line.others ?? [])] : [];
}

/** `unused`: why records of the line could not be stored. */
function explainLine(row: Row, line: ReportLine, unused: readonly Issue[]): ExplainedLine {
  const { place } = line.kind === 'issue' ? line.issue : row;
  const text = row.cells.flatMap((cell) => (isBlank(cell) ? [] : [cell.text.trim()])).join(' | ');
  const records = recordsOf(line);
  return {
    place,
    text,
    takenFor: takenForOf(line, unused),
    records: records.map(factsOf),
    message: messageOf(line, unused),
  };
}

function takenForOf(line: ReportLine, unused: readonly Issue[]): TakenFor {
  if (line.kind === 'furniture') return 'page furniture';
  const isUnused = line.kind === 'record' && unused.length === recordsOf(line).length;
  return isUnused ? 'issue' : line.kind;
}

function messageOf(line: ReportLine, unused: readonly Issue[]): string {
  switch (line.kind) {
    case 'record': {
      const said = [...new Set(recordsOf(line).map(({ outcomeText }) => `"${excerpt(outcomeText, 100)}"`))].join(', ');
      return unused.length === 0 ? said : unused.map(({ message }) => message).join(' ');
    }
    case 'issue':
      return line.issue.message;
    case 'heading':
      if (line.note !== undefined) return line.note;
      if (line.partOf !== undefined) return `goes on with the record of ${formatPlace(line.partOf)}`;
      return line.totals === undefined ? 'names no media' : 'states a sum';
    case 'blank':
    case 'furniture':
      return '';
  }
}

function factsOf({ outcome, digests, fileName, series, contact }: ReportRecord): ExplainedRecord {
  return {
    outcome,
    digests,
    ...(fileName === undefined ? {} : { fileName }),
    ...(series === undefined ? {} : { series }),
    ...(contact === undefined ? {} : { contact }),
  };
}

/** One line has one place; a column narrows it down. */
function keyOf({ column: _, ...place }: Place): string {
  return formatPlace(place);
}

/** How an explanation is written, by the ending of the file's name. Throws USAGE for any other. */
export function explanationFormat(path: string): 'csv' | 'html' {
  const ending = /\.(csv|html)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'html') return ending;
  throw new CriskitError(
    'USAGE',
    `An explanation is written as .csv or .html, and "${excerpt(path)}" ends in neither.`,
  );
}

/** Writes an explanation, whole or not at all. Throws USAGE, OUTPUT_EXISTS unless `force`, OUTPUT_FAILED. */
export async function writeExplanation(
  path: string,
  explanation: Explanation,
  options: { readonly force: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const format = explanationFormat(path) === 'csv' ? formatExplanationCsv : formatExplanationHtml;
  const pieces = inPieces(format(explanation));
  await writeAtomic(path, pieces, { ifExists: options.force ? 'replace' : 'refuse', signal: options.signal });
}

async function* inPieces(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
