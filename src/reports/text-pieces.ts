import { algorithmsOfText } from '../core/digest.ts';
import type { MediaKind } from '../core/media.ts';
import { isColumnHeading } from './columns.ts';
import type { ReadingContext } from './contract.ts';
import { mediaKindOfWord } from './media-kind-words.ts';
import { type Statement, statementOf } from './outcome-cells.ts';

/** What a line says besides naming its media. */
export interface Notes {
  readonly statements: readonly Statement[];
  /** Words that are neither an outcome nor known to mean nothing. */
  readonly unknown: readonly string[];
  readonly series?: string;
  readonly contact?: string;
  readonly kind: MediaKind;
}

const separators = /[\t:=;|"“”„«»<>()[\]{}→]|\s[-–—]+>?\s|[-=]>/;

/** An introduction is short: whatever is longer may be anything. */
const longestIntroduction = 300;

const numbering = /^(?:#?\d{1,7}[.)]|[-–—*•#]+)$/;
const size = /^(?:\d{1,3}(?:[.,\s]\d{3})+|\d{4,12}|\d[\d.,]{0,15}\s?(?:bytes?|[kmgt]i?b))$/i;
const date = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[\sT]\d{1,2}:\d{2}(?::\d{2})?)?$/;

/**
 * True for what may stand before a file name without being a part of it: nothing, numbering, the label of a field, an
 * outcome, a digest. `my` before `holiday.jpg` may be a part.
 */
export function isIntroduction(before: string, context: ReadingContext): boolean {
  if (before.length > longestIntroduction) return false;
  const pieces = before.split(separators).map((piece) => piece.trim());
  const last = pieces.pop() ?? '';
  if (last !== '' && !numbering.test(last) && algorithmsOfText(last).length === 0) return false;
  return pieces.every((piece) => isNoteworthless(piece) || isOutcome(piece, context) || /^#?\d{1,7}$/.test(piece));
}

function isOutcome(piece: string, { vocabulary }: ReadingContext): boolean {
  return vocabulary.outcomeOf(piece) !== undefined;
}

/** Words that say nothing of the outcome: numbering, labels, digests, sizes, dates. */
function isNoteworthless(piece: string): boolean {
  if (piece === '' || numbering.test(piece) || isLabel(piece)) return true;
  return size.test(piece) || date.test(piece) || algorithmsOfText(piece).length > 0;
}

/** "No" heads a column of numbers, but behind an outcome it denies it. */
function isLabel(piece: string): boolean {
  return isColumnHeading(piece) && !/^no\W*$/i.test(piece);
}

/** What is left of a line when the names of its media are taken out. */
export function readNotes(rest: string, context: ReadingContext): Notes {
  const series = takeLabelled(rest, seriesLabel);
  const contact = takeLabelled(series.rest, contactLabel);
  const statements: Statement[] = [];
  const unknown: string[] = [...series.others, ...contact.others];
  let kind: MediaKind = 'unknown';
  const numbered = contact.rest.replace(/^\s*#?\d{1,7}[.)]?(?=\s)/, '');
  for (const piece of numbered.split(separators).flatMap((part) => part.split(/,(?=\s|$)/))) {
    const text = withoutPunctuation(piece);
    const outcome = context.vocabulary.outcomeOf(text);
    if (outcome !== undefined) statements.push(statementOf(outcome, text));
    else if (mediaKindOfWord(text) !== 'unknown') kind = mediaKindOfWord(text);
    else if (!isNoteworthless(text)) unknown.push(text);
  }
  return {
    statements,
    unknown,
    kind,
    ...(series.value === undefined ? {} : { series: series.value }),
    ...(contact.value === undefined ? {} : { contact: contact.value }),
  };
}

function withoutPunctuation(piece: string): string {
  const text = piece.trim();
  return /[^.][.,]$/.test(text) ? text.slice(0, -1) : text;
}

/** True for words that may speak of an outcome, or take one back. */
export function soundsLikeOutcome(text: string): boolean {
  return /identif|recogni[sz]|confirm|\bknown\b|\bnot\b|\bexcept|pending|possibl|withdr|retract|revok|disput/i.test(
    text,
  );
}

const label = (words: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})\\s{0,3}[:=]\\s{0,3}`, 'giu');
const seriesLabel = label('series name|series');
const contactLabel = label('poc name|poc|points? of contact|contact');

/** Where the value of a label ends: at a separator, or at the next label. */
const endOfValue =
  /[\t;|()[\]{}"]|\s[-–—]\s|,?\s(?=(?:series|poc|points? of contact|contact|status|result|outcome|classification|size|type|kind|hash|md5|sha-?\d+|file ?name|file)\b[^:=\t]{0,12}[:=])/i;

interface Labelled {
  readonly value: string | undefined;
  /** Further values that differ from the first. */
  readonly others: readonly string[];
  readonly rest: string;
}

function takeLabelled(text: string, labels: RegExp): Labelled {
  const values: string[] = [];
  let rest = '';
  let from = 0;
  for (const match of text.matchAll(labels)) {
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    const length = text.slice(start).search(endOfValue);
    const end = length === -1 ? text.length : start + length;
    const value = text.slice(start, end).trim();
    if (value !== '' && !values.includes(value)) values.push(value);
    rest += `${text.slice(from, match.index)}\t`;
    from = end;
  }
  return { value: values[0], others: values.slice(1), rest: rest + text.slice(from) };
}
