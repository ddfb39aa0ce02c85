import type { Recognition, TableDocument } from '../containers/contract.ts';
import type { Digest } from '../core/digest.ts';
import type { Outcome } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';
import type { ReadingContext, ReportLayout, ReportLine } from './contract.ts';
import type { DigestLabel } from './digest-cell.ts';
import { readTables, recognitionOf } from './document-reading.ts';
import type { LineTemplate } from './line-template.ts';
import { joinerOf, singleBlanks, textOfRow } from './row-text.ts';
import { namesMedia } from './line-words.ts';
import { readTaughtLines } from './taught-lines.ts';
import { isTaughtRow, taughtHeaderReader, taughtTableRules } from './taught-table.ts';
import { extendVocabulary } from './vocabulary.ts';

/** A layout that a lab taught criskit, or wrote by hand: what `layouts/<name>.toml` says. */
export interface TaughtLayout {
  /** Of its file without the ending; serves as the layout's id. */
  readonly name: string;
  readonly title: string;
  readonly fingerprint: Fingerprint;
  /** Words that mean an outcome in this layout alone, beside those of the vocabulary. */
  readonly words: ReadonlyMap<string, Outcome>;
  readonly ignored: IgnoredRows;
  /** Whether a line that holds an outcome and nothing else is the heading of the rows below it. */
  readonly hasSections: boolean;
  readonly reading: TaughtTable | TaughtLines;
}

/** What a document must show to be read by the layout. */
interface Fingerprint {
  /** Id of the container; undefined: any. */
  readonly container: string | undefined;
  /** Each occurs in a row of the document: letter by letter, but for the width of blanks. */
  readonly texts: readonly string[];
}

/** Rows that say nothing. One that names media is an issue all the same. */
export interface IgnoredRows {
  /** The whole row, the width of blanks aside. */
  readonly texts: readonly string[];
  readonly prefixes: readonly string[];
}

export interface TaughtTable {
  readonly kind: 'table';
  /** The cells of the header row, blank ones too; empty where the table has none. */
  readonly header: readonly string[];
  /** Number of columns of a table without a header. */
  readonly width: number | undefined;
  readonly digests: readonly { readonly column: ColumnReference; readonly label: DigestLabel }[];
  readonly names: readonly ColumnReference[];
  readonly outcomes: readonly ColumnReference[];
  readonly series: readonly ColumnReference[];
  readonly contacts: readonly ColumnReference[];
  readonly kinds: readonly ColumnReference[];
}

/** A column by the text of its heading, wherever it stands, or by its place, where the header is exactly the one taught. */
export type ColumnReference =
  | { readonly kind: 'heading'; readonly heading: string }
  | { readonly kind: 'index'; readonly columnIndex: number };

export interface TaughtLines {
  readonly kind: 'lines';
  /** In the order in which they are tried. */
  readonly records: readonly LineTemplate[];
  /** Lines that state the outcome of those below them. */
  readonly headings: readonly LineTemplate[];
}

/** Above those of the layouts that criskit brings along: where both read as much, a person has spoken for this one. */
const precedenceOfTaught = 9;

/** The layout that criskit reads by. `fileSha256`: of its file. */
export function layoutOf(taught: TaughtLayout, fileSha256: Digest<'sha256'>): ReportLayout {
  const fits = `the layout "${taught.name}", which this lab was taught, fits`;
  // Recognising a document is reading it; nothing is read twice.
  let last:
    | { readonly document: TableDocument; readonly context: ReadingContext; readonly lines: ReportLines }
    | undefined;
  const linesOf = (document: TableDocument, context: ReadingContext): ReportLines => {
    if (last?.document !== document || last.context !== context) {
      last = { document, context, lines: read(taught, document, context) };
    }
    return last.lines;
  };
  return {
    id: taught.name,
    title: taught.title,
    fileSha256,
    recognise(document, context): Recognition | undefined {
      if (findMismatch(taught, document, context) !== undefined) return undefined;
      return recognitionOf(linesOf(document, context), fits, precedenceOfTaught);
    },
    read: linesOf,
  };
}

type ReportLines = readonly ReportLine[];

function read(taught: TaughtLayout, document: TableDocument, given: ReadingContext): ReportLines {
  const context = { ...given, vocabulary: extendVocabulary(given.vocabulary, taught.words) };
  const { reading } = taught;
  if (reading.kind === 'lines') return readTaughtLines(document, context, { ...taught, reading });
  const rules = taughtTableRules(document, context, { ...taught, reading });
  return readTables(document, context, () => rules);
}

/** Why a document is not what a layout was taught for, as a sentence; undefined where its fingerprint fits. */
export function findMismatch(
  { fingerprint, reading }: TaughtLayout,
  document: TableDocument,
  context: ReadingContext,
): string | undefined {
  const { container, texts } = fingerprint;
  if (container !== undefined && container !== document.container) {
    return `The document is ${document.container}, and the layout is for ${container}.`;
  }
  const missing = findMissingText(document, texts);
  if (missing !== undefined) return `The text "${excerpt(missing)}" does not occur in the document.`;
  if (reading.kind === 'lines') return undefined;
  const rows = document.tables.flatMap((table) => table.rows);
  if (reading.header.length === 0) {
    const first = rows.find((row) => row.furniture !== true && namesMedia(row, context));
    if (first !== undefined && isTaughtRow(first, reading)) return undefined;
    return `The first row that names media has not the ${reading.width} columns of the layout.`;
  }
  const headerOf = taughtHeaderReader(reading, context.vocabulary);
  if (rows.some((row) => headerOf(row) !== undefined)) return undefined;
  const headings = reading.header.filter((one) => one !== '').map((one) => `"${excerpt(one, 30)}"`);
  return `No row of the document has the headings ${headings.join(', ')}.`;
}

function findMissingText(document: TableDocument, texts: readonly string[]): string | undefined {
  const wanted = new Set(texts);
  const joiner = joinerOf(document);
  for (const table of document.tables) {
    for (const row of table.rows) {
      if (wanted.size === 0) return undefined;
      const text = textOfRow(row, joiner);
      for (const one of wanted) if (text.includes(singleBlanks(one))) wanted.delete(one);
    }
  }
  return [...wanted][0];
}
