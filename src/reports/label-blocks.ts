import type { Cell, Row } from '../containers/contract.ts';
import type { Issue } from '../core/issue.ts';
import { type Columns, isBlank, isColumnHeading, readHeader } from './columns.ts';
import type { ReadingContext, ReportLine } from './contract.ts';
import { isWithin } from './find-unaccounted.ts';
import { holdsMedia, namesMedia } from './line-words.ts';
import { readDataRow } from './row-reading.ts';
import { issueLine } from './text-line.ts';

/** Lines that stand together, each a field of one media: `MD5: …`, `Status: …`, `Series: …`. */
export interface LabelBlock {
  readonly rows: readonly Row[];
  readonly values: readonly Cell[];
  readonly columns: Columns;
}

interface Field {
  readonly row: Row;
  readonly label: string;
  readonly value: Cell;
}

/**
 * The block that begins with this row: one media's fields, up to a line that is no field, or to one with the label that
 * the first line has. Undefined where no block begins here: a block has a field for a digest or a name, and one for an outcome or
 * a second field at least.
 */
export function blockAt(rows: readonly Row[], from: number, { vocabulary }: ReadingContext): LabelBlock | undefined {
  const fields: Field[] = [];
  for (let row = rows[from]; row !== undefined; row = rows[from + fields.length]) {
    const field = readField(row, vocabulary);
    if (field === undefined || (fields.length > 0 && isSameLabel(field, fields[0]))) break;
    fields.push(field);
  }
  if (fields.length < 2) return undefined;
  const labels = fields.map(({ label }): Cell => ({ kind: 'text', text: label }));
  const columns = readHeader({ place: {}, hidden: false, cells: labels }, vocabulary);
  const namesOne = columns !== undefined && columns.digests.length + columns.fileNames.length > 0;
  if (!namesOne || columns.outcomes.length === 0) return undefined;
  return { rows: fields.map(({ row }) => row), values: fields.map(({ value }) => value), columns };
}

const longestLabel = 40;

/** `Label: value` in one cell or two, with a label that heads columns too; undefined for any other row. */
function readField(row: Row, vocabulary: ReadingContext['vocabulary']): Field | undefined {
  if (row.furniture === true || row.issue !== undefined) return undefined;
  const filled = row.cells.filter((cell) => !isBlank(cell));
  const [first, second, third] = filled;
  if (first === undefined || third !== undefined) return undefined;
  const start = first.text.trim();
  const sign = start.slice(0, longestLabel + 1).search(/[:=]/);
  const [label, text] = sign === -1 ? ['', ''] : [start.slice(0, sign).trim(), start.slice(sign + 1).trim()];
  if (second !== undefined && text !== '') return undefined;
  const name = label === '' && second !== undefined ? start : label;
  if (!isColumnHeading(name) && vocabulary.outcomeOf(name) === undefined) return undefined;
  const value = second ?? { kind: text === '' ? 'blank' : 'text', text };
  return holdsAnotherLabel(value.text) ? undefined : { row, label: name, value };
}

function holdsAnotherLabel(text: string): boolean {
  return [...text.matchAll(/([A-Za-z][\w-]{1,20}) ?[:=]/g)].some((match) => isColumnHeading(match[1] ?? ''));
}

function isSameLabel(field: Field, first: Field | undefined): boolean {
  return field.label.toLowerCase() === first?.label.toLowerCase();
}

/**
 * One line for each row of the block: the record stands where the media is named first, the other rows belong to it. An
 * issue stands on every row that names the media.
 */
export function readBlock({ rows, values, columns }: LabelBlock, context: ReadingContext): readonly ReportLine[] {
  const naming = new Set(
    [...columns.digests.map(({ index }) => index), ...columns.fileNames].filter(
      (index) => values[index] !== undefined && !isBlank(values[index]),
    ),
  );
  const mainIndex = rows.findIndex((_row, index) => naming.has(index));
  const main = rows[Math.max(mainIndex, 0)];
  if (main === undefined) return [];
  const all: Row = { place: main.place, hidden: false, cells: values };
  const { vocabulary } = context;
  const read = readDataRow(all, { columns, outcomeColumns: columns.outcomes, above: [], vocabulary });
  const fault = (issue: Pick<Issue, 'code' | 'message'>): readonly ReportLine[] =>
    rows.map((row, index) => lineOfFault(row, index, { issue, main, naming, context }));
  if (read.kind === 'issue') return fault(read.issue);
  // A digest or name that cannot be told for sure makes the whole block doubtful.
  if (rows.some((row, index) => row !== main && naming.has(index) && !isWithin(row, read.record, context))) {
    return fault(otherMedia);
  }
  return rows.map((row, index): ReportLine => {
    if (row === main) return read;
    const isPart = isWithin(row, read.record, context) && (naming.has(index) || !namesMedia(row, context));
    if (isPart) return { kind: 'heading', place: row.place, partOf: read.record.place };
    return issueLine(row, otherMedia.code, otherMedia.message);
  });
}

const otherMedia = { code: 'two-media', message: 'The line may name another media than the lines around it.' } as const;

function lineOfFault(
  row: Row,
  index: number,
  block: {
    readonly issue: Pick<Issue, 'code' | 'message'>;
    readonly main: Row;
    readonly naming: ReadonlySet<number>;
    readonly context: ReadingContext;
  },
): ReportLine {
  const { issue, main, naming, context } = block;
  const isConcerned = row === main || naming.has(index) || holdsMedia(row, context) || namesMedia(row, context);
  return isConcerned ? issueLine(row, issue.code, issue.message) : { kind: 'heading', place: row.place };
}
