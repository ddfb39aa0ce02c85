import { throwIfInterrupted } from '../core/interruption.ts';

/**
 * The same bytes in blocks of this size (the last one shorter), however small or large the pieces; each is the caller's to keep,
 * as the pieces are.
 */
export async function* inBlocks(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  sizeBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(sizeBytes);
  let filled = 0;
  for await (const piece of pieces) {
    throwIfInterrupted(signal);
    for (let at = 0; at < piece.length; ) {
      if (filled === 0 && piece.length - at >= sizeBytes) {
        yield Buffer.from(piece.buffer, piece.byteOffset + at, sizeBytes);
        at += sizeBytes;
        continue;
      }
      const taken = piece.subarray(at, at + sizeBytes - filled);
      block.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < sizeBytes) continue;
      yield block;
      block = Buffer.allocUnsafe(sizeBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** The same pieces, each shown to `see` on its way. */
export async function* passing(
  source: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    see(chunk);
    yield chunk;
  }
}
