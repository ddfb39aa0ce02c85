import type { Issue } from '../core/issue.ts';
import { throwIfInterrupted } from '../core/interruption.ts';

/** A file that is a head of fixed length and entries of fixed length behind it. */
export interface EntryLayout {
  readonly headBytes: number;
  readonly entryBytes: number;
}

/** A part of such a file; `offset` is where it begins. */
export interface EntryPart {
  /** `rest`: what stands behind the last whole entry, shorter than one and never empty. */
  readonly kind: 'head' | 'entries' | 'rest';
  readonly offset: number;
  readonly bytes: Buffer;
}

const entriesPerPart = 4096;

/** First the head, shorter than it should be where the file is; then all entries, some thousands at a time; then the rest. */
export async function* readFixedEntries(
  bytes: AsyncIterable<Uint8Array>,
  layout: EntryLayout,
  signal: AbortSignal | undefined,
): AsyncGenerator<EntryPart> {
  let held: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const piece of bytes) {
    throwIfInterrupted(signal);
    held = held.length === 0 ? asBuffer(piece) : Buffer.concat([held, piece]);
    if (offset === 0) {
      if (held.length < layout.headBytes) continue;
      yield { kind: 'head', offset, bytes: held.subarray(0, layout.headBytes) };
      offset = layout.headBytes;
      held = held.subarray(offset);
    }
    const whole = held.length - (held.length % layout.entryBytes);
    yield* entryParts(held.subarray(0, whole), offset, layout);
    offset += whole;
    held = held.subarray(whole);
  }
  if (offset === 0) yield { kind: 'head', offset, bytes: held };
  else if (held.length > 0) yield { kind: 'rest', offset, bytes: held };
}

function* entryParts(entries: Buffer, offset: number, { entryBytes }: EntryLayout): Generator<EntryPart> {
  const partBytes = entriesPerPart * entryBytes;
  for (let at = 0; at < entries.length; at += partBytes) {
    yield { kind: 'entries', offset: offset + at, bytes: entries.subarray(at, at + partBytes) };
  }
}

function asBuffer(piece: Uint8Array): Buffer {
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

/** For a `rest`. */
export function cutEntry({ offset }: EntryPart): Issue {
  const message = 'The file ends within this entry: it is cut off, or something is missing before.';
  return { code: 'entry-cut', message, place: { offset } };
}
