import type { Row, Table } from '../containers/contract.ts';
import type { Issue } from '../core/issue.ts';
import type { Outcome } from '../core/outcome.ts';
import { type Columns, isBlank, type OutcomeColumn, readHeader } from './columns.ts';
import type { ReportLine, StatedTotal } from './contract.ts';
import { mediaKindOfName } from './media-kind-words.ts';
import { isUnderstood, type Statement, statementOf } from './outcome-cells.ts';
import { readDataRow, rowExcerpt } from './row-reading.ts';
import { readOutcomeHeading, readStatedTotals } from './stated-totals.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Where a layout looks for the outcome of a row, besides a status column. */
export interface TableRules {
  /** What the table as a whole states, such as the name of its sheet; undefined where it states nothing. */
  readonly tableStatement?: Statement;
  /** Whether a line such as "Identified Child" is the heading of the rows below it. */
  readonly hasSections: boolean;
}

/** A line, and the section of its table that it stands in. */
export interface ReadLine {
  readonly line: ReportLine;
  /** Lines of one table with the same number stand below the same heading. */
  readonly section: number;
}

/**
 * Every row of a table as exactly one line. Text that is not understood below a heading ends what the heading states:
 * it may be a heading of its own, and no row may fall to the section before it.
 */
export function readTable(table: Table, vocabulary: Vocabulary, rules: TableRules): readonly ReadLine[] {
  const reader = new TableReader(table, vocabulary, rules);
  return table.rows.map((row, rowIndex) => {
    const line = reader.read(row, rowIndex);
    return { line, section: reader.section };
  });
}

/** What headings have made of the rows below them. */
type SectionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly statement: Statement; readonly outcome: Outcome; readonly isFilled: boolean }
  | { readonly kind: 'closed'; readonly reason: string; readonly listed: readonly Outcome[] };

class TableReader {
  section = 0;
  private columns: Columns | undefined;
  private outcomeColumns: readonly OutcomeColumn[] = [];
  private state: SectionState = { kind: 'none' };
  private readonly table: Table;
  private readonly vocabulary: Vocabulary;
  private readonly rules: TableRules;

  constructor(table: Table, vocabulary: Vocabulary, rules: TableRules) {
    this.table = table;
    this.vocabulary = vocabulary;
    this.rules = rules;
  }

  read(row: Row, rowIndex: number): ReportLine {
    if (row.furniture === true) return { kind: 'furniture', place: row.place };
    if (row.issue !== undefined) {
      if (!namesMedia(row)) this.close('a line above that could not be read may have been a heading');
      return { kind: 'issue', issue: row.issue };
    }
    if (row.cells.every(isBlank)) return { kind: 'blank', place: row.place };
    const header = readHeader(row, this.vocabulary);
    if (header !== undefined) return this.takeHeader(header, row, rowIndex);
    if (namesMedia(row)) return this.readMedia(row);
    const heading = readOutcomeHeading(row, this.vocabulary);
    const isStatusCell = heading !== undefined && this.outcomeColumns.some((column) => column.index === heading.index);
    const totals = readStatedTotals(row, this.vocabulary);
    if (heading !== undefined && !isStatusCell) {
      this.open(heading, totals.length > 0 && totals.every(({ count }) => count === 0));
      return headingLine(row, totals);
    }
    if (totals.length > 0) {
      this.closeByTotals(totals);
      return headingLine(row, totals);
    }
    return this.readOther(row);
  }

  private takeHeader(header: Columns, row: Row, rowIndex: number): ReportLine {
    this.columns = header;
    this.fill();
    const below = rowsUntilNextHeader(this.table.rows, rowIndex + 1, this.vocabulary);
    const speaking = header.outcomes.filter((column) =>
      below.some((each) => isUnderstood(each.cells[column.index], column, this.vocabulary)),
    );
    const mustSpeak = !this.rules.hasSections && this.rules.tableStatement === undefined;
    const silent = mustSpeak ? header.outcomes : [];
    this.outcomeColumns = speaking.length > 0 ? speaking : silent;
    return { kind: 'heading', place: row.place };
  }

  /** A row with a digest or the name of a media file: a record, or an issue, never anything else. */
  private readMedia(row: Row): ReportLine {
    this.fill();
    if (this.state.kind === 'closed')
      return issueLine(row, 'no-outcome', `The row's section is unclear: ${this.state.reason}.`);
    const columns = this.columns ?? this.columnsByContent(row);
    if (columns === undefined) {
      const message = `The row stands below no header that names a digest or a file: ${rowExcerpt(row)}`;
      return issueLine(row, 'no-columns', message);
    }
    const above = [
      ...(this.rules.tableStatement === undefined ? [] : [this.rules.tableStatement]),
      ...(this.state.kind === 'open' ? [this.state.statement] : []),
    ];
    return readDataRow(row, { columns, outcomeColumns: this.outcomeColumns, above, vocabulary: this.vocabulary });
  }

  /** Where no header stands above, but a heading: digests and one file name are found by what the cells hold. */
  private columnsByContent(row: Row): Columns | undefined {
    const isBelow = this.state.kind === 'open' || this.rules.tableStatement !== undefined;
    const fileNames = indexesWhere(row, (text) => isMediaName(text));
    const digests = indexesWhere(row, (text) => !isMediaName(text) && /[0-9a-f]{16}/i.test(text));
    if (!isBelow || fileNames.length > 1 || fileNames.length + digests.length === 0) return undefined;
    return {
      width: row.cells.length,
      headings: [],
      digests: digests.map((index) => ({ index, label: 'any' })),
      fileNames,
      outcomes: [],
      series: [],
      contacts: [],
      kinds: [],
    };
  }

  /** Text that names no media: a title before the table, a note that says nothing, or something not understood. */
  private readOther(row: Row): ReportLine {
    const only = row.cells.filter((cell) => !isBlank(cell));
    if (only.length === 1 && isFurniture(only[0]?.text ?? '')) {
      this.fill();
      return { kind: 'heading', place: row.place };
    }
    const isBeforeTable = this.columns === undefined && this.state.kind === 'none';
    if (isBeforeTable) return { kind: 'heading', place: row.place };
    if (this.usesHeadings()) {
      this.close(`${rowExcerpt(row)} above may be a heading that is not known`);
      const message = `${rowExcerpt(row)} is neither a file nor an outcome that criskit knows; the rows below it are not used. The lab can add the word in criskit.toml.`;
      return issueLine(row, 'unknown-outcome', message);
    }
    if (only.length === 1 || this.columns === undefined) {
      return issueLine(row, 'no-digest-or-name', `The row names no file and no digest: ${rowExcerpt(row)}`);
    }
    return this.readMedia(row);
  }

  private usesHeadings(): boolean {
    return this.rules.hasSections || this.rules.tableStatement !== undefined;
  }

  /**
   * A heading with another one right below it, which does not state that nothing belongs to it, may be an entry of a
   * list of all outcomes. Then no row belongs to any of them; the list ends where one of its outcomes comes again.
   */
  private open({ outcome, text }: { outcome: Outcome; text: string }, isStatedEmpty: boolean): void {
    if (!this.usesHeadings()) return;
    this.section += 1;
    const listed = this.listedSoFar();
    this.state =
      listed.length === 0 || listed.includes(outcome)
        ? { kind: 'open', statement: statementOf(outcome, text), outcome, isFilled: isStatedEmpty }
        : {
            kind: 'closed',
            reason: 'several headings stand above it with nothing between them',
            listed: [...listed, outcome],
          };
  }

  private listedSoFar(): readonly Outcome[] {
    if (this.state.kind === 'open') return this.state.isFilled ? [] : [this.state.outcome];
    return this.state.kind === 'closed' ? this.state.listed : [];
  }

  /** Something stands below the last heading. */
  private fill(): void {
    if (this.state.kind === 'open') this.state = { ...this.state, isFilled: true };
    if (this.state.kind === 'closed') this.state = { ...this.state, listed: [] };
  }

  private close(reason: string): void {
    if (!this.usesHeadings()) return;
    this.section += 1;
    this.state = { kind: 'closed', reason, listed: [] };
  }

  /** A sum of another outcome than the section's may be meant as a heading, so the section ends there. */
  private closeByTotals(totals: readonly StatedTotal[]): void {
    if (this.state.kind !== 'open') return;
    const { possible } = this.state.statement;
    this.fill();
    const others = totals.filter(({ outcome }) => outcome !== null && !possible.includes(outcome));
    if (others.length > 0) this.close(`"${others[0]?.text ?? ''}" stands above it`);
  }
}

function rowsUntilNextHeader(rows: readonly Row[], from: number, vocabulary: Vocabulary): readonly Row[] {
  let end = from;
  for (let row = rows[end]; row !== undefined && readHeader(row, vocabulary) === undefined; row = rows[end]) end += 1;
  return rows.slice(from, end);
}

/** True where a cell shows what may be a digest, whole or not, or the name of a media file. */
function namesMedia(row: Row): boolean {
  return row.cells.some((cell) => {
    const text = cell.text.trim();
    if (text === '') return false;
    if (cell.kind === 'number') return Math.abs(Number(text)) >= 1e15;
    return /[0-9a-f]{16}/i.test(text) || /^\d+[.,]\d+e[+-]?\d+$/i.test(text) || isMediaName(text);
  });
}

function isMediaName(text: string): boolean {
  const kind = mediaKindOfName(text);
  return kind === 'image' || kind === 'video';
}

function indexesWhere(row: Row, isWanted: (text: string) => boolean): readonly number[] {
  return row.cells.flatMap((cell, index) => (isWanted(cell.text.trim()) ? [index] : []));
}

/** Lines that say nothing of any media. */
function isFurniture(text: string): boolean {
  return /^(?:none|nil|no (?:files?|items?|records?|hash values?|results?|matches|entries)(?: found)?|n\/a|-+|page \d+(?: (?:of|\/) \d+)?|\d+ (?:files?|items?|records?|hash values?|entries)|end of (?:report|list)|sep=.)\.?$/i.test(
    text.trim(),
  );
}

function headingLine(row: Row, totals: readonly StatedTotal[]): ReportLine {
  return { kind: 'heading', place: row.place, ...(totals.length === 0 ? {} : { totals }) };
}

function issueLine(row: Row, code: string, message: string): ReportLine {
  const issue: Issue = { code, message, place: row.place };
  return { kind: 'issue', issue };
}
