import type { Row, Table, TableDocument } from '../containers/contract.ts';
import type { Outcome } from '../core/outcome.ts';
import type { LayoutRecognition, ReadingContext, ReportLine, ReportRecord, StatedTotal } from './contract.ts';
import { readOutcomeHeading } from './stated-totals.ts';
import { type ReadLine, readRows, type TableRules } from './table-reading.ts';

/**
 * Every line of every table in order, each table by its own rules. Tables without names are parts of one text: a heading
 * that stands in or between them goes on in the next.
 */
export function readTables(
  document: TableDocument,
  context: ReadingContext,
  rulesOf: (table: Table) => TableRules,
): readonly ReportLine[] {
  return readFlows(document, (rows, first) => readRows(rows, context, rulesOf(first)));
}

/** As `readTables`, with any way of reading the rows of a text or of a table. */
export function readFlows(
  document: TableDocument,
  read: (rows: readonly Row[], first: Table) => readonly ReadLine[],
): readonly ReportLine[] {
  return settleTotals(flowsOf(document.tables).map(({ first, rows }) => read(rows, first)));
}

/** Whether a row is the heading of others. */
export function hasOutcomeHeading({ tables }: TableDocument, { vocabulary }: ReadingContext): boolean {
  return tables.some(({ rows }) => rows.some((row) => readOutcomeHeading(row, vocabulary) !== undefined));
}

/** Whether a layout reads an outcome of any media: a record, or a contradiction that another layout must not pass over. */
export function saysOutcomes(lines: readonly ReportLine[]): boolean {
  return lines.some(
    (line) => line.kind === 'record' || (line.kind === 'issue' && line.issue.code === 'outcome-contradiction'),
  );
}

interface Flow {
  readonly first: Table;
  readonly rows: readonly Row[];
}

function flowsOf(tables: readonly Table[]): readonly Flow[] {
  const flows: Flow[] = [];
  for (const table of tables) {
    const last = flows.at(-1);
    const goesOn = last !== undefined && last.first.name === undefined && table.name === undefined;
    if (goesOn) flows[flows.length - 1] = { first: last.first, rows: [...last.rows, ...table.rows] };
    else flows.push({ first: table, rows: table.rows });
  }
  return flows;
}

/** Which of two layouts that read a document equally well gives its name to it: the one that asks more of a document. */
export const precedence = {
  outcomeLines: 0,
  digestNames: 1,
  statusColumn: 2,
  outcomeSections: 3,
  shardedPaths: 4,
  sheetPerOutcome: 5,
  hashComparison: 6,
} as const;

/**
 * How much of what names media could be read as records: 0.4 for none of it, 1 for all. `rank`, one of `precedence`, tells
 * equals apart and nothing else.
 */
export function recognitionOf(lines: readonly ReportLine[], reason: string, rank = 0): LayoutRecognition {
  let records = 0;
  let issues = 0;
  for (const line of lines) {
    if (line.kind === 'record') records += 1;
    else if (line.kind === 'issue') issues += 1;
  }
  const share = records === 0 ? 0 : records / (records + issues);
  return { confidence: 0.4 + 0.599_99 * share + rank * 1e-6, reason, lines };
}

/**
 * Totals are of the whole document, unless one that is not is exactly the sum of its own section or sheet: then it has
 * been compared already, and is left out.
 */
function settleTotals(tables: readonly (readonly ReadLine[])[]): readonly ReportLine[] {
  const everywhere = new Tally();
  const places = tables.map((lines) => {
    const wholeTable = new Tally();
    const sections = new Map<number, Tally>();
    for (const { line, section } of lines) {
      if (line.kind !== 'record') continue;
      const tally = sections.get(section) ?? new Tally();
      sections.set(section, tally);
      for (const each of [everywhere, wholeTable, tally]) {
        for (const record of [line.record, ...(line.others ?? [])]) each.add(record);
      }
    }
    return { wholeTable, sections };
  });
  return tables.flatMap((lines, index) =>
    lines.map(({ line, section }) => {
      if (line.kind !== 'heading' || line.totals === undefined) return line;
      const local = [places[index]?.wholeTable, places[index]?.sections.get(section)];
      const totals = line.totals.filter(
        (total) => everywhere.has(total) || !local.some((tally) => tally?.has(total) === true),
      );
      return totals.length > 0 ? { ...line, totals } : { kind: 'heading', place: line.place };
    }),
  );
}

/** Numbers of records by outcome and kind. */
class Tally {
  private readonly counts = new Map<string, number>();

  add({ outcome, kind }: ReportRecord): void {
    for (const key of [keyOf(outcome, kind), keyOf(outcome, null), keyOf(null, kind), keyOf(null, null)]) {
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
  }

  has({ outcome, mediaKind, count }: StatedTotal): boolean {
    return (this.counts.get(keyOf(outcome, mediaKind)) ?? 0) === count;
  }
}

function keyOf(outcome: Outcome | null, kind: string | null): string {
  return `${outcome ?? 'any'} ${kind ?? 'any'}`;
}
