import { decimalAt, decodeHexadecimal } from '../core/ascii-bytes.ts';
import { BytePattern, copyWords, type WordBytes } from '../core/byte-words.ts';
import { digestSizeBytes } from '../core/digest.ts';
import { maskOf } from '../core/packed-records.ts';
import { type RecordColumns, unknownKind } from '../core/record-columns.ts';
import { keptColumns } from './nsrl-rows.ts';
import { crc32At, crc32Length, fileNameAt, md5At, sha1At, UsualRow } from './nsrl-usual-row.ts';
import { plainInJson } from './plain-values.ts';

const { md5: md5Bytes, sha1: sha1Bytes } = digestSizeBytes;
const digestMask = maskOf.md5 | maskOf.sha1;

/** What a text of a record takes at most beside the texts of its row. */
const mostTextBytes = 160;

const beforeName = patternOf(',"names":["');
const behindName = patternOf('"]');
const beforeMembers = patternOf(',"unknownMembers":[');
const [beforeCrc32, beforeProduct, beforeSystem, beforeSpecial] = keptColumns.map((name) => patternOf(`["${name}","`));
const behindMember = patternOf('"],');
const unstatedCrc32 = patternOf('00000000');
const brace = 0x7b;
const bracketEnd = 0x5d;
const braceEnd = 0x7d;

function patternOf(text: string): BytePattern {
  return new BytePattern(Buffer.from(text));
}

const found = new UsualRow();

/** Adds what `readUsualRow` gives for a row to the columns, and gives the place behind it; -1 where that is left to others. */
export function packUsualRow(rows: WordBytes, start: number, line: number, columns: RecordColumns): number {
  const { bytes, view } = rows;
  if (!found.find(bytes, start, plainInJson)) return -1;
  columns.reserve(mostTextBytes + found.next - start);
  const { digests, digestBytes } = columns;
  if (!decodeHexadecimal(view, start + md5At, digests, digestBytes, md5Bytes)) return -1;
  if (!decodeHexadecimal(view, start + sha1At, digests, digestBytes + md5Bytes, sha1Bytes)) return -1;
  const textBytes = writeText(rows, start, columns);
  const size = decimalAt(bytes, found.sizeAt, found.sizeEnd);
  columns.add(digestMask, line, size, unknownKind, md5Bytes + sha1Bytes, textBytes);
  return found.next;
}

/** As `attributesToJson` writes it; gives its length. */
function writeText(rows: WordBytes, start: number, { textView: text, textBytes: textAt }: RecordColumns): number {
  const { nameEnd, productAt, productEnd, systemAt, systemEnd, specialAt, specialEnd } = found;
  let at = textAt;
  if (nameEnd > start + fileNameAt) {
    at = beforeName.write(text, at);
    at = copyWords(rows, start + fileNameAt, nameEnd, text, at);
    at = behindName.write(text, at);
  }
  const membersAt = at;
  at = beforeMembers.write(text, at);
  const firstAt = at;
  const crc32 = start + crc32At;
  if (!unstatedCrc32.isAt(rows, crc32)) at = writeMember(beforeCrc32, rows, crc32, crc32 + crc32Length, text, at);
  at = writeMember(beforeProduct, rows, productAt, productEnd, text, at);
  at = writeMember(beforeSystem, rows, systemAt, systemEnd, text, at);
  at = writeMember(beforeSpecial, rows, specialAt, specialEnd, text, at);
  if (at === firstAt) at = membersAt;
  else text.setUint8(at - 1, bracketEnd);
  if (at === textAt) return 0;
  text.setUint8(textAt, brace);
  text.setUint8(at, braceEnd);
  return at + 1 - textAt;
}

/** With a comma behind it; nothing for an empty text. */
function writeMember(
  before: BytePattern | undefined,
  rows: WordBytes,
  from: number,
  to: number,
  text: DataView,
  at: number,
): number {
  if (from === to || before === undefined) return at;
  return behindMember.write(text, copyWords(rows, from, to, text, before.write(text, at)));
}
