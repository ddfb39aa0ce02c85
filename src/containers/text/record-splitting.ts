/**
 * Where the records of delimited text begin and end: RFC 4180 quoting, with blanks allowed around a quoted field. A
 * quote that is never closed must not swallow the lines that follow it: such a line is a faulty record of its own, and
 * reading goes on with the next line.
 */
export interface RawRecord {
  /** 1-based number of the line on which it begins. */
  readonly lineNumber: number;
  /** With `\n` between its lines where it runs over several. */
  readonly text: string;
  readonly fault?: RecordFault;
}

export type RecordFault = 'unclosed-quote' | 'text-after-quote';

export interface SplitOptions {
  readonly delimiter: string;
  /** How many fields most records have: a quoted field with a line of that many inside is taken for an unclosed one. */
  readonly usualFields: number;
}

/** A quoted field that runs over more lines or characters than this is taken for an unclosed one. */
const mostLinesInRecord = 100;
const mostCharactersInRecord = 64 * 1024;

/** The lines of a text, whatever their line end; a line end at the very end begins no further line. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Every record in order, blank ones too. */
export function* splitRecords(lines: readonly string[], options: SplitOptions): Generator<RawRecord> {
  let index = 0;
  while (index < lines.length) {
    const record = recordAt(lines, index, options);
    yield { lineNumber: index + 1, text: record.text, ...(record.fault === undefined ? {} : { fault: record.fault }) };
    index += record.lineCount;
  }
}

interface FoundRecord {
  readonly text: string;
  readonly lineCount: number;
  readonly fault?: RecordFault;
}

function recordAt(lines: readonly string[], index: number, options: SplitOptions): FoundRecord {
  const first = lines[index] ?? '';
  let end = scanLine(first, options.delimiter, false);
  if (end.state === 'complete') return { text: first, lineCount: 1 };
  if (end.state === 'faulty') return { text: first, lineCount: 1, fault: 'text-after-quote' };
  const unclosed: FoundRecord = { text: first, lineCount: 1, fault: 'unclosed-quote' };
  let text = first;
  for (let lineCount = 2; lineCount <= mostLinesInRecord; lineCount += 1) {
    const line = lines[index + lineCount - 1];
    if (line === undefined) return unclosed;
    end = scanLine(line, options.delimiter, true);
    const quoted = line.slice(0, end.quotedUpTo);
    if (end.state === 'faulty' || quoted.split(options.delimiter).length >= options.usualFields) return unclosed;
    text += `\n${line}`;
    if (text.length > mostCharactersInRecord) return unclosed;
    if (end.state === 'complete') return { text, lineCount };
  }
  return unclosed;
}

interface LineEnd {
  /** `open`: the line ends inside a quoted field; `faulty`: something else than a delimiter follows a closing quote. */
  readonly state: 'complete' | 'open' | 'faulty';
  /** How many characters at the beginning belong to the quoted field that was open before the line. */
  readonly quotedUpTo: number;
}

function scanLine(line: string, delimiter: string, startsQuoted: boolean): LineEnd {
  let position = 0;
  let quotedUpTo = startsQuoted ? line.length : 0;
  let isQuoted = startsQuoted;
  for (;;) {
    if (!isQuoted) {
      position = afterBlanks(line, position, delimiter);
      if (line[position] !== '"') {
        const next = line.indexOf(delimiter, position);
        if (next < 0) return { state: 'complete', quotedUpTo };
        position = next + 1;
        continue;
      }
      position += 1;
    }
    const closing = closingQuote(line, position);
    if (closing < 0) return { state: 'open', quotedUpTo };
    if (isQuoted) quotedUpTo = closing;
    isQuoted = false;
    position = afterBlanks(line, closing + 1, delimiter);
    if (position >= line.length) return { state: 'complete', quotedUpTo };
    if (line[position] !== delimiter) return { state: 'faulty', quotedUpTo };
    position += 1;
  }
}

function closingQuote(line: string, from: number): number {
  let position = line.indexOf('"', from);
  while (position >= 0 && line[position + 1] === '"') position = line.indexOf('"', position + 2);
  return position;
}

function afterBlanks(line: string, from: number, delimiter: string): number {
  let position = from;
  while (position < line.length && line[position] !== delimiter && /\s/.test(line[position] ?? '')) position += 1;
  return position;
}
