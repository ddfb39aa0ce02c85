import { inflateSync } from 'node:zlib';
import { CriskitError, errorMessage, systemErrorCode } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';
import { formatBytes } from '../../core/units.ts';
import type { ContainerInput } from '../contract.ts';

const mebibyte = 1024 * 1024;

/** What a PDF may hold. A report of 50,000 rows stays below a tenth of each. */
const pdfSizes = {
  fileBytes: 128 * mebibyte,
  streamBytes: 128 * mebibyte,
  allStreamsBytes: 1024 * mebibyte,
} as const;

/** How far from the end of the file its end may be marked (ISO 32000-1, annex H). */
const longestTail = 1024;

/**
 * Refuses what pdf.js would read in part without a word: a file that is cut off (`INPUT_DAMAGED`), a stream that is not
 * what was written (`INPUT_DAMAGED`), one that would unpack to more than any report holds (`INPUT_HOSTILE`), a file that is
 * too large (`INPUT_TOO_LARGE`).
 */
export function checkPdf({ bytes, name }: ContainerInput): void {
  if (bytes.length > pdfSizes.fileBytes) {
    throw new CriskitError('INPUT_TOO_LARGE', `${name} has ${formatBytes(bytes.length)}, more than a report can`, {
      path: name,
      hint: 'Ask for the report as CSV or Excel file.',
    });
  }
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkEnd(content, name);
  if (!content.includes('/Encrypt')) checkStreams(content, name);
}

/** The file must end where it says that it ends, and lead from there to its table of contents. */
function checkEnd(content: Buffer, name: string): void {
  const tail = content.subarray(-longestTail).toString('latin1');
  const end = /startxref\s+(\d+)\s+%%EOF/.exec(tail.slice(Math.max(tail.lastIndexOf('startxref'), 0)));
  if (end === null) throw damaged(name, 'is cut off: its end is missing');
  const start = Math.max(content.subarray(0, longestTail).indexOf('%PDF-'), 0);
  const at = Number(end[1]) + start;
  const begin = content.subarray(at, at + 40).toString('latin1');
  if (!/^\s*(?:xref\s|\d+\s+\d+\s+obj)/.test(begin))
    throw damaged(name, 'is damaged: its table of contents is not where it should be');
  const stated = /\/Linearized\s[^>]*?\/L\s+(\d+)/.exec(content.subarray(0, longestTail).toString('latin1'));
  if (stated !== null && Number(stated[1]) > content.length)
    throw damaged(name, 'is cut off: it is shorter than it says');
}

/** Each deflated stream must be as it was written; pdf.js does not look at checksums. */
function checkStreams(content: Buffer, name: string): void {
  let unpacked = 0;
  for (let at = content.indexOf('stream'); at >= 0; at = content.indexOf('stream', at)) {
    const data = startOfData(content, at);
    const end = content.indexOf('endstream', at);
    if (data === undefined) {
      at += 6;
      continue;
    }
    if (end < 0) throw damaged(name, 'is damaged: a part of it has no end');
    if (isDeflated(content, at)) unpacked += unpackedSize(content.subarray(data, end), name);
    if (unpacked > pdfSizes.allStreamsBytes) throw bomb(name);
    at = end + 9;
  }
}

/** Behind the line end that follows `stream`, where this is the beginning of one. */
function startOfData(content: Buffer, at: number): number | undefined {
  if (content[at + 6] === 0x0a) return at + 7;
  return content[at + 6] === 0x0d && content[at + 7] === 0x0a ? at + 8 : undefined;
}

/** True where the dictionary before the stream names FlateDecode as the only way in which it is packed. */
function isDeflated(content: Buffer, at: number): boolean {
  const before = content.subarray(Math.max(0, at - 2048), at).toString('latin1');
  const dictionary = before.slice(before.lastIndexOf(' obj') + 1);
  return /\/Filter\s*(?:\[\s*)?\/FlateDecode\s*\]?\s*(?:\/(?!\w+Decode)|>)/.test(dictionary);
}

function unpackedSize(data: Buffer, name: string): number {
  try {
    return inflateSync(data, { maxOutputLength: pdfSizes.streamBytes }).length;
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw bomb(name);
    throw damaged(name, `is damaged: a part of it cannot be unpacked (${excerpt(errorMessage(error), 40)})`);
  }
}

function damaged(name: string, what: string): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `${name} ${what}`, {
    path: name,
    hint: 'Ask for the report to be sent again, or as CSV or Excel file.',
  });
}

function bomb(name: string): CriskitError {
  const message = `${name} would unpack to more than ${formatBytes(pdfSizes.streamBytes)}; it was not opened`;
  return new CriskitError('INPUT_HOSTILE', message, {
    path: name,
    hint: 'No report is so large. Find out where it comes from.',
  });
}
