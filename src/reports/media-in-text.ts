import type { Row } from '../containers/contract.ts';
import {
  type Algorithm,
  algorithmsOfText,
  algorithmTitle,
  type Digest,
  type Digests,
  parseAlgorithm,
  parseDigest,
} from '../core/digest.ts';
import { fileNameOf, foldName } from '../core/media.ts';
import { excerpt } from '../core/printable.ts';
import type { ReadingContext } from './contract.ts';
import { type LineWords, type Span, type Word, withoutSpans, wordsOf } from './line-words.ts';
import { digestOfPath } from './path-digest.ts';
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

const doubts: Readonly<Record<NonNullable<LineWords['doubt']>, string>> = {
  'hidden-characters': 'Invisible characters stand in the line, so whether its digest or name is whole cannot be told.',
  'line-too-long': 'The line is longer than a page, so it was not searched for digests and names.',
};

/**
 * The one media that a line is about: digests of known lengths, each a word or the name of a file or its last folders;
 * names of files that were sent, where what stands before them is understood. Anything that may be half of either, or more
 * than one media, is an issue.
 */
export function readMediaInText(row: Row, context: ReadingContext, rules: TextRules): MediaInText {
  const { text, names, words, doubt } = wordsOf(row, context);
  if (doubt !== undefined) return issue(doubt, doubts[doubt]);
  if (names.length > mostNames) return issue('two-names', `The line names ${names.length} files that were sent.`);
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

function faultOf(
  words: readonly Word[],
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
    const stem = text.replace(/\.[A-Za-z0-9]{1,5}$/, '');
    if (/^[0-9a-f]+$/i.test(stem) && algorithmsOfText(stem).length === 0) {
      return issue('digest-length', `The digest has ${stem.length} characters instead of 32, 40 or 64.`);
    }
    return issue('digest-characters', `"${shown}" holds digits of a digest among other characters.`);
  }
  return undefined;
}

interface Fault {
  readonly code: string;
  readonly message: string;
}

function readDigests(text: string, words: readonly Word[], names: readonly Span[]): Digests | Fault {
  const found: { [A in Algorithm]?: Digest<A> } = {};
  const ofNames = names.map(
    ({ start, end }): Word => ({ start, end, text: '', is: digestOfPath(text.slice(start, end)) }),
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
  found: { readonly names: readonly Span[]; readonly words: readonly Word[]; readonly hasDigest: boolean },
): Span | undefined | Fault {
  const unsent = found.words.filter(({ is }) => is.kind === 'media-name');
  const named = found.words.filter((word) => word.is.kind === 'digest' && /\.[A-Za-z0-9]{1,5}$/.test(word.text));
  const [first] = unsent;
  if (first !== undefined && !found.hasDigest) {
    const message = `"${excerpt(first.text, 50)}" looks like the name of a media file, and no file of that name was sent.`;
    return { code: 'name-not-sent', message };
  }
  const all = [...found.names, ...named, ...unsent].map((span) => withFolders(text, span));
  const whole = all.filter(({ start }) => isIntroduction(text.slice(0, start), context));
  const distinct = new Set(all.map(({ start, end }) => foldName(fileNameOf(text.slice(start, end)))));
  if (distinct.size > 1) {
    if (found.hasDigest) return undefined;
    return { code: 'two-names', message: `The line names ${distinct.size} files that were sent.` };
  }
  const [name] = whole;
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
const longestFolders = 1024;

/** Of one file: its path may hold names that others have too. */
const mostNames = 20;

function issue(code: string, message: string): Extract<MediaInText, { kind: 'issue' }> {
  return { kind: 'issue', code, message };
}
