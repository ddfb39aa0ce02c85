import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../src/hashsets/text-lines.ts';
import { inPieces } from './reading.ts';

async function linesOf(bytes: Uint8Array, pieceBytes: number, form = {}): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const block of readLines(inPieces(bytes, pieceBytes), { name: 'a file' }, form)) {
    expect(block.firstLine).toBe(lines.length + 1);
    lines.push(...block.lines);
  }
  return lines;
}

describe('lines', () => {
  it('are those that a split of the whole text gives, in pieces of any size', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\r', '\n', '\r\n'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, pieceBytes) => {
        const expected = whole.split(/\r\n|\r|\n/);
        if (expected.at(-1) === '') expected.pop();
        expect(await linesOf(Buffer.from(whole), pieceBytes)).toEqual(expected);
      }),
    );
  });

  it('with their ends make up the text again', async () => {
    const text = 'a\r\nb\rc\n\nd';
    expect((await linesOf(Buffer.from(text), 2, { keepEnds: true })).join('')).toBe(text);
  });

  it('are whole where blocks of 128 KiB end within them, within a character or within CR LF', async () => {
    const block = 128 * 1024;
    for (const before of [block - 3, block - 2, block - 1, block]) {
      const text = `${'x'.repeat(before - 4)}\nab😀\r\n\r\nend`;
      expect(await linesOf(Buffer.from(text), 1000)).toEqual(text.split(/\r\n|\n/));
    }
  });

  it('say where the text ends without a line end', async () => {
    for (const [text, unended] of [
      ['a\nb', true],
      ['a\n', false],
      ['a\r', false],
    ] as const) {
      const found: boolean[] = [];
      for await (const block of readLines(inPieces(Buffer.from(text), 9), { name: 'a file' }))
        found.push(block.unended);
      expect(found.at(-1)).toBe(unended);
    }
  });

  it('of more than 1 MiB are refused, and shorter ones are not', async () => {
    const long = Buffer.alloc(1024 * 1024, 'a');
    expect((await linesOf(long, 65_536)).length).toBe(1);
    const tooLong = Buffer.concat([Buffer.from('x\n'), long, Buffer.alloc(300_000, 'a')]);
    await expect(linesOf(tooLong, 65_536)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE', place: { line: 2 } });
  });
});
