import { throwIfInterrupted } from '../../core/interruption.ts';
import { formatCount } from '../../core/units.ts';
import type {
  ContainerInput,
  DocumentContainer,
  ReadingOptions,
  Recognition,
  Row,
  TableDocument,
} from '../contract.ts';
import { flowDocument } from '../flow/flow-document.ts';
import { flowLimits, type FlowLine, flowLine, rowsOf, tooLarge } from '../flow/flow-lines.ts';
import { linesOf } from './record-splitting.ts';
import { decodeText } from './text-decoding.ts';
import { recogniseText } from './text-recognition.ts';
import { joinBrokenDigests, type LogicalLine } from './wrapped-lines.ts';

/** What a person has written: a message, a list below headings, columns laid out with blanks. */
export const plainText: DocumentContainer = {
  id: 'plain-text',
  title: 'written text',
  endings: ['.txt'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const kind = recogniseText(bytes);
    if (kind === undefined) return undefined;
    // Between 0.4 and 0.6: what delimited-text says of text without and with its marks.
    const reason =
      kind === 'written' ? 'it has sentences, quoted lines or columns laid out with blanks' : 'the bytes are text';
    return { confidence: 0.5, reason };
  },

  async read(input: ContainerInput, options: ReadingOptions = {}): Promise<TableDocument> {
    const decoded = decodeText(input.bytes, input.name);
    throwIfInterrupted(options.signal);
    const lines = linesOf(decoded.text).map(withoutQuoteMarks);
    if (lines.length > flowLimits.rows) throw tooLarge(input.name, `${formatCount(flowLimits.rows)} lines`);
    const logical = joinBrokenDigests(lines.map((line) => line.text));
    throwIfInterrupted(options.signal);
    const quoted = lines.filter((line) => line.isQuoted).length;
    const broken = logical.filter((line) => line.lineCount > 1).map((line) => line.lineNumber);
    return flowDocument(input, {
      container: 'plain-text',
      rows: rowsOfLines(logical),
      traits: [
        ['encoding', decoded.byteOrderMark ? `${decoded.encoding} with byte order mark` : decoded.encoding],
        ...(quoted > 0 ? [['quoted lines', formatCount(quoted)] as const] : []),
        ...(broken.length > 0 ? [['joined lines', joinedTrait(broken)] as const] : []),
      ],
      cutOff: decoded.isCutOff ? 'The document ends in the middle of a character' : undefined,
    });
  },
};

/** Mail programs put `> ` before the lines of the message that is answered or forwarded. */
function withoutQuoteMarks(line: string): { readonly text: string; readonly isQuoted: boolean } {
  const text = line.replace(/^(?:>[ \t]?)+/, '');
  return { text, isQuoted: text.length < line.length };
}

/** A row for every line. The second half of a line that was broken is a blank one: what it says stands above it. */
function rowsOfLines(lines: readonly LogicalLine[]): readonly Row[] {
  const rows: Row[] = [];
  const cut = rowsOf(
    lines.map(({ lineNumber, text }): FlowLine => flowLine({ line: lineNumber }, text, false, undefined)),
  );
  for (const [index, { lineNumber, lineCount }] of lines.entries()) {
    const row = cut[index];
    if (row !== undefined) rows.push(row);
    for (let further = 1; further < lineCount; further += 1) {
      rows.push({ place: { line: lineNumber + further }, cells: [], hidden: false });
    }
  }
  return rows;
}

const mostListed = 10;

function joinedTrait(lineNumbers: readonly number[]): string {
  const listed = lineNumbers.slice(0, mostListed).join(', ');
  return `${formatCount(lineNumbers.length)} with the line below, for a digest was broken: ${listed}${lineNumbers.length > mostListed ? ', …' : ''}`;
}
