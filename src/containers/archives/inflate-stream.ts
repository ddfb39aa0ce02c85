import { createInflateRaw } from 'node:zlib';
import { CriskitError } from '../../core/errors.ts';
import type { ByteCursor } from './byte-cursor.ts';

const pieceSizeBytes = 128 * 1024;

/**
 * Inflates what stands at the cursor (DEFLATE, RFC 1951) as it is asked for, and leaves the cursor at the first byte behind
 * it. Throws `INPUT_DAMAGED` where it is damaged or cut off; `name` is for the message.
 */
export async function* inflateFrom(cursor: ByteCursor, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const engine = createInflateRaw({ chunkSize: pieceSizeBytes });
  const state = watch(engine);
  let input: Uint8Array = new Uint8Array();
  let inputBefore = 0;
  const unread = () => input.subarray(engine.bytesWritten - inputBefore);
  try {
    while (!state.ended) {
      if (state.failure !== undefined) throw damaged(name, state.failure);
      const output = engine.read() as Buffer | null;
      if (output !== null) {
        yield output;
      } else if (state.wantsInput) {
        // What it leaves of a piece stands behind its end; some versions of Node say so, others come to their end.
        if (unread().length > 0) break;
        inputBefore += input.length;
        input = (await cursor.next()) ?? new Uint8Array();
        state.wantsInput = false;
        if (input.length === 0) engine.end();
        else engine.write(input, state.askForInput);
      } else {
        await state.change();
      }
    }
    cursor.unread(unread());
  } finally {
    engine.destroy();
  }
}

/** What an engine has come to. One piece is written at a time, so that what it leaves of the last one is known. */
function watch(engine: ReturnType<typeof createInflateRaw>) {
  let wake = () => {};
  const state = {
    ended: false,
    wantsInput: true,
    failure: undefined as Error | undefined,
    askForInput: () => {
      state.wantsInput = true;
      wake();
    },
    change: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
  engine.on('readable', () => wake());
  engine.on('end', () => {
    state.ended = true;
    wake();
  });
  engine.on('error', (error) => {
    state.failure = error;
    wake();
  });
  return state;
}

function damaged(name: string, cause: Error): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `${name} is damaged or cut off: what it holds cannot be unpacked`, {
    path: name,
    hint: 'Ask for it again; archives break when they are cut off on their way.',
    cause,
  });
}
