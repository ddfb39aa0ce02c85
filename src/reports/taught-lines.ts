import type { Cell, Row, TableDocument } from '../containers/contract.ts';
import { algorithms } from '../core/digest.ts';
import { excerpt } from '../core/printable.ts';
import { type Columns, isBlank } from './columns.ts';
import type { ReadingContext, ReportLine } from './contract.ts';
import { readTables } from './document-reading.ts';
import { ignoredRowReader } from './ignored-rows.ts';
import { type LineTemplate, matchTemplate, type Placeholder, placeholders } from './line-template.ts';
import { namesMedia } from './line-words.ts';
import { joinerOf, textOfRow } from './row-text.ts';
import { outcomePhrase } from './stated-totals.ts';
import { isMediaName } from './row-kinds.ts';
import type { TableRules } from './table-reading.ts';
import type { TaughtLayout, TaughtLines } from './taught-layout.ts';

type LinesLayout = TaughtLayout & { readonly reading: TaughtLines };

/**
 * Reads lines that are no table: each that fits a template becomes a row with one cell for each placeholder, and these
 * rows are read as those of any other table. A line that names media and fits no template is an issue.
 */
export function readTaughtLines(
  document: TableDocument,
  context: ReadingContext,
  taught: LinesLayout,
): readonly ReportLine[] {
  const rewriter = new Rewriter(document, context, taught);
  const tables = document.tables.map((table) => ({ ...table, rows: table.rows.map((row) => rewriter.rewrite(row)) }));
  const rules: TableRules = {
    hasSections: taught.hasSections || taught.reading.headings.length > 0,
    taught: {
      columnsOfHeader: () => undefined,
      columnsOfRow: (row) => rewriter.columnsOf(row),
      readIgnored: (row) => rewriter.ignoredLineOf(row),
    },
  };
  return readTables({ ...document, tables }, context, () => rules).map(withoutColumn);
}

class Rewriter {
  readonly #columns = new Map<Row, Columns>();
  readonly #ignored = new Map<Row, ReportLine>();
  readonly #joiner: string;
  readonly #context: ReadingContext;
  readonly #lines: TaughtLines;
  readonly #readIgnored: (row: Row) => ReportLine | undefined;

  constructor(document: TableDocument, context: ReadingContext, { reading, ignored }: LinesLayout) {
    this.#joiner = joinerOf(document);
    this.#context = context;
    this.#lines = reading;
    this.#readIgnored = ignoredRowReader(ignored, context, this.#joiner);
  }

  columnsOf(row: Row): Columns | undefined {
    return this.#columns.get(row);
  }

  ignoredLineOf(row: Row): ReportLine | undefined {
    return this.#ignored.get(row);
  }

  rewrite(row: Row): Row {
    if (row.furniture === true || row.issue !== undefined || row.cells.every(isBlank)) return row;
    const text = textOfRow(row, this.#joiner);
    return this.#asHeading(row, text) ?? this.#asIgnored(row) ?? this.#asRecord(row, text) ?? this.#asOther(row, text);
  }

  #asIgnored(row: Row): Row | undefined {
    const ignored = this.#readIgnored(row);
    if (ignored === undefined) return undefined;
    const rewritten = { ...row };
    this.#ignored.set(rewritten, ignored);
    return rewritten;
  }

  /** By the first template that fits. */
  #asRecord(row: Row, text: string): Row | undefined {
    for (const template of this.#lines.records) {
      const found = matchRecordLine(template, text, this.#context);
      if (found === undefined) continue;
      const rewritten: Row = { ...row, cells: placeholders.map((name) => cellOf(found.get(name) ?? '')) };
      this.#columns.set(rewritten, columnsFor(found));
      return rewritten;
    }
    return undefined;
  }

  #asHeading(row: Row, text: string): Row | undefined {
    for (const template of this.#lines.headings) {
      const outcome = matchTemplate(template, text)?.get('outcome');
      if (outcome === undefined || namesMedia(row, this.#context)) continue;
      if (this.#context.vocabulary.outcomeOf(outcomePhrase(outcome)) !== undefined)
        return { ...row, cells: [cellOf(outcome)] };
      // A template without words of its own fits any line; such a line is what criskit itself takes it for.
      if (template.parts.length === 1) continue;
      const message = `"${excerpt(outcome, 40)}" is no outcome that the layout or criskit knows; the rows below it are not used.`;
      return { ...row, issue: { code: 'unknown-outcome', message, place: row.place } };
    }
    return undefined;
  }

  #asOther(row: Row, text: string): Row {
    if (!namesMedia(row, this.#context)) return { ...row, cells: [cellOf(text)] };
    const message = `The line names media, and no template of the layout fits it: "${excerpt(text, 60)}"`;
    return { ...row, issue: { code: 'no-template', message, place: row.place } };
  }
}

/**
 * What stands in a line in the place of each placeholder, where it is written like the template, names and digests
 * stand where they should, and `{any}` passes over none; undefined for any other line.
 */
export function matchRecordLine(
  template: LineTemplate,
  line: string,
  context: ReadingContext,
): ReadonlyMap<Placeholder, string> | undefined {
  const found = matchTemplate(template, line);
  if (found === undefined) return undefined;
  const isPlausible = [...found].every(([name, text]) => {
    if (name === 'name') return isMediaName(text) || context.sentNames.has(text);
    if (name === 'any') return !namesMedia({ place: {}, cells: [cellOf(text)], hidden: false }, context);
    return !isDigestPlaceholder(name) || /[0-9a-f]{16}/i.test(text);
  });
  return isPlausible ? found : undefined;
}

/** One column for each placeholder, in their order; only those that the template holds mean anything. */
function columnsFor(found: ReadonlyMap<Placeholder, string>): Columns {
  const indexesOf = (name: Placeholder): readonly number[] => (found.has(name) ? [placeholders.indexOf(name)] : []);
  return {
    width: placeholders.length,
    headings: placeholders,
    digests: [
      ...indexesOf('digest').map((index) => ({ index, label: 'any' as const })),
      ...algorithms.flatMap((algorithm) => indexesOf(algorithm).map((index) => ({ index, label: algorithm }))),
    ],
    fileNames: indexesOf('name'),
    outcomes: indexesOf('outcome').map((index) => ({ index, isCertain: true })),
    series: indexesOf('series'),
    contacts: indexesOf('contact'),
    kinds: indexesOf('kind'),
  };
}

function isDigestPlaceholder(name: Placeholder): boolean {
  return name === 'digest' || algorithms.some((algorithm) => algorithm === name);
}

function cellOf(text: string): Cell {
  return { kind: text === '' ? 'blank' : 'text', text };
}

/** The columns of rewritten rows are none of the document. */
function withoutColumn(line: ReportLine): ReportLine {
  if (line.kind !== 'issue' || line.issue.place.column === undefined) return line;
  const { column: _, ...place } = line.issue.place;
  return { kind: 'issue', issue: { ...line.issue, place } };
}
