import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { followFile, type Growth } from '../../src/files/follow-file.ts';
import { useScratchFolder } from './scratch-folder.ts';

const scratch = useScratchFolder();
const noSignal = new AbortController().signal;

/** A file that grows by one of these pieces each time somebody waits for more. */
function growing(
  pieces: readonly Buffer[],
  atEnd: (path: string) => void = () => {},
): { path: string; growth: Growth } {
  const [first = Buffer.alloc(0), ...others] = pieces;
  const path = scratch.in('growing');
  writeFileSync(path, first);
  let sizeBytes = first.length;
  let isWhole = false;
  const growth: Growth = {
    async beyond(length) {
      while (length >= sizeBytes && !isWhole) {
        const next = others.shift();
        if (next === undefined) isWhole = true;
        else appendFileSync(path, next);
        sizeBytes += next?.length ?? 0;
        if (isWhole) atEnd(path);
      }
      return { sizeBytes, isWhole };
    },
  };
  return { path, growth };
}

async function follow({ path, growth }: { path: string; growth: Growth }, signal = noSignal): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of followFile(path, growth, signal)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const pieces = [1, 3_000_000, 1, 1024 * 1024, 77].map((length, index) => Buffer.alloc(length, index + 1));

describe('a file that is read while it is written', () => {
  it('is read whole, in order', async () => {
    expect((await follow(growing(pieces))).equals(Buffer.concat(pieces))).toBe(true);
  });

  it.each([
    ['shorter', (path: string) => truncateSync(path, 100)],
    ['longer', (path: string) => appendFileSync(path, 'x')],
  ])('is refused where it is %s than was said', async (_, change) => {
    await expect(follow(growing(pieces, change))).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
  });

  it('is left where nobody wants it any more', async () => {
    const controller = new AbortController();
    const { path, growth } = growing(pieces, () => controller.abort());
    await expect(follow({ path, growth }, controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
