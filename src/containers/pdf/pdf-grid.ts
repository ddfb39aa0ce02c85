import { type Chunk, chunkOf, type Line, lineOfChunks } from './pdf-lines.ts';

/** In points: columns farther apart than this are two. */
const widestColumnGap = 30;

/** A line of more parts than this is no row of a table. */
export const mostColumns = 200;

export interface Span {
  left: number;
  right: number;
}

/** The columns of a table: what its lines cover, with the gaps that all of them leave free. */
export class Grid {
  columns: Span[] = [];
  lineCount = 0;
  /** Pairs of columns that some line fills both. */
  readonly #together = new Set<number>();

  /** The column that each chunk stands in, -1 for a new one; undefined where they do not fit. */
  placesOf(chunks: readonly Span[]): number[] | undefined {
    const places: number[] = [];
    let last = -1;
    for (const chunk of chunks) {
      const place = this.#placeOf(chunk);
      if (place === undefined || (place >= 0 && place <= last)) return undefined;
      if (place >= 0) last = place;
      places.push(place);
    }
    return places;
  }

  /** Takes in what fits. */
  add(chunks: readonly Span[]): void {
    for (const { left, right } of chunks) {
      const index = this.columns.findIndex((column) => column.right > left);
      const column = this.columns[index];
      if (column !== undefined && column.left < right) {
        column.left = Math.min(column.left, left);
        column.right = Math.max(column.right, right);
      } else this.columns.splice(index < 0 ? this.columns.length : index, 0, { left, right });
    }
    this.lineCount += 1;
  }

  /** Notes which columns are filled together. */
  noteFilled(chunks: readonly Span[]): void {
    const filled = [...new Set(chunks.map((chunk) => this.columnOf(chunk)))];
    for (const one of filled)
      for (const other of filled) if (one !== other) this.#together.add(one * mostColumns + other);
  }

  /**
   * Makes one column of neighbours that no line fills both: the heading of a column that stands at its left edge, and
   * numbers that stand at its right edge.
   */
  uniteColumns(): void {
    const united: { span: Span; members: number[] }[] = [];
    for (const [index, span] of this.columns.entries()) {
      const last = united.at(-1);
      const isOther = last?.members.some((member) => this.#together.has(member * mostColumns + index)) ?? true;
      if (last === undefined || isOther || span.left - last.span.right > widestColumnGap)
        united.push({ span, members: [index] });
      else {
        last.span = { left: last.span.left, right: Math.max(last.span.right, span.right) };
        last.members.push(index);
      }
    }
    this.columns = united.map(({ span }) => span);
  }

  /** The column that a chunk stands in, or the nearest one. */
  columnOf(chunk: Span): number {
    let best = 0;
    let least = Infinity;
    for (const [index, column] of this.columns.entries()) {
      const overlap = Math.min(column.right, chunk.right) - Math.max(column.left, chunk.left);
      if (-overlap < least) [best, least] = [index, -overlap];
    }
    return best;
  }

  /** A line with the chunks that reach over a gap broken between words that stand on both sides of it. */
  split(line: Line): Line | undefined {
    const chunks = line.chunks.flatMap((chunk) => this.#splitChunk(chunk));
    return chunks.length === line.chunks.length ? undefined : lineOfChunks(chunks);
  }

  #splitChunk(chunk: Chunk): readonly Chunk[] {
    const parts: Chunk[] = [];
    let start = 0;
    for (let index = 1; index < chunk.words.length; index += 1) {
      const [before, after] = [chunk.words[index - 1] as Span, chunk.words[index] as Span];
      const isGap = this.columns.some(({ right }, column) => {
        const next = this.columns[column + 1];
        return (
          next !== undefined &&
          before.left < right &&
          before.right <= next.left &&
          after.left >= right &&
          after.right > next.left
        );
      });
      if (!isGap) continue;
      parts.push(chunkOf(chunk.words.slice(start, index)));
      start = index;
    }
    return start === 0 ? [chunk] : [...parts, chunkOf(chunk.words.slice(start))];
  }

  #placeOf({ left, right }: Span): number | undefined {
    let place = -1;
    for (const [index, column] of this.columns.entries()) {
      if (column.right <= left || column.left >= right) continue;
      if (place >= 0) return undefined;
      place = index;
    }
    return place;
  }
}
