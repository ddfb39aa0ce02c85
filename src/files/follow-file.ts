import { throwIfInterrupted } from '../core/interruption.ts';
import { assertUnchanged, fill, type OpenInput, openInput } from './read-file.ts';

/** How far a file has grown that somebody writes. */
export interface Growth {
  /** Once there is more of it than so many bytes, or it is whole. */
  beyond(sizeBytes: number): Promise<{ readonly sizeBytes: number; readonly isWhole: boolean }>;
}

const chunkSizeBytes = 1024 * 1024;

/**
 * Reads a file while it is written, in order and to its end, in pieces of at most 1 MiB. Throws as `streamInput`; behind the
 * last piece where the file is not as long as was said, or has changed since it was whole.
 */
export async function* followFile(path: string, growth: Growth, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const input = await openInput(path);
  let whole: OpenInput | undefined;
  try {
    let read = 0;
    for (;;) {
      const { sizeBytes, isWhole } = await growth.beyond(read);
      throwIfInterrupted(signal);
      if (isWhole) whole ??= { ...input, before: await input.file.stat() };
      if (sizeBytes === read) break;
      const buffer = Buffer.allocUnsafeSlow(Math.min(chunkSizeBytes, sizeBytes - read));
      const length = await fill(input, buffer);
      read += length;
      if (length > 0) yield buffer.subarray(0, length);
      if (length < buffer.length) break;
    }
    await assertUnchanged(whole ?? input, read);
  } finally {
    await input.file.close();
  }
}
