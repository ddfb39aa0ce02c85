import { assertUnchanged, fill, openInput } from './read-file.ts';

/** A file that is read here and there, read-only. */
export interface OpenFile {
  readonly sizeBytes: number;
  /** Fewer bytes than asked for where the file ends. Throws `INPUT_UNREADABLE`. */
  read(offset: number, length: number): Promise<Buffer>;
  /** Throws `INPUT_UNREADABLE` where the file has changed since it was opened. */
  assertUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** Throws `INPUT_UNREADABLE`, `INPUT_NOT_A_FILE`, `INPUT_EMPTY`. */
export async function openForRandomAccess(path: string): Promise<OpenFile> {
  const input = await openInput(path);
  const sizeBytes = input.before.size;
  return {
    sizeBytes,
    read: async (offset, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, sizeBytes - offset)));
      return buffer.subarray(0, await fill(input, buffer, offset));
    },
    assertUnchanged: () => assertUnchanged(input, sizeBytes),
    close: () => input.file.close(),
  };
}
