import { fileNameOf, foldName } from '../core/media.ts';

/** The names under which files were sent: what tells a file name in a line of text from any other word. */
export interface SentNames {
  /** Whether a file was sent under this base name, with or without folders before it. Letter case is ignored. */
  has(name: string): boolean;
  /**
   * Where a text names files that were sent, from left to right, the longest name first; at the bounds of words only. A
   * name without an ending (`scan 2`) must stand by itself: it may be any words. The offsets are those of the text, which
   * must be in the normal form NFC.
   */
  findIn(text: string): readonly NameInText[];
}

interface NameInText {
  readonly start: number;
  readonly end: number;
}

/** Where nothing is known to have been sent. */
export const noSentNames: SentNames = { has: () => false, findIn: () => [] };

/** Of the paths of manifests. */
export function createSentNames(paths: Iterable<string>): SentNames {
  const names = new Set<string>();
  for (const path of paths) names.add(foldName(fileNameOf(path)));
  const finder = new NameFinder(names);
  return {
    has: (name) => names.has(foldName(fileNameOf(name.trim()))),
    findIn: (text) => finder.find(text),
  };
}

/** What a name begins with: its first letters and digits, or its first character. */
const beginning = /[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/uy;

/** Before a name: the beginning, a blank, a quote, a bracket, or what stands between words and folders. */
const opens = /[\s/\\"'“”‘’„«(<[{:;,=|*•#>]/;
/** Behind a name: as before one, or what ends a sentence. A letter, digit, hyphen or dot goes on with the name. */
const closes = /[\s"'“”‘’»)>\]}:;,=|*!?]/;

/** With an ending that holds a letter, as names of files have. */
const hasEnding = /\.(?=[a-z0-9]{0,7}[a-z])[a-z0-9]{1,8}$/;
const hasLetter = /\p{L}/u;

/**
 * Looks up only lengths that names with the same beginning have, so that a text costs as many look-ups as it has words, times
 * those lengths (at most 255, and few in a real manifest).
 */
class NameFinder {
  readonly #names: Set<string> = new Set();
  readonly #lengths = new Map<string, number[]>();

  constructor(names: Iterable<string>) {
    for (const name of names) if (hasLetter.test(name)) this.#add(foldInPlace(name));
  }

  #add(name: string): void {
    const key = beginningAt(name, 0);
    if (key === undefined || this.#names.has(name)) return;
    this.#names.add(name);
    const lengths = this.#lengths.get(key);
    if (lengths === undefined) this.#lengths.set(key, [name.length]);
    else if (!lengths.includes(name.length)) lengths.push(name.length);
  }

  find(text: string): readonly NameInText[] {
    if (this.#names.size === 0) return [];
    const folded = foldInPlace(text);
    const found: NameInText[] = [];
    for (let start = 0; start < folded.length; start += 1) {
      if (start > 0 && !opens.test(folded[start - 1] ?? '')) continue;
      const end = this.#longestAt(folded, start);
      if (end === undefined) continue;
      found.push({ start, end });
      start = end - 1;
    }
    return found;
  }

  #longestAt(text: string, start: number): number | undefined {
    const key = beginningAt(text, start);
    const lengths = key === undefined ? undefined : this.#lengths.get(key);
    let longest: number | undefined;
    for (const length of lengths ?? []) {
      const end = start + length;
      if (end <= (longest ?? 0) || end > text.length || !isEnd(text, end)) continue;
      const name = text.slice(start, end);
      if (!this.#names.has(name)) continue;
      if (hasEnding.test(name) || standsAlone(text, start, end)) longest = end;
    }
    return longest;
  }
}

function beginningAt(text: string, start: number): string | undefined {
  beginning.lastIndex = start;
  return beginning.exec(text)?.[0];
}

function isEnd(text: string, end: number): boolean {
  const next = text[end];
  if (next === undefined || closes.test(next)) return true;
  return next === '.' && !/[\p{L}\p{N}]/u.test(text[end + 1] ?? '');
}

/** True where nothing but numbering, a bracket or a separator stands beside it. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 12), start);
  const after = text.slice(end, end + 3);
  const isFree = start === 0 || /[\t:;|"“„(<[/\\]\s*$|\s[-–—*•]\s+$|^\s*#?\d{1,7}[.)]\s+$|^\s*[-–—*•]\s+$/.test(before);
  return isFree && /^(?:$|[\t:;|,"”)>\]]|\s+[-–—(]|\s\s)/.test(after);
}

/** Small letters, each in the place of its capital: the few letters that grow are left as they are. */
function foldInPlace(text: string): string {
  const small = text.toLowerCase();
  if (small.length === text.length) return small;
  return Array.from(text, (letter) => {
    const folded = letter.toLowerCase();
    return folded.length === letter.length ? folded : letter;
  }).join('');
}
