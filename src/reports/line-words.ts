import type { Row } from '../containers/contract.ts';
import { fileNameOf } from '../core/media.ts';
import { isColumnHeading } from './columns.ts';
import type { ReadingContext } from './contract.ts';
import { isRoundedNumber } from './digest-cell.ts';
import { mediaKindOfName } from './media-kind-words.ts';
import { digestOfPath, type PathDigest } from './path-digest.ts';

/** Cells stand behind one another with a tab between, as a reader of the line sees them. */
export function textOf(row: Row): string {
  const texts = row.cells.map((cell) => cell.text.trim()).filter((text) => text !== '');
  return texts.join('\t').normalize('NFC');
}

/** Invisible characters that break a digest or name apart without showing it. */
const hidden = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;

/** What stands between names in a line; folders, and the letter of a drive, belong to a name. */
const tokens = /(?:(?<![\p{L}\p{N}])[A-Z]:(?=[\\/]))?[^\s"“”„‘’«»()<>[\]{};,|:=*•#]+/giu;

/** A word of the line that is no part of a sent name, and what it is. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is: PathDigest | { readonly kind: 'broken' | 'media-name' };
}

export type Span = Pick<Word, 'start' | 'end'>;

/** What a line holds that may name media. */
export interface LineWords {
  /** As `textOf` gives it. */
  readonly text: string;
  /** Names of files that were sent. */
  readonly names: readonly Span[];
  /** All other words that are a digest, whole or not, or look like the name of a media file. */
  readonly words: readonly Word[];
  /** Why the words cannot be relied on; absent where they can. */
  readonly doubt?: 'hidden-characters' | 'line-too-long';
}

/** Each layout asks for the words of each row, most of them several times. */
const known = new WeakMap<ReadingContext, WeakMap<Row, LineWords>>();

export function wordsOf(row: Row, context: ReadingContext): LineWords {
  const ofContext = known.get(context) ?? new WeakMap<Row, LineWords>();
  known.set(context, ofContext);
  const found = ofContext.get(row);
  if (found !== undefined) return found;
  const text = textOf(row);
  const line = { text, ...(text.length > longestLine ? tooLong : readLine(text, context)) };
  ofContext.set(row, line);
  return line;
}

/** Longer than a page. Such a line is an issue unread. */
const longestLine = 20_000;
const tooLong = { names: [], words: [], doubt: 'line-too-long' } as const;

function readLine(text: string, context: ReadingContext): Omit<LineWords, 'text'> {
  const names = sentNamesIn(text, context);
  const words = readWords(text, names);
  const shown = hidden.test(text) ? withoutSpans(text, names).replaceAll(new RegExp(hidden, 'g'), '') : text;
  const isBroken =
    shown !== text && hidden.test(withoutSpans(text, names)) && mustBeUsed(shown, readLine(shown, context));
  return isBroken ? { names, words, doubt: 'hidden-characters' } : { names, words };
}

/** Whether a line must become a record or an issue: it holds a digest, anything of 16 or more digits, or a sent name. */
export function holdsMedia(row: Row, context: ReadingContext): boolean {
  const line = wordsOf(row, context);
  return line.doubt !== undefined || mustBeUsed(line.text, line);
}

function mustBeUsed(text: string, { names, words }: Pick<LineWords, 'names' | 'words'>): boolean {
  return names.length > 0 || /[0-9a-f]{16}/i.test(text) || words.some(({ is }) => is.kind !== 'media-name');
}

/** As `holdsMedia`, or a name that was not sent but has the ending of an image or a video. */
export function namesMedia(row: Row, context: ReadingContext): boolean {
  if (holdsMedia(row, context) || wordsOf(row, context).words.length > 0) return true;
  return row.cells.some(
    ({ kind, text }) =>
      (kind === 'number' && Math.abs(Number(text)) >= 1e15) || /^\s*\d+[.,]\d+e[+-]?\d+\s*$/i.test(text),
  );
}

/** Whether a path of the line divides the digits of a digest over folders. */
export function holdsShards(row: Row, context: ReadingContext): boolean {
  return wordsOf(row, context).words.some(({ is }) => is.kind === 'digest' && is.isSharded);
}

/** A file may have been sent under a name that is a word of reports ("identified", "file"): there it is that word. */
function sentNamesIn(text: string, { sentNames, vocabulary }: ReadingContext): readonly Span[] {
  return sentNames.findIn(text).filter(({ start, end }) => {
    const name = text.slice(start, end);
    return !isColumnHeading(name) && vocabulary.outcomeOf(name) === undefined;
  });
}

function readWords(text: string, names: readonly Span[]): readonly Word[] {
  const found: Word[] = [];
  let next = 0;
  for (const match of text.matchAll(tokens)) {
    const word = withoutStops(match[0]);
    const [start, end] = [match.index, match.index + word.length];
    while ((names[next]?.end ?? end) < start) next += 1;
    const name = names[next];
    if (name !== undefined && name.start < end && start < name.end) continue;
    const is = kindOfWord(word);
    if (is !== undefined) found.push({ start, end, text: word, is });
  }
  return found;
}

/** Without what ends the sentence. */
function withoutStops(word: string): string {
  let end = word.length;
  while (end > 0 && '.!?'.includes(word[end - 1] ?? '')) end -= 1;
  return word.slice(0, end);
}

function kindOfWord(word: string): Word['is'] | undefined {
  const digest = digestOfPath(word);
  const folders = word.slice(0, word.length - fileNameOf(word).length);
  const hasDigits = /[0-9a-f]{16}/i.test(word);
  if (isRoundedNumber(word)) return { kind: 'broken' };
  if (digest.kind === 'digest' && (digest.isSharded || !/[0-9a-f]{16}/i.test(folders))) return digest;
  if (digest.kind === 'ambiguous') return digest;
  if (hasDigits) return { kind: 'broken' };
  const kind = mediaKindOfName(word);
  return kind === 'image' || kind === 'video' ? { kind: 'media-name' } : undefined;
}

/** The text with a tab in place of each of the spans. */
export function withoutSpans(text: string, spans: readonly Span[]): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    rest += `${text.slice(from, start)}\t`;
    from = end;
  }
  return rest + text.slice(from);
}
