import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { readInput, streamInput } from '../../src/files/read-file.ts';
import { useScratchFolder } from './scratch-folder.ts';

const scratch = useScratchFolder();
const limit = { maxBytes: 10_000_000 };
const content = Buffer.from(Uint8Array.from({ length: 2_500_000 }, (_, index) => index % 251));

async function pieces(path: string, signal?: AbortSignal): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const piece of streamInput(path, signal === undefined ? {} : { signal })) found.push(piece);
  return found;
}

/** Both readers, so that each wrong input is given to both. */
const readers = [
  ['readInput', async (path: string) => void (await readInput(path, limit))],
  ['streamInput', async (path: string) => void (await pieces(path))],
] as const;

describe('readInput', () => {
  it('gives the bytes and their SHA-256', async () => {
    writeFileSync(scratch.in('a'), content);
    const input = await readInput(scratch.in('a'), limit);
    expect(Buffer.compare(input.bytes, content)).toBe(0);
    expect(input.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('takes exactly as much as is allowed', async () => {
    writeFileSync(scratch.in('a'), 'four');
    expect((await readInput(scratch.in('a'), { maxBytes: 4 })).bytes).toHaveLength(4);
    await expect(readInput(scratch.in('a'), { maxBytes: 3 })).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
  });

  it('refuses a file of a terabyte without reading it', async () => {
    writeFileSync(scratch.in('a'), '');
    truncateSync(scratch.in('a'), 1e12);
    await expect(readInput(scratch.in('a'), limit)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
  });

  it('follows a link: the document was named', async () => {
    writeFileSync(scratch.in('a'), 'x');
    symlinkSync('a', scratch.in('link'));
    expect((await readInput(scratch.in('link'), limit)).bytes).toHaveLength(1);
  });
});

describe('streamInput', () => {
  it.each([1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 2_500_000])('gives %d bytes in pieces', async (size) => {
    writeFileSync(scratch.in('a'), content.subarray(0, size));
    const found = await pieces(scratch.in('a'));
    expect(Buffer.compare(Buffer.concat(found), content.subarray(0, size))).toBe(0);
    expect(found.every((piece, index) => piece.length === 1024 * 1024 || index === found.length - 1)).toBe(true);
  });

  it('notices a file that grows, and one that is cut, while it is read', async () => {
    for (const change of [
      () => appendFileSync(scratch.in('a'), 'more'),
      () => truncateSync(scratch.in('a'), 2_000_000),
    ]) {
      writeFileSync(scratch.in('a'), content);
      const read = async () => {
        for await (const piece of streamInput(scratch.in('a'))) {
          if (piece.length > 0) change();
        }
      };
      await expect(read()).rejects.toMatchObject({ code: 'INPUT_UNREADABLE', message: /changed while it was read/ });
    }
  });

  it('stops when interrupted', async () => {
    writeFileSync(scratch.in('a'), content);
    await expect(pieces(scratch.in('a'), AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe.each(readers)('%s, wrong input', (_, read) => {
  beforeEach(() => {
    mkdirSync(scratch.in('folder'));
    writeFileSync(scratch.in('file'), 'x');
    writeFileSync(scratch.in('empty'), '');
  });

  it('names a file that does not exist', async () => {
    await expect(read(scratch.in('no\nthing'))).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
      message: `${scratch.in('no\\nthing')} does not exist.`,
      path: scratch.in('no\nthing'),
    });
  });

  it('refuses a folder, and a path that goes through a file', async () => {
    await expect(read(scratch.in('folder'))).rejects.toMatchObject({ code: 'INPUT_NOT_A_FILE', message: /folder/ });
    await expect(read(scratch.in('file', 'x'))).rejects.toMatchObject({ code: 'INPUT_UNREADABLE', message: /ENOTDIR/ });
  });

  it('refuses an empty file', async () => {
    await expect(read(scratch.in('empty'))).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe that nobody feeds, at once', async () => {
    spawnSync('mkfifo', [scratch.in('pipe')]);
    await expect(read(scratch.in('pipe'))).rejects.toMatchObject({ code: 'INPUT_NOT_A_FILE' });
  });

  it('refuses a socket and a device', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(scratch.in('socket'), resolve));
    await expect(read(scratch.in('socket'))).rejects.toMatchObject({ code: 'INPUT_NOT_A_FILE' });
    server.close();
    await expect(read('/dev/zero')).rejects.toMatchObject({ code: 'INPUT_NOT_A_FILE' });
  });
});
