import { decodeHexadecimal } from '../core/ascii-bytes.ts';
import { BytePattern, copyWords } from '../core/byte-words.ts';
import { type Algorithm, digestSizeBytes } from '../core/digest.ts';
import { maskOf } from '../core/packed-records.ts';
import { unknownKind, unknownSize } from '../core/record-columns.ts';
import type { AlgorithmOf64 } from './digest-text.ts';
import type { UsualLine } from './packed-lines.ts';
import { endOfKind, plainInJson } from './plain-values.ts';
import { behindLineEnd } from './text-lines.ts';

const blank = 0x20;
const asterisk = 0x2a;
const dash = 0x2d;
const dot = 0x2e;
const beforeName = new BytePattern(Buffer.from('{"names":["'));
const behindName = new BytePattern(Buffer.from('"]}'));

/** The quick way over `hash  name` and `hash *name`, where the name needs no escape and is none of those that mean no name. */
export function usualSumLine(of64: AlgorithmOf64): UsualLine {
  const algorithms: readonly Algorithm[] = ['md5', 'sha1', of64];
  return (lines, start, line, columns) => {
    const { bytes, view } = lines;
    const algorithm = algorithms.find((each) => bytes[start + digestSizeBytes[each] * 2] === blank);
    if (algorithm === undefined) return -1;
    const sizeBytes = digestSizeBytes[algorithm];
    const nameAt = start + sizeBytes * 2 + 2;
    const mark = bytes[nameAt - 1];
    const nameEnd = endOfKind(plainInJson, bytes, nameAt);
    const next = behindLineEnd(bytes, nameEnd);
    const isUsual = (mark === blank || mark === asterisk) && bytes[nameAt] !== dash && bytes[nameAt] !== dot;
    if (next < 0 || nameEnd <= nameAt || !isUsual) return -1;
    columns.reserve(beforeName.length + nameEnd - nameAt + behindName.length);
    const { digests, digestBytes, textView, textBytes } = columns;
    if (!decodeHexadecimal(view, start, digests, digestBytes, sizeBytes)) return -1;
    const nameWritten = copyWords(lines, nameAt, nameEnd, textView, beforeName.write(textView, textBytes));
    const textEnd = behindName.write(textView, nameWritten);
    columns.add(maskOf[algorithm], line, unknownSize, unknownKind, sizeBytes, textEnd - textBytes);
    return next;
  };
}
