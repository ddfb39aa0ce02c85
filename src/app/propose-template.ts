import { type Algorithm, algorithms, algorithmsOfText } from '../core/digest.ts';
import type { ReadingContext } from '../reports/contract.ts';
import type { Placeholder } from '../reports/line-template.ts';
import { withoutPunctuation } from '../reports/row-text.ts';
import { isMediaName } from '../reports/row-kinds.ts';

/** A piece of a line: text as it stands, or what a template leaves open there. */
type Piece = { readonly text: string; readonly placeholder?: Placeholder };

/** Names of more words are not looked for within a line. */
const longestNameWords = 8;
/** Longer lines fit no template. */
const longestLine = 4000;

/**
 * The template that a line with a digest or a name most likely follows: these become placeholders, of the phrases
 * between separators the first one that is no label becomes the outcome, one in brackets the series, others `{any}`.
 * `line` has single blanks.
 */
export function proposeTemplate(line: string, context: ReadingContext): string {
  const pieces = withPhrases(withDigests(withName([{ text: line.slice(0, longestLine) }], context)), context);
  const text = pieces.map((piece) =>
    piece.placeholder === undefined ? piece.text.replaceAll(/[{}]/g, '$&$&') : `{${piece.placeholder}}`,
  );
  return text.join('');
}

/** The longest name that was sent, else the first word that is the name of a media file. */
function withName(pieces: readonly Piece[], { sentNames }: ReadingContext): readonly Piece[] {
  return replaceFirst(pieces, (text) => {
    const words = [...text.matchAll(/\S+/g)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
    let found: { readonly from: number; readonly to: number; readonly rank: number } | undefined;
    for (const [index, first] of words.entries()) {
      for (const last of words.slice(index, index + longestNameWords)) {
        const [from, to] = withoutPunctuation(text.slice(first.from, last.to)).map((at) => at + first.from) as [
          number,
          number,
        ];
        const name = text.slice(from, to);
        const rank = sentNames.has(name) ? 2 + to - from : isMediaName(name) && last === first ? 1 : 0;
        if (name !== '' && rank > (found?.rank ?? 0)) found = { from, to, rank };
      }
    }
    return found === undefined ? undefined : { from: found.from, to: found.to, placeholder: 'name' };
  });
}

/** Several digests are told by their algorithms, one alone by its length. */
function withDigests(pieces: readonly Piece[]): readonly Piece[] {
  let found = pieces;
  for (const algorithm of algorithms) found = replaceFirst(found, (text) => findDigest(text, algorithm));
  const digests = found.filter(({ placeholder }) => algorithms.some((algorithm) => algorithm === placeholder));
  if (digests.length !== 1) return found;
  return found.map((piece) => (piece === digests[0] ? { ...piece, placeholder: 'digest' } : piece));
}

/** A BLAKE3 is as long as a SHA-256, and taken for one. */
function findDigest(text: string, algorithm: Algorithm): Place | undefined {
  const runs = text.matchAll(/(?<![0-9a-z])[0-9a-f]{32,64}(?![0-9a-z])/gi);
  const match = [...runs].find(([run]) => algorithmsOfText(run)[0] === algorithm);
  if (match === undefined) return undefined;
  return { from: match.index, to: match.index + match[0].length, placeholder: algorithm };
}

/** Where in a text something stands. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly placeholder: Placeholder;
}

/** The pieces with the first place that is found replaced; the very same list where none is. */
function replaceFirst(pieces: readonly Piece[], find: (text: string) => Place | undefined): readonly Piece[] {
  for (const [index, piece] of pieces.entries()) {
    const found = piece.placeholder === undefined ? find(piece.text) : undefined;
    if (found === undefined) continue;
    const { from, to, placeholder } = found;
    const parts: readonly Piece[] = [
      { text: piece.text.slice(0, from) },
      { text: piece.text.slice(from, to), placeholder },
      { text: piece.text.slice(to) },
    ];
    return [...pieces.slice(0, index), ...parts.filter(({ text }) => text !== ''), ...pieces.slice(index + 1)];
  }
  return pieces;
}

const separators = /(\s*[([\])|;]\s*|\s*[:=,](?:\s+|$)|\s[-–—>]+\s)/;

/** What stands between separators, with what it most likely is. */
function withPhrases(pieces: readonly Piece[], { vocabulary }: ReadingContext): readonly Piece[] {
  const split = pieces.flatMap((piece): readonly Piece[] =>
    piece.placeholder === undefined ? piece.text.split(separators).map((text) => ({ text })) : [piece],
  );
  const parts = split.filter(({ text }) => text !== '');
  const isPhrase = ({ text, placeholder }: Piece) => placeholder === undefined && /\p{L}/u.test(text);
  const isLabel = (index: number) => /^\s*[:=]/.test(parts[index + 1]?.text ?? '');
  const isBracketed = (index: number) => /[([]\s*$/.test(parts[index - 1]?.text ?? '');
  const phrases = parts.flatMap((part, index) => (isPhrase(part) ? [index] : []));
  const outcome =
    phrases.find((index) => vocabulary.outcomeOf(parts[index]?.text ?? '') !== undefined) ??
    phrases.find((index) => !isLabel(index) && !isBracketed(index)) ??
    phrases.find((index) => !isLabel(index)) ??
    phrases[0];
  const open = phrases.filter((index) => index !== outcome && !isLabel(index));
  const series = open.find(isBracketed);
  return parts.flatMap((part, index): readonly Piece[] => {
    if (index === outcome) return asOpen(part, 'outcome');
    return index === series ? asOpen(part, 'series') : open.includes(index) ? asOpen(part, 'any') : [part];
  });
}

/** Blanks at its ends stay what they are: they part the placeholder from its neighbours. */
function asOpen({ text }: Piece, placeholder: Placeholder): readonly Piece[] {
  const [, before = '', phrase = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return [{ text: before }, { text: phrase, placeholder }, { text: after }];
}
