import { deflateSync, inflateSync } from 'node:zlib';
import { inflateZipEntry, readZipDirectory } from '../../src/containers/archives/zip-archive.ts';
import { entryOf, zipOf } from '../containers/archives/zip-bytes.ts';
import { applyEdits, type Edit } from './edits.ts';

/**
 * The edits made inside of what is packed: in a part of a zip archive, a stream of a PDF, an attachment in base64. From
 * outside they would only break a checksum. Bytes that hold nothing packed are edited as they are.
 */
export function applyInside(bytes: Uint8Array, edits: readonly Edit[], choice: number): Buffer {
  return (
    editZipPart(bytes, edits, choice) ??
    editStream(bytes, edits, choice) ??
    editBase64(bytes, edits, choice) ??
    applyEdits(bytes, edits)
  );
}

function editZipPart(bytes: Uint8Array, edits: readonly Edit[], choice: number): Buffer | undefined {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  try {
    const entries = readZipDirectory(bytes);
    return zipOf(
      entries.map((entry, index) => {
        const content = inflateZipEntry(bytes, entry, { maxBytes: 1e8 });
        return entryOf(entry.name, index === choice % entries.length ? applyEdits(content, edits) : content);
      }),
    );
  } catch {
    return undefined;
  }
}

function editStream(bytes: Uint8Array, edits: readonly Edit[], choice: number): Buffer | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.startsWith('%PDF')) return undefined;
  const streams = [...text.matchAll(/stream\r?\n/g)].flatMap((match) => {
    const start = match.index + match[0].length;
    const end = text.indexOf('endstream', start);
    return text.startsWith('end', match.index - 3) || end < 0 ? [] : [{ start, end }];
  });
  const chosen = streams[choice % Math.max(streams.length, 1)];
  if (chosen === undefined) return undefined;
  const stream = Buffer.from(bytes.subarray(chosen.start, chosen.end));
  return Buffer.concat([bytes.subarray(0, chosen.start), editFlate(stream, edits), bytes.subarray(chosen.end)]);
}

/** Of the same length where there is room, so that everything behind it stays where the cross references say. */
function editFlate(stream: Buffer, edits: readonly Edit[]): Buffer {
  try {
    const edited = deflateSync(applyEdits(inflateSync(stream), edits), { level: 9 });
    return Buffer.concat([edited, Buffer.alloc(Math.max(stream.length - edited.length, 0), '\n')]);
  } catch {
    return applyEdits(stream, edits);
  }
}

function editBase64(bytes: Uint8Array, edits: readonly Edit[], choice: number): Buffer | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = [...text.matchAll(/(?:^[A-Za-z0-9+/]{60,76}\r?\n){2,}[A-Za-z0-9+/=]*/gm)];
  const chosen = blocks[choice % Math.max(blocks.length, 1)];
  if (chosen === undefined) return undefined;
  const edited = applyEdits(Buffer.from(chosen[0], 'base64'), edits).toString('base64');
  const lines = (edited.match(/.{1,76}/g) ?? []).join('\r\n');
  return Buffer.from(`${text.slice(0, chosen.index)}${lines}${text.slice(chosen.index + chosen[0].length)}`, 'latin1');
}
