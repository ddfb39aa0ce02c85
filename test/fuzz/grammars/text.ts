import * as fc from 'fast-check';
import { rows } from './words.ts';

const delimiter = fc.constantFrom(',', ';', '\t', '|', '  ', '   ');
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const encoding = fc.constantFrom<('utf8' | 'utf16le' | 'latin1')[]>('utf8', 'utf8', 'utf16le', 'latin1');

/** Delimited or spaced text, quoted rightly or not at all. */
export const plainText: fc.Arbitrary<Uint8Array> = fc
  .tuple(rows, delimiter, lineEnd, encoding, fc.boolean())
  .map(([lines, between, end, encoding, isQuoted]) => {
    const cell = (text: string): string => (isQuoted ? `"${text.replaceAll('"', '""')}"` : text);
    const text = lines.map((cells) => cells.map(cell).join(between)).join(end);
    return Buffer.from(`${encoding === 'utf16le' ? '\ufeff' : ''}${text}${end}`, encoding);
  });

/** Columns of fixed width below a rule, each cell cut to its column. */
export const spacedText: fc.Arbitrary<Uint8Array> = fc
  .tuple(rows, fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 6, maxLength: 6 }))
  .map(([lines, widths]) => {
    const spaced = lines.map((cells) =>
      cells.map((cell, index) => cell.slice(0, widths[index]).padEnd(widths[index] ?? 0)).join('  '),
    );
    const rule = widths.map((width) => '-'.repeat(width)).join('  ');
    return Buffer.from([...spaced.slice(0, 1), rule, ...spaced.slice(1), ''].join('\n'));
  });
