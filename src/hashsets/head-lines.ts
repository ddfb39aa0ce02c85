import { textBytesOfHead } from './text-bytes.ts';
import { decode, splitLines } from './text-lines.ts';

/** Most formats can tell from this many lines. */
const enoughLines = 200;
const fewLines = 10;

/**
 * The first lines of a file, decoded as the readers do, from its first bytes. Without the last one where it may be cut
 * off, unless there are so few that this may be the whole file.
 */
export function headLines(head: Uint8Array): readonly string[] {
  const text = headText(head);
  const lines = splitLines(text);
  if (lines.length > fewLines && !/[\r\n]$/.test(text)) lines.pop();
  return lines.slice(0, enoughLines);
}

/** The first bytes of a file as text. */
export function headText(head: Uint8Array): string {
  return decode(textBytesOfHead(head));
}

/** The share of lines that `fits` holds for, among those that are neither blank nor remarks; 0 where there are none. */
export function shareOfLines(lines: readonly string[], fits: (line: string) => boolean): number {
  return lines.length === 0 ? 0 : lines.filter(fits).length / lines.length;
}
