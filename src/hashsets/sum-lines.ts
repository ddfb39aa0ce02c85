import { type Algorithm, parseAlgorithm } from '../core/digest.ts';
import type { HashSetRecord } from './contract.ts';
import { type AlgorithmOf64, cutFault, digestsOfAlgorithm, digestsOfText, explainNonDigest } from './digest-text.ts';
import { isComment, issueAt, type LineVerdict } from './line-verdicts.ts';

/**
 * Lines of a digest and the name of a file, as md5sum and its kin write them and as BSD does: what the formats `sum` and
 * `bsd-tag` have in common. Both read every one of these lines.
 */

const taggedLine = /^(\\?)([A-Za-z0-9-]+)\s*\((.*)\)\s*=\s*([0-9A-Fa-f]+)\s*$/s;
const sizedLine = /^ *\d{1,20} {2}(?=[0-9A-Fa-f]{32,64} )/;

/** What a line is, in any of these forms. */
export function judgeSumLine(text: string, line: number, of64: AlgorithmOf64, unended = false): LineVerdict {
  const usual = recordOfGnuLine(text, line, of64);
  if (usual !== undefined) return usual;
  const start = text.trimStart();
  if (start === '') return 'blank';
  if (isComment(start)) return 'heading';
  const tagged = taggedLine.exec(start);
  if (tagged !== null) return judgeTagged(tagged, line);
  const shifted = start.replace(sizedLine, '');
  return recordOfGnuLine(shifted, line, of64) ?? judgeRest(shifted, line, of64, unended);
}

/** `MD5 (name) = hash`, of any algorithm. */
export function isTaggedLine(text: string): boolean {
  return taggedLine.test(text.trimStart());
}

/** `hash  name`, of an algorithm that criskit keeps. */
export function isGnuLine(text: string): boolean {
  return recordOfGnuLine(text.trimStart().replace(sizedLine, ''), 0, 'sha256') !== undefined;
}

/** `hash  name`, `hash *name`, `hash name`, `hash TAB name`, each with or without the backslash of an escaped name. */
function recordOfGnuLine(text: string, line: number, of64: AlgorithmOf64): LineVerdict | undefined {
  const escaped = text.startsWith('\\');
  const start = escaped ? 1 : 0;
  const end = endOfDigest(text, start);
  if (end === undefined) return undefined;
  const digests = digestsOfText(text.slice(start, end), of64);
  if (digests === undefined) return undefined;
  const marked = text[end] === ' ' && (text[end + 1] === ' ' || text[end + 1] === '*');
  return withName({ place: { line }, digests }, text.slice(end + (marked ? 2 : 1)), escaped);
}

function endOfDigest(text: string, start: number): number | undefined {
  for (const length of [32, 40, 64]) {
    const next = text[start + length];
    if (next === ' ' || next === '\t') return start + length;
  }
  return undefined;
}

function judgeTagged(parts: RegExpExecArray, line: number): LineVerdict {
  const [, backslash = '', tag = '', name = '', digest = ''] = parts;
  const algorithm = algorithmOfTag(tag);
  if (algorithm === undefined) {
    const message = 'The line names an algorithm that criskit does not keep.';
    return issueAt(line, { code: 'algorithm-not-kept', message });
  }
  const digests = digestsOfAlgorithm(algorithm, digest);
  if (digests === undefined) return issueAt(line, explainNonDigest(digest, algorithm));
  return withName({ place: { line }, digests }, name, backslash !== '');
}

/** OpenSSL writes `SHA2-256` where all others write `SHA256`. */
function algorithmOfTag(tag: string): Algorithm | undefined {
  return tag.toUpperCase() === 'SHA2-256' ? 'sha256' : parseAlgorithm(tag);
}

/** A digest alone is a record too; all else is an issue that says what is wrong with the first word. */
function judgeRest(text: string, line: number, of64: AlgorithmOf64, unended: boolean): LineVerdict {
  const word = text.trim();
  const digests = digestsOfText(word, of64);
  if (digests !== undefined) return unended ? issueAt(line, cutFault) : { place: { line }, digests };
  const first = /^\S+(?=[ \t]+[^ \t])/.exec(word)?.[0];
  return issueAt(line, explainNonDigest(first !== undefined && first.length > 20 ? first : word));
}

function withName(record: HashSetRecord, text: string, escaped: boolean): LineVerdict {
  const name = escaped ? unescapeName(text) : text;
  if (name === undefined) {
    const message = 'The file name holds a backslash that escapes nothing; only \\\\, \\n and \\r are known.';
    return { code: 'name-escape', message, place: record.place };
  }
  if (name === '' || name === '-') return record;
  return { ...record, attributes: { names: [name === './-' ? '-' : name] } };
}

/** The name of a record as a line has it, and the backslash that stands before a line with an escaped name. */
export function nameOnLine(record: HashSetRecord): { readonly mark: '' | '\\'; readonly name: string } {
  const name = record.attributes?.names?.[0];
  if (name === undefined) return { mark: '', name: '-' };
  if (/[\\\r\n]/.test(name)) return { mark: '\\', name: escapeName(name) };
  return { mark: '', name: name === '-' ? './-' : name };
}

/** The record as a line gives it back: with its first name only. */
export function withNameOfLine(record: HashSetRecord): HashSetRecord {
  const [name, ...others] = record.attributes?.names ?? [];
  if (name === undefined || (others.length === 0 && name !== './-')) return record;
  return { ...record, attributes: { names: [name === './-' ? '-' : name] } };
}

function escapeName(name: string): string {
  return name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

function unescapeName(text: string): string | undefined {
  if (!/^(?:[^\\]|\\[\\nr])*$/s.test(text)) return undefined;
  return text.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 'r' ? '\r' : '\\'));
}
