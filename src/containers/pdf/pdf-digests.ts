import { algorithmsOfText } from '../../core/digest.ts';
import { isFull } from './pdf-joining.ts';
import type { Chunk } from './pdf-lines.ts';

const digestLengths = [64, 40, 32];

/** Shorter pieces of a digest are not taken for one when a column is judged. */
const shortestPiece = 8;

/** True for text that is a digest, or may be a line of one. */
export function isDigestPiece(text: string): boolean {
  return /^[0-9a-f]{1,64}$/i.test(text);
}

/** Judges a column by its lines: true where most are digests or pieces of them. A column of numbers is none. */
export class DigestColumn {
  #pieces = 0;
  #lettered = 0;
  #others = 0;
  #stated: number | undefined;

  add(text: string): void {
    if (!isDigestPiece(text)) this.#others += 1;
    else if (text.length >= shortestPiece) {
      this.#pieces += 1;
      if (/[a-f]/i.test(text) || algorithmsOfText(text).length > 0) this.#lettered += 1;
    }
    if (text.length <= 24) this.#stated ??= lengthOfHeading(text);
  }

  get isOne(): boolean {
    return this.#pieces >= this.#others && this.#pieces > 0 && this.#lettered * 3 >= this.#pieces;
  }

  /** How long the digests are by the heading of the column; undefined where it does not say. */
  get statedLength(): number | undefined {
    return this.#stated;
  }
}

function lengthOfHeading(text: string): number | undefined {
  if (/md5/i.test(text)) return 32;
  if (/sha[-_ ]?1\b/i.test(text)) return 40;
  return /sha[-_ ]?256|blake3/i.test(text) ? 64 : undefined;
}

export interface DivisionRules {
  readonly statedLength: number | undefined;
  /** True where the distance of rows shows that all lines are of one row. */
  readonly isOneCell: boolean;
}

/**
 * Lines that follow one another at the distance of lines, as digests: each of them one list of lines. A first one may
 * be the rest of a digest of the page before, a last one the beginning of one. What does not make digests stays apart,
 * line by line.
 */
export function divideDigests(stack: readonly Chunk[], rules: DivisionRules): readonly (readonly Chunk[])[] {
  const { statedLength, isOneCell } = rules;
  const apart = stack.map((chunk) => [chunk]);
  if (stack.length === 1 || stack.some(isClipped)) return apart;
  const length = sizeOf(stack);
  const areWhole = stack.every(({ text }) => algorithmsOfText(text).length > 0);
  if (areWhole && (statedLength === undefined ? !isOneCell : statedLength === stack[0]?.text.length)) return apart;
  const lengths = statedLength === undefined ? digestLengths : [statedLength];
  if (lengths.includes(length) && isOneBroken(stack)) return [stack];
  for (const each of lengths) {
    const groups = divideEvenly(stack, each);
    if (groups !== undefined) return groups;
  }
  return isOneCell ? [stack] : apart;
}

/** True where every line but the last one is full, as it is where a digest was broken because it had no room. */
export function isOneBroken(lines: readonly Chunk[]): boolean {
  const right = lines.reduce((most, chunk) => Math.max(most, chunk.right), -Infinity);
  return lines.slice(0, -1).every((chunk) => isFull(chunk, { right }));
}

/** A digest that was cut off at the edge of its cell goes on nowhere. */
function isClipped({ words }: Chunk): boolean {
  return words.at(-1)?.clipped === true;
}

function divideEvenly(stack: readonly Chunk[], length: number): readonly (readonly Chunk[])[] | undefined {
  for (let start = 0; start < stack.length; start += 1) {
    const rest = stack.slice(0, start);
    if (sizeOf(rest) >= length) return undefined;
    const groups = cutInto(stack.slice(start), length);
    const all = groups === undefined || rest.length === 0 ? groups : [rest, ...groups];
    if (all?.every(isOneBroken) === true) return all;
  }
  return undefined;
}

/** Groups of exactly this length; only the last one may be shorter, and not the only one. */
function cutInto(stack: readonly Chunk[], length: number): readonly (readonly Chunk[])[] | undefined {
  const groups: Chunk[][] = [];
  let current: Chunk[] = [];
  for (const chunk of stack) {
    current.push(chunk);
    const size = sizeOf(current);
    if (size > length || !isDigestPiece(chunk.text)) return undefined;
    if (size < length) continue;
    groups.push(current);
    current = [];
  }
  if (groups.length === 0) return undefined;
  return current.length > 0 ? [...groups, current] : groups;
}

function sizeOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { text }) => sum + text.length, 0);
}
