import type { Row } from '../containers/contract.ts';
import type { Outcome } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';
import { isBlank } from './columns.ts';
import type { StatedTotal } from './contract.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Sums that a row states, such as `3 of 500 files were identified` or `Total identified: 12`, `Identified Child (12)`, `Total files 500`,
 * `Images: 40 Videos: 3`, `Known victim images = 7`, or a label and a number in two cells. The whole row must consist of
 * labels that are understood, each followed by a whole number; otherwise it states none. A label is `total`, `number of`
 * or `count of` (each optional), an outcome (optional), and what is counted (`files`, `images`, `videos`, …; optional).
 * Where a label is no more than what is counted, it must be in the plural: `Image 12` is a name.
 */
export function readStatedTotals(row: Row, vocabulary: Vocabulary): readonly StatedTotal[] {
  const text = row.cells
    .filter((cell) => !isBlank(cell))
    .map((cell) => cell.text.trim())
    .join(' ');
  if (text.length > longestText) return [];
  const sentence = readSentence(text, vocabulary);
  if (sentence !== undefined) return [{ place: row.place, ...sentence, text: excerpt(text) }];
  if (!/\d/.test(text)) return [];
  const totals: StatedTotal[] = [];
  let end = 0;
  for (const match of text.matchAll(pair)) {
    if (match.index !== end) return [];
    end += match[0].length;
    const label = readLabel(match[1] ?? '', vocabulary);
    if (label === undefined) return [];
    const count = Number((match[2] ?? '').replaceAll(',', ''));
    totals.push({ place: row.place, ...label, count, text: excerpt(text) });
  }
  return end === text.length ? totals : [];
}

/** Longer than any heading or sum. */
const longestText = 200;

const pair =
  /([^\d():=]+?)\s*(?:[:=]|\s[-–—]\s|\()?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\s+(?:files?|items?|media|records?|hash values?|hashes|hash))?\)?\.?(?:\s*[,;|/]\s*|\s+|$)/gy;

/** How many, perhaps of how many, and what was said of them. Of how many is no sum of this document: it may list less. */
const countingSentence =
  /^(?:a total of )?(\d{1,3}(?:,\d{3})+|\d{1,9}|no|none)(?: (?:out )?of (?:the )?(?:\d{1,3}(?:,\d{3})+|\d{1,9}))? ((?:submitted )?[a-z][a-z ]{0,60}?) (?:(?:was|were|has been|have been) )([a-z][a-z ]{0,80})[.:]?$/i;

function readSentence(text: string, vocabulary: Vocabulary): (Label & { readonly count: number }) | undefined {
  const [, number = '', what = '', state = ''] = countingSentence.exec(text.replaceAll(/\s+/g, ' ')) ?? [];
  const nouns = what.toLowerCase().replace(/^submitted /, '');
  const kind = Object.entries(countedWords).find(([, words]) => words.some((word) => word === nouns))?.[0];
  const outcome = vocabulary.outcomeOf(state);
  if (kind === undefined || outcome === undefined) return undefined;
  const count = /^\d/.test(number) ? Number(number.replaceAll(',', '')) : 0;
  return { outcome, mediaKind: kind === 'image' || kind === 'video' ? kind : null, count };
}

const countedWords = {
  image: ['images', 'image', 'pictures', 'picture', 'photos', 'photo'],
  video: ['videos', 'video', 'movies', 'movie'],
  any: ['files', 'file', 'items', 'item', 'records', 'media', 'hash values', 'hash value', 'hashes'],
} as const;

type Label = Pick<StatedTotal, 'outcome' | 'mediaKind'>;

function readLabel(text: string, vocabulary: Vocabulary): Label | undefined {
  const words = text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  const rest = words.replace(/^(?:grand )?(?:total|sum)(?: number)?(?: of)?(?: |$)|^(?:number|count) of /, '');
  const saysTotal = rest !== words || rest.endsWith(' total');
  const what = rest.replace(/ ?\btotal$/, '').trim();
  if (what === '') return saysTotal ? { outcome: null, mediaKind: null } : undefined;
  for (const [kind, nouns] of Object.entries(countedWords)) {
    const noun = nouns.find((one) => what === one || what.endsWith(` ${one}`));
    if (noun === undefined) continue;
    const mediaKind = kind === 'image' || kind === 'video' ? kind : null;
    const subject = what.slice(0, -noun.length).trim();
    if (subject === '') return saysTotal || /s$|^media$/.test(noun) ? { outcome: null, mediaKind } : undefined;
    const outcome = vocabulary.outcomeOf(subject);
    if (outcome !== undefined) return { outcome, mediaKind };
  }
  const outcome = vocabulary.outcomeOf(what);
  return outcome === undefined ? undefined : { outcome, mediaKind: kindWithin(what) };
}

/** "Images identified": what is counted may stand before the state. Of two kinds together the sum is of all. */
function kindWithin(what: string): 'image' | 'video' | null {
  const says = (kind: 'image' | 'video'): boolean => countedWords[kind].some((word) => what.split(' ').includes(word));
  if (says('image') === says('video')) return null;
  return says('image') ? 'image' : 'video';
}

/**
 * The outcome that a row is the heading of: one filled cell with an outcome word alone or with a number in brackets
 * (`Identified Child (12)`), perhaps numbered. `Identified Child: 12` is a sum, not a heading.
 */
export function readOutcomeHeading(
  row: Row,
  vocabulary: Vocabulary,
): { readonly outcome: Outcome; readonly text: string; readonly index: number } | undefined {
  const filled = row.cells.flatMap((cell, index) => (isBlank(cell) ? [] : [{ text: cell.text.trim(), index }]));
  const [only] = filled;
  if (only === undefined || filled.length > 1) return undefined;
  const phrase = outcomePhrase(only.text);
  const outcome = vocabulary.outcomeOf(phrase);
  return outcome === undefined ? undefined : { outcome, text: phrase, index: only.index };
}

/** A heading or the name of a sheet without a number before it (`1. `) or in brackets behind it (`(12)`). */
export function outcomePhrase(text: string): string {
  return text
    .trim()
    .replace(/^\d{1,2}[.)]\s+/, '')
    .replace(/\(\d[\d,]*(?: (?:files?|items?|images?|videos?))?\)$/, '')
    .trimEnd();
}
