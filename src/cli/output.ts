import type { Writable } from 'node:stream';
import { CriskitError, errorMessage, systemErrorCode } from '../core/errors.ts';
import { printable } from '../core/printable.ts';

/** Standard output or standard error: writes in order, waits where the reader is slow, and survives a reader that left. */
export interface Output {
  /** One line or several; control characters are shown escaped. */
  lines(lines: readonly string[]): Promise<void>;
  /** As it is. */
  raw(chunk: string | Uint8Array): Promise<void>;
  /** True once the reader has closed its end. Nothing is written any more, and that is no error. */
  readonly closed: boolean;
}

const linesPerWrite = 2000;

export function createOutput(stream: Writable, name: string): Output {
  let closed = false;
  let failure: Error | undefined;
  stream.on('error', (error: Error) => {
    if (isClosedPipe(error)) closed = true;
    else failure = error;
  });
  const raw = async (chunk: string | Uint8Array) => {
    if (failure !== undefined) throw outputError(name, failure);
    if (closed || chunk.length === 0) return;
    await write(stream, chunk).catch((error: unknown) => {
      if (!isClosedPipe(error)) throw outputError(name, error);
      closed = true;
    });
  };
  return {
    raw,
    lines: async (lines) => {
      for (let from = 0; from < lines.length; from += linesPerWrite) {
        await raw(
          lines
            .slice(from, from + linesPerWrite)
            .map(printableLines)
            .join(''),
        );
      }
    },
    get closed() {
      return closed;
    },
  };
}

/** Resolves when the bytes have left the process, so that a full disk or a reader that left is noticed. */
async function write(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.write(chunk, (error) => {
    if (error === null || error === undefined) resolve();
    else reject(error);
  });
  await promise;
}

/** Line ends of the text itself survive; everything else that a terminal would obey does not. */
function printableLines(text: string): string {
  return `${text.split('\n').map(printable).join('\n')}\n`;
}

/** Bytes of a document made safe for a terminal, piece by piece. */
export async function* showDocument(document: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const escape = (text: string) => text.split(/\r?\n/).map(printable).join('\n');
  for await (const chunk of document) yield escape(decoder.decode(chunk, { stream: true }));
  yield escape(decoder.decode());
}

/** Such as JSON.stringify, with invisible and direction-changing characters escaped as JSON allows. */
export function formatJson(value: unknown, indented: boolean): string {
  const text = JSON.stringify(value, undefined, indented ? 2 : undefined) ?? 'null';
  return `${text.replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, escapeUnit)}\n`;
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function isClosedPipe(error: unknown): boolean {
  return ['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED', 'ECONNRESET'].includes(systemErrorCode(error) ?? '');
}

function outputError(name: string, cause: unknown): CriskitError {
  return new CriskitError('OUTPUT_FAILED', `Writing to ${name} failed: ${errorMessage(cause)}`, { cause });
}
