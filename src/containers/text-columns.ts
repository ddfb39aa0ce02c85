/**
 * Columns of text that is laid out with blanks: where most lines have a gap at the same place. Positions count
 * characters from 0.
 */
export interface Gutter {
  readonly start: number;
  /** Behind the last blank. */
  readonly end: number;
}

/** Longer lines are no lines of a table laid out with blanks. */
const widestLine = 1000;

/** How many lines may reach into a gutter: those with names longer than their column. */
function mostCrossing(lines: number): number {
  return lines < 4 ? 0 : Math.max(1, lines * 0.1);
}

const blanks = /[ \u00a0\u3000]/;

/** True for a line of dashes and the like, which is drawn and says nothing. */
export function isRuler(line: string): boolean {
  return /^[\s\-=_+*~|:\u2013\u2014\u2500-\u257f]{3,}$/.test(line) && /[^\s|:]{3}/.test(line);
}

/** The gutters that a line such as `-----  ---` draws; undefined where none of the lines is one. */
export function drawnGutters(lines: readonly string[]): readonly Gutter[] | undefined {
  const ruler = lines.find((line) => isRuler(line) && /^\s*[^\s|]+(?:\s+[^\s|]+)+\s*$/.test(line));
  if (ruler === undefined) return undefined;
  const first = ruler.length - ruler.trimStart().length;
  return [...ruler.trimEnd().matchAll(/(?<!\s)\s+/g)]
    .filter((gap) => gap.index > first)
    .map((gap) => ({ start: gap.index, end: gap.index + gap[0].length }));
}

/**
 * The pieces of a line between gaps of two blanks or more, or of one blank behind a digest that begins the line or
 * follows a gap. What follows a colon or a sentence's end is no gap.
 */
export function splitAtGaps(line: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const gap of gapsOf(line)) {
    pieces.push(line.slice(from, gap.start).trim());
    from = gap.end;
  }
  return [...pieces, line.slice(from).trim()];
}

function gapsOf(line: string): readonly Gutter[] {
  const gaps: Gutter[] = [];
  let piece = line.length - line.trimStart().length;
  for (const match of line.trimEnd().matchAll(/(?<![ \u00a0\u3000])[ \u00a0\u3000]+/g)) {
    const { index } = match;
    const { length } = match[0];
    if (index < piece) continue;
    const before = line[index - 1] ?? '';
    const isGap =
      length > 1 ? before !== ':' && !(length === 2 && /[.!?,;]/.test(before)) : isDigest(line, piece, index);
    if (!isGap) continue;
    piece = index + length;
    gaps.push({ start: index, end: piece });
  }
  return gaps;
}

function isDigest(line: string, start: number, end: number): boolean {
  return [32, 40, 64].includes(end - start) && /^[0-9a-f]+$/i.test(line.slice(start, end));
}

/** Counts, over many lines, where text stands and where the gaps are. */
export class ColumnProfile {
  readonly #lines: number;
  /** Lines with text at a position. */
  readonly #filled: Uint32Array;
  /** Lines with a single blank at a position, such as stands between words. */
  readonly #narrow: Uint32Array;
  /** Behind the last position at which any line has text. */
  readonly #width: number;

  private constructor(lines: number, filled: Uint32Array, narrow: Uint32Array) {
    this.#lines = lines;
    this.#filled = filled;
    this.#narrow = narrow;
    this.#width = filled.findLastIndex((count) => count > 0) + 1;
  }

  /** Of those lines that have a gap at all; undefined where none has. */
  static of(lines: readonly string[]): ColumnProfile | undefined {
    const filled = new Uint32Array(widestLine);
    const narrow = new Uint32Array(widestLine);
    let count = 0;
    for (const line of lines) {
      const gaps = line.length > widestLine || isRuler(line) ? [] : gapsOf(line);
      if (gaps.length === 0) continue;
      count += 1;
      countLine(line, gaps, filled, narrow);
    }
    return count === 0 ? undefined : new ColumnProfile(count, filled, narrow);
  }

  /** Of the lines of both. */
  with(other: ColumnProfile): ColumnProfile {
    const sum = (a: Uint32Array, b: Uint32Array): Uint32Array => a.map((count, index) => count + (b[index] ?? 0));
    return new ColumnProfile(
      this.#lines + other.#lines,
      sum(this.#filled, other.#filled),
      sum(this.#narrow, other.#narrow),
    );
  }

  /** The gaps that (nearly) all lines share, and that most have wider than a blank between words. */
  gutters(): readonly Gutter[] {
    const gutters: Gutter[] = [];
    const most = mostCrossing(this.#lines);
    let start = -1;
    let isWide = false;
    for (let at = 0; at < this.#width; at += 1) {
      const filled = this.#filled[at] ?? 0;
      if (filled <= most) {
        if (start < 0) start = at;
        isWide ||= this.#lines - filled - (this.#narrow[at] ?? 0) >= this.#lines / 2;
        continue;
      }
      if (start > 0 && isWide) gutters.push({ start, end: at });
      start = -1;
      isWide = false;
    }
    return gutters;
  }
}

function countLine(line: string, gaps: readonly Gutter[], filled: Uint32Array, narrow: Uint32Array): void {
  for (let at = 0; at < line.length; at += 1) {
    if (!blanks.test(line[at] ?? '')) filled[at] = (filled[at] ?? 0) + 1;
    else if (at > 0 && !blanks.test(line[at - 1] ?? '') && !blanks.test(line[at + 1] ?? ' ')) {
      if (gaps.every((gap) => gap.start !== at)) narrow[at] = (narrow[at] ?? 0) + 1;
    }
  }
}

/** The line cut at every gutter, empty pieces too; undefined where its text runs across one. */
export function cutAtGutters(line: string, gutters: readonly Gutter[]): readonly string[] | undefined {
  const pieces: string[] = [];
  let from = 0;
  for (const gutter of gutters) {
    const cut = cutWithin(line, gutter);
    if (cut === undefined) return undefined;
    pieces.push(line.slice(from, cut).trim());
    from = cut;
  }
  return [...pieces, line.slice(from).trim()];
}

/** Where a line has its gap in a gutter. Text may reach into the gutter from either side, with one gap left. */
function cutWithin(line: string, { start, end }: Gutter): number | undefined {
  if (line.length <= start) return line.length;
  const within = line.slice(start, end).padEnd(end - start);
  const gaps = [...within.matchAll(/[ \u00a0\u3000]+/g)];
  const wide = gaps.filter((gap) => gap[0].length > 1);
  const [gap, other] = wide.length === 1 ? wide : gaps;
  return gap === undefined || other !== undefined ? undefined : start + gap.index;
}
