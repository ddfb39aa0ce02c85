import type { Row } from '../containers/contract.ts';
import { type Columns, isBlank, type OutcomeColumn, readHeader } from './columns.ts';
import type { ReadingContext, ReportLine, StatedTotal } from './contract.ts';
import { isFurnitureText, isReportTitle, isTitle } from './known-lines.ts';
import { mediaKindOfName } from './media-kind-words.ts';
import { namesMedia } from './line-words.ts';
import { isUnderstood, type Statement } from './outcome-cells.ts';
import { ListReader } from './outcome-lists.ts';
import { readDataRow, rowExcerpt } from './row-reading.ts';
import {
  goesOnBelow,
  headingsMayStandBelow,
  indexesWhere,
  isMediaName,
  isWholeName,
  readFurniture,
  withBareNames,
} from './row-kinds.ts';
import { Sections } from './sections.ts';
import { readOutcomeHeading, readStatedTotals } from './stated-totals.ts';
import { issueLine, readTextLine, type TextLineRules } from './text-line.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Where a layout looks for the outcome of a row, besides a status column. */
export interface TableRules {
  /** What the table as a whole states, such as the name of its sheet; undefined where it states nothing. */
  readonly tableStatement?: Statement;
  /** Whether a line such as "Identified Child" is the heading of the rows below it. */
  readonly hasSections: boolean;
  /** How a row without a header is searched for its media; undefined: a cell must hold nothing but a digest or a name. */
  readonly text?: TextLineRules;
  /** Whether columns headed by outcomes, and lines that begin with one, list the digests of that outcome. */
  readonly hasLists?: boolean;
  /** What a taught layout knows of the rows besides. */
  readonly taught?: TaughtRules;
}

interface TaughtRules {
  /** The columns that a row names, where it is a header row; takes the place of the headings that criskit knows. */
  columnsOfHeader(row: Row): Columns | undefined;
  /** The columns of a row that is known to name media, header or not; undefined for every other row. */
  columnsOfRow(row: Row): Columns | undefined;
  /** What a row is that the layout passes over; undefined for every other row. */
  readIgnored(row: Row): ReportLine | undefined;
}

/** A line, and the section of its table that it stands in. */
export interface ReadLine {
  readonly line: ReportLine;
  /** Lines of one table with the same number stand below the same heading. */
  readonly section: number;
}

/**
 * Every row as exactly one line. Text that is not understood below a heading ends what the heading states: it may be a
 * heading of its own, and no row may fall to the section before it.
 */
export function readRows(rows: readonly Row[], context: ReadingContext, rules: TableRules): readonly ReadLine[] {
  const reader = new TableReader(rows, context, rules);
  return rows.map((row, rowIndex) => {
    const line = reader.read(row, rowIndex);
    return { line, section: reader.sections.number };
  });
}

class TableReader {
  readonly sections = new Sections();
  private columns: Columns | undefined;
  private outcomeColumns: readonly OutcomeColumn[] = [];
  private hasSeenHeader = false;
  private lists: ListReader | undefined;
  /** Outcomes seem to stand below what they are for: no section is ever open. */
  private readonly isUpsideDown: boolean;
  private readonly titles = new Set<string>();
  private readonly rows: readonly Row[];
  private readonly context: ReadingContext;
  private readonly vocabulary: Vocabulary;
  private readonly rules: TableRules;

  constructor(rows: readonly Row[], context: ReadingContext, rules: TableRules) {
    this.rows = rows;
    this.context = context;
    this.vocabulary = context.vocabulary;
    this.rules = rules;
    this.beginTable();
    this.isUpsideDown = rules.hasSections && headingsMayStandBelow(rows, context);
    if (this.isUpsideDown) this.sections.close('outcomes seem to stand below the rows that they are for');
  }

  /** The columns of one table are not those of the next. */
  private beginTable(): void {
    this.columns = undefined;
    this.outcomeColumns = [];
    this.lists = this.rules.hasLists === true ? new ListReader(this.context) : undefined;
  }

  read(row: Row, rowIndex: number): ReportLine {
    if (row.place.table !== this.rows[rowIndex - 1]?.place.table) this.beginTable();
    const isMedia = namesMedia(row, this.context);
    if (row.furniture === true && row.issue === undefined) return readFurniture(row, isMedia);
    if (row.issue !== undefined) {
      if (!isMedia) this.close('a line above that could not be read may have been a heading');
      return { kind: 'issue', issue: row.issue };
    }
    if (row.cells.every(isBlank)) return { kind: 'blank', place: row.place };
    const listed = this.lists?.read(row, this.rows[rowIndex + 1], this.sections.statement);
    if (listed !== undefined) {
      this.hasSeenHeader = true;
      this.sections.fill();
      return listed;
    }
    const header = isMedia ? undefined : this.headerOf(row);
    if (header !== undefined) return this.takeHeader(header, row, rowIndex);
    const ignored = this.rules.taught?.readIgnored(row);
    if (ignored !== undefined) return ignored;
    if (isMedia || this.rules.taught?.columnsOfRow(row) !== undefined) return this.readMedia(row, rowIndex);
    return this.readHeading(row) ?? this.readOther(row, rowIndex);
  }

  private headerOf(row: Row): Columns | undefined {
    const { taught } = this.rules;
    return taught === undefined ? readHeader(row, this.vocabulary) : taught.columnsOfHeader(row);
  }

  /** A heading of rows, or a sum; undefined for anything else. */
  private readHeading(row: Row): ReportLine | undefined {
    const heading = readOutcomeHeading(row, this.vocabulary);
    const isStatusCell = heading !== undefined && this.outcomeColumns.some((column) => column.index === heading.index);
    const totals = readStatedTotals(row, this.vocabulary);
    if (heading !== undefined && !isStatusCell) {
      const isStatedEmpty = totals.length > 0 && totals.every(({ count }) => count === 0);
      if (this.usesSections()) this.sections.open(heading, isStatedEmpty);
      return headingLine(row, totals, this.usesSections() ? `the rows below are ${heading.outcome}` : undefined);
    }
    if (totals.length === 0) return undefined;
    this.sections.closeByTotals(totals);
    return headingLine(row, totals, 'states a sum');
  }

  private takeHeader(header: Columns, row: Row, rowIndex: number): ReportLine {
    this.columns = header;
    this.hasSeenHeader = true;
    this.sections.fill();
    const below = this.rowsUntilNextHeader(rowIndex + 1);
    const speaking = header.outcomes.filter(
      (column) =>
        column.isCertain === true ||
        below.some((each) => isUnderstood(each.cells[column.index], column, this.vocabulary)),
    );
    const mustSpeak = !this.usesHeadings();
    const silent = mustSpeak ? header.outcomes : [];
    this.outcomeColumns = speaking.length > 0 ? speaking : silent;
    return { kind: 'heading', place: row.place, note: 'names the columns' };
  }

  private rowsUntilNextHeader(from: number): readonly Row[] {
    let end = from;
    for (let row = this.rows[end]; row !== undefined && this.headerOf(row) === undefined; row = this.rows[end])
      end += 1;
    return this.rows.slice(from, end);
  }

  /** A row with a digest or the name of a media file: a record, or an issue, never anything else. */
  private readMedia(row: Row, rowIndex: number): ReportLine {
    this.sections.fill();
    const { closedBecause, statement } = this.sections;
    if (closedBecause !== undefined) {
      return issueLine(row, 'no-outcome', `The row's section is unclear: ${closedBecause}.`);
    }
    const taught = this.rules.taught?.columnsOfRow(row);
    if (taught !== undefined) {
      this.columns = taught;
      this.outcomeColumns = taught.outcomes;
      this.hasSeenHeader = true;
    }
    const { tableStatement, text } = this.rules;
    const above = [tableStatement, statement].filter((one) => one !== undefined);
    const isTabular = this.columns !== undefined && row.cells.filter((cell) => !isBlank(cell)).length > 1;
    if (text !== undefined && !isTabular) return readTextLine(row, above, text, this.context);
    const columns = this.columns ?? this.columnsByContent(row, above.length > 0);
    if (columns === undefined) {
      const message = `The row stands below no header that names a digest or a file: ${rowExcerpt(row)}`;
      return issueLine(row, 'no-columns', message);
    }
    const { outcomeColumns, vocabulary } = this;
    const line = readDataRow(withBareNames(row, columns, this.context), { columns, outcomeColumns, above, vocabulary });
    if (line.kind === 'issue' || Object.keys(line.record.digests).length > 0) return line;
    const isCut = outcomeColumns.length > 0 && mediaKindOfName(line.record.fileName ?? '') === 'unknown';
    if (isCut && goesOnBelow(this.rows[rowIndex + 1], columns, vocabulary)) {
      return issueLine(row, 'wrapped-name', 'The name of the file seems to go on in the next row, so it may be cut.');
    }
    if (text === undefined || this.context.sentNames.has(line.record.fileName ?? '')) return line;
    const byText = readTextLine(row, above, text, this.context);
    return byText.kind === 'record' ? byText : line;
  }

  /**
   * Where no header stands above, but a heading: digests and one file name are found by what the cells hold. A cell in
   * which a digest or the name of a sent file is only a part is neither.
   */
  private columnsByContent(row: Row, isBelowHeading: boolean): Columns | undefined {
    const fileNames = indexesWhere(row, (text) => isMediaName(text));
    const digests = indexesWhere(row, (text) => !isMediaName(text) && /[0-9a-f]{16}/i.test(text));
    if (!isBelowHeading || fileNames.length > 1 || fileNames.length + digests.length === 0) return undefined;
    if (fileNames.some((index) => !isWholeName(row.cells[index]?.text ?? '', this.context))) return undefined;
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
  private readOther(row: Row, rowIndex: number): ReportLine {
    const filled = row.cells.flatMap((cell, index) => (isBlank(cell) ? [] : [{ text: cell.text.trim(), index }]));
    const [only] = filled;
    const text = filled.map((cell) => cell.text).join(' ');
    if (only !== undefined && filled.length === 1 && isFurnitureText(only.text)) {
      this.sections.fill();
      return { kind: 'heading', place: row.place };
    }
    if (!this.hasSeenHeader && !this.sections.hasBegun) {
      this.titles.add(text);
      return { kind: 'heading', place: row.place };
    }
    const isCellOfMedia =
      only !== undefined && [...(this.columns?.fileNames ?? []), ...digestIndexes(this.columns)].includes(only.index);
    if (!isCellOfMedia && (filled.length === 1 || this.columns === undefined) && isTitle(text)) {
      if (isReportTitle(text) && !this.titles.has(text)) this.close('the title of another report stands above it');
      return { kind: 'heading', place: row.place };
    }
    if (this.usesHeadings()) {
      this.close(`${rowExcerpt(row)} above may be a heading that is not known`);
      const message = `${rowExcerpt(row)} is neither a file nor an outcome that criskit knows; the rows below it are not used. The lab can add the word in criskit.toml.`;
      return issueLine(row, 'unknown-outcome', message);
    }
    if (filled.length === 1 || this.columns === undefined) {
      return issueLine(row, 'no-digest-or-name', `The row names no file and no digest: ${rowExcerpt(row)}`);
    }
    return this.readMedia(row, rowIndex);
  }

  private usesHeadings(): boolean {
    return this.rules.hasSections || this.rules.tableStatement !== undefined;
  }

  private usesSections(): boolean {
    return this.usesHeadings() && !this.isUpsideDown;
  }

  private close(reason: string): void {
    if (this.usesSections()) this.sections.close(reason);
  }
}

function digestIndexes(columns: Columns | undefined): readonly number[] {
  return columns?.digests.map(({ index }) => index) ?? [];
}

function headingLine(row: Row, totals: readonly StatedTotal[], note: string | undefined): ReportLine {
  return {
    kind: 'heading',
    place: row.place,
    ...(totals.length === 0 ? {} : { totals }),
    ...(note === undefined ? {} : { note }),
  };
}
