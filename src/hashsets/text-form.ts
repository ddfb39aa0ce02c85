import { isAscii, isUtf8 } from 'node:buffer';
import { detectEncoding } from './text-bytes.ts';
import { headText } from './head-lines.ts';

/** What the beginning of a text shows of its form. */
export interface TextForm {
  readonly encoding: 'ASCII' | 'UTF-8' | 'UTF-16 little-endian' | 'UTF-16 big-endian' | 'Windows-1252';
  readonly byteOrderMark: boolean;
  /** Those that occur, the most frequent first. */
  readonly lineEnds: readonly LineEnd[];
}

type LineEnd = 'LF' | 'CR LF' | 'CR';

const lineEndName: Readonly<Record<string, LineEnd>> = { '\n': 'LF', '\r\n': 'CR LF', '\r': 'CR' };

/** As the readers take it. `head`: the first bytes of the file. */
export function textFormOf(head: Uint8Array): TextForm {
  const { encoding, markBytes } = detectEncoding(head);
  return {
    encoding: encoding === 'utf-8' ? encodingOf(head.subarray(markBytes)) : utf16[encoding],
    byteOrderMark: markBytes > 0,
    lineEnds: lineEndsOf(headText(head)),
  };
}

const utf16 = { 'utf-16le': 'UTF-16 little-endian', 'utf-16be': 'UTF-16 big-endian' } as const;

function encodingOf(text: Uint8Array): TextForm['encoding'] {
  if (isAscii(text)) return 'ASCII';
  // A character may be cut off at the end of the head; a whole line is not.
  const lastLineFeed = text.lastIndexOf(0x0a);
  return isUtf8(lastLineFeed < 0 ? text : text.subarray(0, lastLineFeed)) ? 'UTF-8' : 'Windows-1252';
}

function lineEndsOf(text: string): readonly LineEnd[] {
  const counts = new Map<LineEnd, number>();
  // A CR at the very end may be the first half of CR LF.
  for (const [end] of text.matchAll(/\r\n|\n|\r(?!$)/g)) {
    const name = lineEndName[end];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}
