import type { Place } from '../../core/place.ts';
import type { FlowTable } from './flow-table.ts';

/** What is read, as far as places in it need it. */
export interface FlowSource {
  /** A part of the document with places of its own, such as a footer. */
  readonly part?: string;
  /** The line of the source that is read at the moment; undefined where the source has none. */
  readonly sourceLine?: () => number;
}

/**
 * Places of lines and rows: lines of the source where it has any, else paragraphs outside of tables, counted from the
 * beginning; tables and their rows. A further line of the same paragraph or cell has its number besides.
 */
export class FlowPlaces {
  readonly #source: FlowSource;
  #paragraphs = 0;
  #linesInParagraph = 0;

  constructor(source: FlowSource) {
    this.#source = source;
  }

  startParagraph(isInTable: boolean): void {
    if (!isInTable) this.#paragraphs += 1;
    this.#linesInParagraph = 0;
  }

  ofNextRow(table: FlowTable): Place {
    return { ...this.#ofSource(), table: table.number, row: table.rowNumber + 1 };
  }

  /** `lineInBlock`: its number in the cell, where it stands in one. */
  ofNextLine(table: FlowTable | undefined, lineInBlock: number): Place {
    this.#linesInParagraph += 1;
    const source = this.#ofSource();
    const further = (count: number): Place => (source.line !== undefined || count < 2 ? {} : { line: count });
    if (table !== undefined) {
      return { ...source, table: table.number, row: Math.max(table.rowNumber, 1), ...further(lineInBlock) };
    }
    if (source.line !== undefined) return source;
    return { ...source, paragraph: Math.max(this.#paragraphs, 1), ...further(this.#linesInParagraph) };
  }

  #ofSource(): Place {
    const { part, sourceLine } = this.#source;
    return { ...(part === undefined ? {} : { part }), ...(sourceLine === undefined ? {} : { line: sourceLine() }) };
  }
}
