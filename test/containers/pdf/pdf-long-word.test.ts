import { expect, it } from 'vitest';
import { makePdf, readPdfBytes } from './pdf-bytes.ts';

// In a file, and so in a process, of its own: what the process may take in all is bounded, and other tests have taken of it.
it('a PDF with a word of a megabyte is read', async () => {
  const word = 'a1'.repeat(500_000);
  const { tables } = await readPdfBytes(makePdf({ pages: [`BT /F 10 Tf 10 10 Td (${word}) Tj ET`] }));
  const text = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map((cell) => cell.text))).join('');
  expect(text.length).toBeGreaterThanOrEqual(word.length);
});
