import type { Row } from '../containers/contract.ts';
import {
  type Algorithm,
  algorithmTitle,
  type Digest,
  type Digests,
  parseAlgorithm,
  parseDigest,
} from '../core/digest.ts';
import { fileNameOf, foldName } from '../core/media.ts';
import { excerpt } from '../core/printable.ts';
import { isColumnHeading } from './columns.ts';
import type { ReadingContext } from './contract.ts';
import { mediaKindOfName } from './media-kind-words.ts';
import { digestOfPath, type PathDigest } from './path-digest.ts';
import { isIntroduction } from './text-pieces.ts';

/** What a line of text says of which media it is about. */
export type MediaInText =
  | { readonly kind: 'none' }
  | { readonly kind: 'issue'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'media';
      readonly digests: Digests;
      /** With the folders that stand before it. */
      readonly fileName?: string;
      /** The text without what names the media. */
      readonly rest: string;
    };

export interface TextRules {
  /** Whether digits that are divided over folders are one digest. */
  readonly joinsShards: boolean;
}

/** Cells stand behind one another with a tab between, as a reader of the line sees them. */
export function textOf(row: Row): string {
  const texts = row.cells.map((cell) => cell.text.trim()).filter((text) => text !== '');
  return texts.join('\t').normalize('NFC');
}

/** Invisible characters that break a digest or name apart without showing it. */
const hidden = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;

function withoutHidden(text: string): string {
  return hidden.test(text) ? text.replaceAll(new RegExp(hidden, 'g'), '') : text;
}

/** What stands between names in a line; folders, and the letter of a drive, belong to a name. */
const tokens = /(?:(?<![\p{L}\p{N}])[A-Z]:(?=[\\/]))?[^\s"“”„‘’«»()<>[\]{};,|:=*•#]+/giu;

/** A word of the line that is no part of a sent name, and what it is. */
interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is: PathDigest | { readonly kind: 'broken' | 'media-name' };
}

/**
 * The one media that a line is about: digests of known lengths, each a word or the name of a file or its last folders;
 * names of files that were sent, where what stands before them is understood. Anything that may be half of either, or more
 * than one media, is an issue.
 */
export function readMediaInText(text: string, context: ReadingContext, rules: TextRules): MediaInText {
  const names = sentNamesIn(text, context);
  const words = tokensOf(text, names);
  if (hidden.test(withoutSpans(text, names)) && holdsMediaText(withoutHidden(text), context)) {
    const message = 'Invisible characters stand in the line, so whether its digest or name is whole cannot be told.';
    return issue('hidden-characters', message);
  }
  const fault = faultOf(words, rules);
  if (fault !== undefined) return fault;
  const digests = readDigests(text, words, names);
  if ('code' in digests) return { kind: 'issue', ...digests };
  const hasDigest = Object.keys(digests).length > 0;
  const name = readName(text, context, { names, words, hasDigest });
  if (name !== undefined && 'code' in name) return { kind: 'issue', ...name };
  if (!hasDigest && name === undefined) return { kind: 'none' };
  const naming = words.filter(({ is }) => is.kind === 'digest' || is.kind === 'media-name');
  const rest = withoutSpans(
    text,
    [...names, ...naming].map((span) => withFolders(text, span)),
  );
  return {
    kind: 'media',
    digests,
    ...(name === undefined ? {} : { fileName: text.slice(name.start, name.end) }),
    rest,
  };
}

/** Whether a line must become a record or an issue: it holds a digest, anything of 16 or more digits, or a sent name. */
export function holdsMedia(row: Row, context: ReadingContext): boolean {
  const text = textOf(row);
  return holdsMediaText(text, context) || (hidden.test(text) && holdsMediaText(withoutHidden(text), context));
}

/** As `holdsMedia`, or a name that was not sent but has the ending of an image or a video. */
export function namesMedia(row: Row, context: ReadingContext): boolean {
  if (holdsMedia(row, context)) return true;
  if (row.cells.some((cell) => cell.kind === 'number' && Math.abs(Number(cell.text)) >= 1e15)) return true;
  return (
    row.cells.some(({ text }) => /^\s*\d+[.,]\d+e[+-]?\d+\s*$/i.test(text)) || tokensOf(textOf(row), []).length > 0
  );
}

/** Whether a path of the line divides the digits of a digest over folders. */
export function holdsShards(row: Row): boolean {
  return tokensOf(textOf(row), []).some(({ is }) => is.kind === 'digest' && is.isSharded);
}

function holdsMediaText(text: string, context: ReadingContext): boolean {
  if (/[0-9a-f]{16}/i.test(text)) return true;
  if (/[/\\]/.test(text) && tokensOf(text, []).some(({ is }) => is.kind === 'digest' || is.kind === 'ambiguous'))
    return true;
  return sentNamesIn(text, context).length > 0;
}

type Span = Pick<Token, 'start' | 'end'>;

/** A file may have been sent under a name that is a word of reports ("identified", "file"): there it is that word. */
function sentNamesIn(text: string, { sentNames, vocabulary }: ReadingContext): readonly Span[] {
  return sentNames.findIn(text).filter(({ start, end }) => {
    const name = text.slice(start, end);
    return !isColumnHeading(name) && vocabulary.outcomeOf(name) === undefined;
  });
}

function tokensOf(text: string, names: readonly Span[]): readonly Token[] {
  const found: Token[] = [];
  let next = 0;
  for (const match of text.matchAll(tokens)) {
    const word = withoutStops(match[0]);
    const [start, end] = [match.index, match.index + word.length];
    while ((names[next]?.end ?? end) < start) next += 1;
    const name = names[next];
    if (name !== undefined && name.start < end && start < name.end) continue;
    const is = readToken(word);
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

function readToken(word: string): Token['is'] | undefined {
  const digest = digestOfPath(word);
  const folders = word.slice(0, word.length - fileNameOf(word).length);
  const hasDigits = /[0-9a-f]{16}/i.test(word);
  if (digest.kind === 'digest' && (digest.isSharded || !/[0-9a-f]{16}/i.test(folders))) return digest;
  if (digest.kind === 'ambiguous') return digest;
  if (hasDigits) return { kind: 'broken' };
  const kind = mediaKindOfName(word);
  return kind === 'image' || kind === 'video' ? { kind: 'media-name' } : undefined;
}

function faultOf(
  words: readonly Token[],
  { joinsShards }: TextRules,
): Extract<MediaInText, { kind: 'issue' }> | undefined {
  for (const { is, text } of words) {
    const shown = excerpt(text, 50);
    if (is.kind === 'ambiguous') {
      return issue('digest-ambiguous', `The folders of "${shown}" may belong to its digest or not.`);
    }
    if (is.kind === 'digest' && is.isSharded && !joinsShards) {
      return issue('digest-divided', `The digits of "${shown}" are divided over folders.`);
    }
    if (is.kind !== 'broken') continue;
    if (!/^[0-9a-f]+$/i.test(text))
      return issue('digest-characters', `"${shown}" holds digits of a digest among other characters.`);
    return issue('digest-length', `The digest has ${text.length} characters instead of 32, 40 or 64.`);
  }
  return undefined;
}

interface Fault {
  readonly code: string;
  readonly message: string;
}

function readDigests(text: string, words: readonly Token[], names: readonly Span[]): Digests | Fault {
  const found: { [A in Algorithm]?: Digest<A> } = {};
  const ofNames = names.map(
    ({ start, end }): Token => ({ start, end, text: '', is: digestOfPath(text.slice(start, end)) }),
  );
  for (const { is, start } of [...ofNames, ...words]) {
    if (is.kind !== 'digest') continue;
    const [value = ''] = Object.values(is.digests);
    const label = labelBefore(text, start);
    const algorithm = label ?? is.algorithm;
    const digest = parseDigest(algorithm, value);
    if (digest === undefined) {
      const message = `"${algorithmTitle[algorithm]}" stands before a value as long as ${algorithmTitle[is.algorithm]}.`;
      return { code: 'digest-column', message };
    }
    if ((found[algorithm] ?? digest) !== digest) {
      return { code: 'two-digests', message: `The line holds several ${algorithmTitle[algorithm]} digests.` };
    }
    Object.assign(found, { [algorithm]: digest });
  }
  return found;
}

/** The algorithm that is named right before a value: `SHA-1: …`, `MD5 hash value = …`. */
function labelBefore(text: string, start: number): Algorithm | undefined {
  const before = text.slice(Math.max(0, start - 40), start);
  const word = /(md5|sha-?1|sha-?256|blake3)(?:\s+(?:hash|value|digest|sum|checksum)){0,2}[\s:=(]*$/i.exec(before)?.[1];
  return word === undefined ? undefined : parseAlgorithm(word);
}

/** The name under which the line lists the media: a sent one, or beside a digest any name of a media file. */
function readName(
  text: string,
  context: ReadingContext,
  found: { readonly names: readonly Span[]; readonly words: readonly Token[]; readonly hasDigest: boolean },
): Span | undefined | Fault {
  const unsent = found.words.filter(({ is }) => is.kind === 'media-name');
  const named = found.words.filter((word) => word.is.kind === 'digest' && /\.[A-Za-z0-9]{1,5}$/.test(word.text));
  const [first] = unsent;
  if (first !== undefined && !found.hasDigest) {
    const message = `"${excerpt(first.text, 50)}" looks like the name of a media file, and no file of that name was sent.`;
    return { code: 'name-not-sent', message };
  }
  const whole = [...found.names, ...named, ...unsent]
    .map((span) => withFolders(text, span))
    .filter(({ start }) => isIntroduction(text.slice(0, start), context));
  const distinct = new Map(whole.map((span) => [foldName(fileNameOf(text.slice(span.start, span.end))), span]));
  const [name] = distinct.values();
  if (distinct.size > 1) {
    if (found.hasDigest) return undefined;
    return { code: 'two-names', message: `The line names ${distinct.size} files that were sent.` };
  }
  if (name !== undefined || found.hasDigest || found.names.length === 0) return name;
  const message = 'The line holds the name of a file that was sent, but what stands before it may belong to the name.';
  return { code: 'text-before-name', message };
}

/** With the folders before it, also where their names hold blanks. */
function withFolders(text: string, { start, end }: Span): Span {
  const before = text.slice(Math.max(0, start - longestFolders), start);
  const segment = before.split(/[\t;|"“„(<[]|:(?![\\/])|\s[-–—]\s/).at(-1) ?? '';
  const folders = segment.replace(/^\s*(?:(?:#?\d{1,7}[.)]|[-–—*•])\s)?\s*/, '');
  const isPath = /[/\\]$/.test(folders) || (/[/\\]/.test(folders) && /[/\\]/.test(text.slice(start, end)));
  return isPath ? { start: start - folders.length, end } : { start, end };
}

/** Longer than a path may be on the systems that files are sent from. */
const longestFolders = 4096;

function withoutSpans(text: string, spans: readonly Span[]): string {
  let rest = '';
  let from = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    rest += `${text.slice(from, start)}\t`;
    from = end;
  }
  return rest + text.slice(from);
}

function issue(code: string, message: string): Extract<MediaInText, { kind: 'issue' }> {
  return { kind: 'issue', code, message };
}
