import { recogniseForeign } from '../foreign-content.ts';
import { linesOf } from './record-splitting.ts';
import { isRuler, splitAtGaps } from './text-columns.ts';
import { decodeBeginning } from './text-decoding.ts';

/**
 * What the beginning of a text looks like: `fields` between delimiters; `list`: one thing per line; `written`: sentences,
 * quoted mail, or columns laid out with blanks.
 */
export type TextKind = 'fields' | 'list' | 'written';

/** Undefined where the bytes are no text, or are known to be something else. */
export function recogniseText(bytes: Uint8Array): TextKind | undefined {
  if (bytes.length === 0 || recogniseForeign(bytes) !== undefined) return undefined;
  const beginning = decodeBeginning(bytes);
  return isMostlyText(beginning) ? kindOfText(linesOf(beginning)) : undefined;
}

/** Binary content has control characters all over; text has next to none. NUL counts apart: it is damage of lines. */
function isMostlyText(beginning: string): boolean {
  const nuls = beginning.match(/\0/g)?.length ?? 0;
  const controls = beginning.match(/[\u0001-\u0008\u000b\u000c\u000e-\u001f]/g)?.length ?? 0;
  return controls <= beginning.length * 0.01 + 1 && nuls <= beginning.length * 0.5;
}

/** Enough to see what a text is. */
const sampleLines = 500;

const delimiters = [',', ';', '\t', '|'] as const;

function kindOfText(lines: readonly string[]): TextKind {
  const sample = lines.slice(0, sampleLines).filter((line) => line.trim() !== '');
  if (/^"?sep=[^"]"?$/i.test(sample[0]?.trim() ?? '')) return 'fields';
  let fields = 0;
  let written = 0;
  for (const line of sample) {
    if (isWritten(line)) written += 1;
    else if (hasFields(line)) fields += 1;
  }
  if (fields > written) return 'fields';
  return written > 0 ? 'written' : 'list';
}

/** A sentence, a line quoted in a reply, a line of columns, or a line that is drawn. */
function isWritten(line: string): boolean {
  if (line.startsWith('>') || isRuler(line)) return true;
  if (hasDigestField(line)) return !/[,;|\t]/.test(line) && splitAtGaps(line).length > 1;
  if (/[,;|](?=[^\s\d])|\t|"\s*[,;|]/.test(line)) return false;
  const words = line.trim().split(/\s+/).length;
  return words >= 6 || splitAtGaps(line).length > 1;
}

function hasFields(line: string): boolean {
  return delimiters.some((delimiter) => line.trimEnd().slice(0, -1).includes(delimiter));
}

/** True where a delimiter or a gap parts a digest from the rest. */
function hasDigestField(line: string): boolean {
  return line
    .split(/[,;|\t]|\s{2,}/)
    .some((field) => /^"?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})"?$/i.test(field.trim()));
}
