/** A line of a text without what mail programs have done to it. */
export interface LogicalLine {
  /** 1-based number of the line on which it begins. */
  readonly lineNumber: number;
  readonly text: string;
  /** 1 more for each line that was joined to it. */
  readonly lineCount: number;
}

/** Mail programs break lines at 72 to 80 characters; a line that was broken is nearly as long. */
const shortestBrokenLine = 60;

const digestLengths: readonly number[] = [32, 40, 64];

/**
 * Joins a line with the next one where a break stands within a digest, and only there: what ends a long line and what
 * begins the next one are hexadecimal, no digest by themselves, and together exactly as long as one.
 */
export function joinBrokenDigests(lines: readonly string[]): readonly LogicalLine[] {
  const joined: LogicalLine[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const lineNumber = index + 1;
    let text = lines[index] ?? '';
    while (index + 1 < lines.length && isBrokenDigest(lines[index] ?? '', lines[index + 1] ?? '')) {
      index += 1;
      text += lines[index] ?? '';
    }
    joined.push({ lineNumber, text, lineCount: index + 2 - lineNumber });
  }
  return joined;
}

function isBrokenDigest(line: string, next: string): boolean {
  if (line.length < shortestBrokenLine) return false;
  const head = /(?<![0-9a-z])[0-9a-f]{1,63}$/i.exec(line.slice(-64))?.[0] ?? '';
  const tail = /^[0-9a-f]{1,63}(?![0-9a-z])/i.exec(next.slice(0, 64))?.[0] ?? '';
  if (head === '' || tail === '' || digestLengths.includes(head.length) || digestLengths.includes(tail.length))
    return false;
  return digestLengths.includes(head.length + tail.length);
}
