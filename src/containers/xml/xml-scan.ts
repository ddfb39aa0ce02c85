import { SaxesParser } from 'saxes';
import { CriskitError } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';

/** A start tag and where it stands in the text, so that an edit can be spliced in and nothing need be written anew. */
export interface XmlStart {
  /** As written, with its prefix. */
  readonly name: string;
  /** Has no prototype: a name such as `__proto__` is one like any other. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly start: number;
  /** Where the content begins, behind the `>`. */
  readonly end: number;
  readonly isSelfClosing: boolean;
}

/** An end tag; for `<a/>` it stands where the start tag does. */
export interface XmlEnd {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface XmlHandlers {
  readonly onStart?: (tag: XmlStart) => void;
  readonly onEnd?: (tag: XmlEnd) => void;
  /** Text with its entities resolved; one element's text may come in several pieces. */
  readonly onText?: (text: string) => void;
}

/**
 * One pass over an XML text. Offsets count UTF-16 units of `text`. Throws `INPUT_DAMAGED` where it is not well-formed
 * and `INPUT_HOSTILE` where it declares a document type: no spreadsheet has one, and entities come in through it.
 */
export function scanXml(text: string, name: string, handlers: XmlHandlers): void {
  const parser = new SaxesParser<{ readonly xmlns: false; readonly position: true }>({ xmlns: false, position: true });
  let start = 0;
  parser.on('error', (error) => {
    throw new CriskitError('INPUT_DAMAGED', `${name} is no well-formed XML: ${error.message}`, { cause: error });
  });
  parser.on('doctype', () => {
    throw new CriskitError('INPUT_HOSTILE', `${name} declares a document type, which no spreadsheet does`);
  });
  parser.on('opentagstart', () => {
    start = text.lastIndexOf('<', parser.position - 1);
  });
  const { onStart, onEnd, onText } = handlers;
  if (onStart !== undefined) {
    parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
      onStart({ name, attributes, start, end: parser.position, isSelfClosing });
    });
  }
  if (onEnd !== undefined) {
    parser.on('closetag', (tag) => {
      onEnd({ name: tag.name, start: text.lastIndexOf('<', parser.position - 1), end: parser.position });
    });
  }
  if (onText !== undefined) {
    parser.on('text', onText);
    parser.on('cdata', onText);
  }
  parser.write(text).close();
}

/** The bytes as text. Throws `INPUT_DAMAGED` where they are not the UTF-8 that every office program writes. */
export function decodeXml(bytes: Uint8Array, name: string): string {
  const text = decodeUtf8(bytes, name);
  const declared = /^\uFEFF?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1];
  checkEncoding(declared, /^(?:utf-8|us-ascii)$/i, name);
  return text;
}

/** Throws `INPUT_DAMAGED` where the encoding that a document declares, if any, is not one of those that are read. */
export function checkEncoding(declared: string | undefined, readable: RegExp, name: string): void {
  if (declared === undefined || readable.test(declared)) return;
  throw new CriskitError('INPUT_DAMAGED', `${name} declares the encoding "${excerpt(declared)}"; only UTF-8 is read`);
}

function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new CriskitError('INPUT_DAMAGED', `${name} is not written in UTF-8`, { cause: error });
  }
}

/** True where XML can hold every character of the text, escaped or not. */
export function isXmlText(text: string): boolean {
  return !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text);
}

/** Text as it stands between tags or inside double quotes. Characters that XML cannot hold are dropped by the caller. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Where an attribute stands in the text, and its value between the quotes. */
export interface AttributeSpan {
  /** Before the blank that parts it from what precedes it. */
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Undefined where the start tag has no such attribute. */
export function findAttribute(text: string, tag: XmlStart, attribute: string): AttributeSpan | undefined {
  const pattern = /\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/gy;
  pattern.lastIndex = tag.start + 1 + tag.name.length;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[1] !== attribute) continue;
    const end = pattern.lastIndex;
    return { start: match.index, valueStart: end - (match[2]?.length ?? 0) + 1, valueEnd: end - 1 };
  }
  return undefined;
}

/** A change of text: what stands from `start` to before `end` becomes `text`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All changes at once; offsets are those of the unchanged text, and none may overlap another. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const splice of [...splices].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (splice.start < done) throw new CriskitError('INTERNAL', 'two changes of one text overlap');
    pieces.push(text.slice(done, splice.start), splice.text);
    done = splice.end;
  }
  return pieces.join('') + text.slice(done);
}
