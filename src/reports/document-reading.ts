import type { Recognition, Table, TableDocument } from '../containers/contract.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ReportLine, ReportRecord, StatedTotal } from './contract.ts';
import { type ReadLine, readTable, type TableRules } from './table-reading.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Every line of every table in order, each table by its own rules. */
export function readTables(
  document: TableDocument,
  vocabulary: Vocabulary,
  rulesOf: (table: Table) => TableRules,
): readonly ReportLine[] {
  return settleTotals(document.tables.map((table) => readTable(table, vocabulary, rulesOf(table))));
}

/** How much of what names media could be read as records: 0.4 for none of it, 1 for all. */
export function recognitionOf(lines: Iterable<ReportLine>, reason: string): Recognition {
  let records = 0;
  let issues = 0;
  for (const line of lines) {
    if (line.kind === 'record') records += 1;
    else if (line.kind === 'issue') issues += 1;
  }
  const share = records === 0 ? 0 : records / (records + issues);
  return { confidence: 0.4 + 0.6 * share, reason };
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
      for (const each of [everywhere, wholeTable, tally]) each.add(line.record);
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
