import { crc32 } from 'node:zlib';
import { CriskitError } from '../../core/errors.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { gzipHeaderSize, isGzip } from './gzip-header.ts';
import { inflateFrom } from './inflate-stream.ts';

/** Longer than any name or comment in a header. */
const longestHeaderBytes = 64 * 1024;

/**
 * The content of a gzip file of any size, checked against its checksums as it goes by: of all members one behind the other
 * (RFC 1952, 2.2), with nothing but zeros behind the last. Throws `INPUT_DAMAGED` at the end at the latest.
 */
export async function* gunzipStream(cursor: ByteCursor, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    do yield* readMember(cursor, name);
    while (isGzip(await cursor.peek(3)));
    for (let rest = await cursor.next(); rest !== undefined; rest = await cursor.next()) {
      // Zeros fill up the blocks of a tape.
      if (rest.some((byte) => byte !== 0)) throw damaged(name, 'something else follows the compressed file');
    }
  } finally {
    await cursor.close();
  }
}

async function* readMember(cursor: ByteCursor, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const headerSize = gzipHeaderSize(await cursor.peek(longestHeaderBytes));
  if (headerSize === undefined) throw damaged(name, 'its header is damaged or cut off');
  await cursor.take(headerSize);
  let checksum = 0;
  let sizeBytes = 0;
  for await (const piece of inflateFrom(cursor, name)) {
    checksum = crc32(piece, checksum);
    sizeBytes += piece.length;
    yield piece;
  }
  const trailer = Buffer.from(await cursor.take(8));
  if (trailer.length < 8) throw damaged(name, 'its end is missing');
  const isSame = trailer.readUInt32LE(0) === checksum && trailer.readUInt32LE(4) === sizeBytes % 2 ** 32;
  if (!isSame) throw damaged(name, 'what it holds does not match its checksum');
}

function damaged(name: string, what: string): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `${name} is a damaged or cut off gzip file: ${what}`, {
    path: name,
    hint: 'Ask for it again; archives break when they are cut off on their way.',
  });
}
