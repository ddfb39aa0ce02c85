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

/** Longer lines are not cut at all. */
export const longestSplitLine = 10_000;

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
  if (line.length > longestSplitLine) return [line.trim()];
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
  /** Lines with text at a position. */
  readonly #filled: Uint32Array;
  /** Lines with a single blank at a position, such as stands between words. */
  readonly #narrow: Uint32Array;
  /** Lines that end at a position. */
  readonly #ends: Uint32Array;
  /** Pieces of the line that has most. */
  readonly pieces: number;

  private constructor(counts: readonly [Uint32Array, Uint32Array, Uint32Array], pieces: number) {
    [this.#filled, this.#narrow, this.#ends] = counts;
    this.pieces = pieces;
  }

  /** Of those lines that have a gap at all. */
  static of(lines: readonly string[]): ColumnProfile {
    const counts = [counters(), counters(), counters()] as const;
    let pieces = 1;
    for (const line of lines) {
      const gaps = line.length > widestLine || isRuler(line) ? [] : gapsOf(line);
      if (gaps.length === 0) continue;
      pieces = Math.max(pieces, gaps.length + 1);
      countLine(line.trimEnd(), gaps, counts);
    }
    return new ColumnProfile(counts, pieces);
  }

  /** Of the lines of both. */
  with(other: ColumnProfile): ColumnProfile {
    const sum = (a: Uint32Array, b: Uint32Array): Uint32Array => a.map((count, index) => count + (b[index] ?? 0));
    return new ColumnProfile(
      [sum(this.#filled, other.#filled), sum(this.#narrow, other.#narrow), sum(this.#ends, other.#ends)],
      Math.max(this.pieces, other.pieces),
    );
  }

  /**
   * The gaps that (nearly) all lines share, and that most have wider than a blank between words. Empty where they are
   * too few for the line with most pieces: then a column is hidden in what seems to be a gap.
   */
  gutters(): readonly Gutter[] {
    const isEnough = (gutters: readonly Gutter[]): boolean => gutters.length + 1 >= this.pieces;
    return [this.#sharedGaps(mostCrossing), this.#sharedGaps(() => 0)].find(isEnough) ?? [];
  }

  /**
   * Where a gap is but one blank in some lines, it may be one between words: such gaps are left out, the doubtful ones
   * first, as far as they make more columns than any line has pieces.
   */
  #sharedGaps(mostFilled: (lines: number) => number): readonly Gutter[] {
    const found = this.#gapsWhere(mostFilled);
    const surplus = found.length + 1 - this.pieces;
    const doubtful = found.filter((gap) => gap.narrow > 0).sort((a, b) => b.narrow - a.narrow || b.start - a.start);
    const left = new Set(doubtful.slice(0, Math.max(surplus, 0)));
    return found.filter((gap) => !left.has(gap));
  }

  #gapsWhere(mostFilled: (lines: number) => number): readonly SharedGap[] {
    const gaps: SharedGap[] = [];
    let lines = this.#ends.reduce((sum, count) => sum + count, 0);
    let open: SharedGap | undefined;
    let isWide = false;
    for (let at = 0; lines > 0; at += 1) {
      lines -= this.#ends[at] ?? 0;
      const filled = this.#filled[at] ?? 0;
      const narrow = this.#narrow[at] ?? 0;
      if (lines > 0 && filled <= mostFilled(lines)) {
        open = { start: open?.start ?? at, end: at + 1, narrow: Math.min(open?.narrow ?? narrow, narrow) };
        isWide ||= lines - filled - narrow >= lines / 2;
        continue;
      }
      if (open !== undefined && open.start > 0 && isWide && lines > 0) gaps.push(open);
      open = undefined;
      isWide = false;
    }
    return gaps;
  }
}

interface SharedGap extends Gutter {
  /** Lines in which it is but one blank. */
  readonly narrow: number;
}

function counters(): Uint32Array {
  return new Uint32Array(widestLine + 1);
}

function countLine(
  line: string,
  gaps: readonly Gutter[],
  [filled, narrow, ends]: readonly [Uint32Array, Uint32Array, Uint32Array],
): void {
  ends[line.length] = (ends[line.length] ?? 0) + 1;
  for (let at = 0; at < line.length; at += 1) {
    if (!blanks.test(line[at] ?? '')) filled[at] = (filled[at] ?? 0) + 1;
    else if (at > 0 && !blanks.test(line[at - 1] ?? '') && !blanks.test(line[at + 1] ?? ' ')) {
      if (gaps.every((gap) => gap.start !== at)) narrow[at] = (narrow[at] ?? 0) + 1;
    }
  }
}

/**
 * The line cut at every gutter, empty pieces too; undefined where its text runs across one, or has a gap elsewhere.
 */
export function cutAtGutters(line: string, gutters: readonly Gutter[]): readonly string[] | undefined {
  const pieces: string[] = [];
  let from = 0;
  for (const gutter of gutters) {
    const cut = cutWithin(line, gutter);
    if (cut === undefined) return undefined;
    pieces.push(line.slice(from, cut).trim());
    from = cut;
  }
  pieces.push(line.slice(from).trim());
  return pieces.some((piece) => gapsOf(piece).length > 0) ? undefined : pieces;
}

/** Where a line may be cut in a gutter. Text may reach into it from one side, as long as a blank parts it from the other. */
function cutWithin(line: string, { start, end }: Gutter): number | undefined {
  const within = line.slice(start, end).padEnd(end - start);
  if (within.trim() === '') return Math.min(start, line.length);
  const startsBlank = blanks.test(within[0] ?? '');
  const endsBlank = blanks.test(within.at(-1) ?? '');
  if (startsBlank === endsBlank) return undefined;
  return startsBlank ? start : start + within.trimEnd().length;
}
