import { CriskitError } from '../core/errors.ts';
import { readTextBytes, type TextSource } from './text-bytes.ts';

/**
 * The text of a file in pieces of about 128 Ki characters, without byte order mark: UTF-8, or UTF-16 as `readTextBytes`
 * tells it. Throws `INPUT_DAMAGED` where it is neither.
 */
export async function* readUtf8Text(bytes: AsyncIterable<Uint8Array>, source: TextSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (block?: Uint8Array): string => {
    try {
      return block === undefined ? decoder.decode() : decoder.decode(block, { stream: true });
    } catch (cause) {
      throw new CriskitError('INPUT_DAMAGED', `${source.name} is not UTF-8 text, as its format has to be.`, {
        hint: 'It may be cut off, or hold names of files in another encoding; have the program write it again.',
        cause,
      });
    }
  };
  for await (const block of readTextBytes(bytes, source)) yield decode(block);
  yield decode();
}
