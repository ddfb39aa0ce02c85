import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { Place } from '../../core/place.ts';
import type { Row } from '../contract.ts';
import { splitLines } from '../text/line-cells.ts';
import { textCell, withoutInvisible } from '../text/written-text.ts';

/** What is wrong with a line or row, before its place is known. */
export type Fault = Pick<Issue, 'code' | 'message'>;

/** One line of a document's text: a paragraph, or what stands between its line breaks. */
export interface FlowLine {
  readonly kind: 'line';
  readonly place: Place;
  readonly text: string;
  /** True where any of its text is hidden from a reader. */
  readonly hidden: boolean;
  readonly fault?: Fault;
}

/** A row of a table, or a line that is one already. */
interface FlowRow {
  readonly kind: 'row';
  readonly row: Row;
}

export type FlowItem = FlowLine | FlowRow;

const unclearColumns: Fault = {
  code: 'columns-unclear',
  message: 'The line does not keep to the columns of the lines around it, so which field is which cannot be told.',
};

const nulCharacter: Fault = {
  code: 'nul-character',
  message: 'The line holds NUL characters: the file is damaged here, and nothing of the line was used.',
};

/** What is wrong with a text by itself. */
function faultOfText(text: string): Fault | undefined {
  return text.includes('\0') ? nulCharacter : undefined;
}

/** A line of text; what is invisible in it is left out. */
export function flowLine(place: Place, text: string, hidden: boolean, fault: Fault | undefined): FlowLine {
  const seen = withoutInvisible(text);
  const wrong = fault ?? faultOfText(seen);
  return { kind: 'line', place, text: seen, hidden, ...(wrong === undefined ? {} : { fault: wrong }) };
}

/** What a document of text and tables may hold. A report of 50,000 rows stays below a tenth of each. */
export const flowLimits = { rows: 300_000, cells: 3_000_000, depth: 50 } as const;

export function tooLarge(name: string, size: string): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `${name} holds more than ${size}, more than a report can`, {
    path: name,
    hint: 'Ask for the report in several parts, or as CSV.',
  });
}

/** Every item as a row; neighbouring lines are cut into cells together, so that columns laid out with blanks are seen. */
export function rowsOf(items: readonly FlowItem[]): readonly Row[] {
  const rows: Row[] = [];
  let lines: FlowLine[] = [];
  const flush = (): void => {
    const cut = splitLines(lines.map((line) => line.text));
    for (const [index, line] of lines.entries()) {
      const { texts = [], isUnclear } = cut[index] ?? {};
      const fault = line.fault ?? (isUnclear === true ? unclearColumns : undefined);
      const cells = line.text.trim() === '' ? [] : texts.map(textCell);
      rows.push(withFault({ place: line.place, cells, hidden: line.hidden }, fault));
    }
    lines = [];
  };
  for (const item of items) {
    if (item.kind === 'line') {
      lines.push(item);
      continue;
    }
    flush();
    rows.push(item.row);
  }
  flush();
  return rows;
}

/** The row with an issue in its place, where there is a fault. */
export function withFault(row: Row, fault: Fault | undefined): Row {
  return fault === undefined ? row : { ...row, issue: { ...fault, place: row.place } };
}
