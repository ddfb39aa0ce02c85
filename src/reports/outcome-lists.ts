import type { Row } from '../containers/contract.ts';
import type { Algorithm, Digests } from '../core/digest.ts';
import type { Outcome } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';
import { isBlank } from './columns.ts';
import type { ReadingContext, ReportLine, ReportRecord, StatedTotal } from './contract.ts';
import { isRoundedNumber, readDigestCell } from './digest-cell.ts';
import { mediaKindOfName } from './media-kind-words.ts';
import { type Statement, statementOf } from './outcome-cells.ts';
import { digestOfPath } from './path-digest.ts';
import { outcomePhrase, readStatedTotals } from './stated-totals.ts';
import { issueLine } from './text-line.ts';

interface ListColumn {
  readonly index: number;
  readonly outcome: Outcome;
  /** As it is headed. */
  readonly text: string;
}

/**
 * Digests that are listed by outcome: columns that are headed by outcomes and hold the digests themselves, a line that
 * begins with an outcome (`Identified Child: 9e10…, 45c4…`), several digests in a row below a heading.
 */
export class ListReader {
  #columns: readonly ListColumn[] = [];
  readonly #context: ReadingContext;

  constructor(context: ReadingContext) {
    this.#context = context;
  }

  /** The row as a part of such lists; undefined where it is none. */
  read(row: Row, next: Row | undefined, above: Statement | undefined): ReportLine | undefined {
    const columns = this.#headedBy(row);
    if (columns.length > 1 && next !== undefined && holdsListOrCounts(next, columns)) {
      this.#columns = columns;
      const totals = readStatedTotals(row, this.#context.vocabulary);
      return { kind: 'heading', place: row.place, ...(totals.length === 0 ? {} : { totals }) };
    }
    if (this.#columns.length > 0 && holdsListOrCounts(row, this.#columns)) return this.#readColumns(row);
    this.#columns = [];
    return this.#readLine(row, above);
  }

  /** Two or more different outcomes, beside nothing but headings of columns that are not read. */
  #headedBy(row: Row): readonly ListColumn[] {
    const columns: ListColumn[] = [];
    for (const [index, cell] of row.cells.entries()) {
      if (isBlank(cell)) continue;
      const text = outcomePhrase(cell.text);
      const outcome = this.#context.vocabulary.outcomeOf(text);
      if (outcome !== undefined) columns.push({ index, outcome, text });
      else if (!/^(?:#|no\.?|item)$/i.test(cell.text.trim())) return [];
    }
    return new Set(columns.map(({ outcome }) => outcome)).size === columns.length ? columns : [];
  }

  #readColumns(row: Row): ReportLine {
    const counts = countsIn(row, this.#columns);
    if (counts !== undefined) return { kind: 'heading', place: row.place, totals: counts };
    const stray = row.cells.find(
      (cell, index) => !this.#columns.some((column) => column.index === index) && /[0-9a-f]{16}/i.test(cell.text),
    );
    if (stray !== undefined) return issueLine(row, 'no-outcome', 'A digest stands in a column that no outcome heads.');
    const records: ReportRecord[] = [];
    for (const { index, outcome, text } of this.#columns) {
      const cell = row.cells[index];
      if (cell === undefined || isBlank(cell)) continue;
      const listed = cell.kind === 'text' ? listOf(cell.text) : undefined;
      const read = readDigestCell(cell, 'any');
      if (listed === undefined && read.kind === 'issue') {
        return issueLine(row, read.code, `${read.message} Nothing of the row is used.`);
      }
      records.push(...(listed ?? []).map((one) => recordOf(row, one, statementOf(outcome, text))));
    }
    return asLine(records) ?? { kind: 'heading', place: row.place };
  }

  #readLine(row: Row, above: Statement | undefined): ReportLine | undefined {
    const filled = row.cells.filter((cell) => !isBlank(cell));
    if (filled.some((cell) => cell.kind !== 'text')) return undefined;
    const text = filled.map((cell) => cell.text.trim()).join(' ');
    const [, label = '', list = ''] = /^([^:]{1,100}):(.*)$/s.exec(text) ?? [];
    const outcome = this.#context.vocabulary.outcomeOf(outcomePhrase(label));
    if (outcome !== undefined) {
      const isNone = /^\s*none\.?\s*$/i.test(list);
      if (isNone) return { kind: 'heading', place: row.place, totals: [totalOf(row, outcome, 0)] };
      const statement = statementOf(outcome, outcomePhrase(label));
      const agrees = above === undefined || above.possible.some((one) => statement.possible.includes(one));
      if (!agrees && listOf(list) !== undefined) {
        return issueLine(row, 'outcome-contradiction', `The line says "${excerpt(label, 40)}" below another outcome.`);
      }
      return asLine(listOf(list)?.map((one) => recordOf(row, one, statement)));
    }
    const listed = above === undefined ? undefined : listOf(text);
    if (above === undefined || listed === undefined || listed.length < 2) return undefined;
    return asLine(listed.map((one) => recordOf(row, one, above)));
  }
}

/** A digest of a list, perhaps as the name of a file. */
interface Listed {
  readonly text: string;
  readonly digests: Digests;
}

/** Digests of one algorithm with commas or blanks between, and nothing else: an MD5 beside a SHA-1 may be one file's. */
function listOf(text: string): readonly Listed[] | undefined {
  const algorithmsSeen = new Set<Algorithm>();
  const listed: Listed[] = [];
  for (const part of text.split(/[\s,;]+/)) {
    if (part === '') continue;
    const digest = digestOfPath(part);
    if (digest.kind !== 'digest' || digest.isSharded || isRoundedNumber(part)) return undefined;
    algorithmsSeen.add(digest.algorithm);
    listed.push({ text: part, digests: digest.digests });
  }
  return algorithmsSeen.size === 1 ? listed : undefined;
}

function recordOf(row: Row, { text, digests }: Listed, above: Statement): ReportRecord {
  const [outcome = 'not-identified'] = above.possible;
  const names = text.includes('.') ? { fileName: text } : {};
  return { place: row.place, digests, ...names, outcome, outcomeText: above.text, kind: mediaKindOfName(text) };
}

function asLine(records: readonly ReportRecord[] | undefined): ReportLine | undefined {
  const [record, ...others] = records ?? [];
  if (record === undefined) return undefined;
  return { kind: 'record', record, ...(others.length === 0 ? {} : { others }) };
}

function holdsListOrCounts(row: Row, columns: readonly ListColumn[]): boolean {
  return holdsDigestIn(row, columns) || countsIn(row, columns) !== undefined;
}

function holdsDigestIn(row: Row, columns: readonly ListColumn[]): boolean {
  return columns.some(({ index }) => /[0-9a-f]{16}/i.test(row.cells[index]?.text ?? ''));
}

/** A row with a whole number below each outcome, perhaps named as a sum, and nothing else. */
function countsIn(row: Row, columns: readonly ListColumn[]): readonly StatedTotal[] | undefined {
  const others = row.cells.filter((cell, index) => !isBlank(cell) && !columns.some((column) => column.index === index));
  if (others.some((cell) => !/^(?:grand )?(?:total|totals|sum|count)$/i.test(cell.text.trim()))) return undefined;
  const counts = columns.map(({ index }) => /^\d{1,7}$/.exec(row.cells[index]?.text.trim() ?? '')?.[0]);
  if (counts.some((count) => count === undefined)) return undefined;
  return columns.map(({ outcome }, position) => totalOf(row, outcome, Number(counts[position])));
}

function totalOf(row: Row, outcome: Outcome, count: number): StatedTotal {
  const text = row.cells
    .filter((cell) => !isBlank(cell))
    .map((cell) => cell.text.trim())
    .join(' ');
  return { place: row.place, outcome, mediaKind: null, count, text: excerpt(text) };
}
