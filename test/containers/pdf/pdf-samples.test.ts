import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TableDocument } from '../../../src/containers/contract.ts';
import { itWith } from '../../peer-program.ts';
import { readPdfBytes } from './pdf-bytes.ts';

const folder = join(import.meta.dirname, '../samples', 'pdf');
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.pdf') ? [name.slice(0, -4)] : []));

/** What Calc leaves out of a cell that is too narrow, and what it puts on other pages. */
const isIncomplete = (name: string): boolean => ['calc-clipped', 'calc-spilled'].includes(name);

/** Lines around the table, in the samples that have any. */
const aroundTable = new Set([
  'Initial Hash Value Comparison Report',
  'Prepared for the Invented Laboratory about case 24-0001. The list that follows names every file that was sent, with the outcome of the',
  'comparison.',
  'Total files: 60',
]);

/** A page header and footer on the only page of a document comes again nowhere. */
const onOnlyPage = new Set(['Invented Centre | Report 2024-0001', 'Confidential - page 1 of 1']);

async function readSample(name: string): Promise<TableDocument> {
  return readPdfBytes(readFileSync(join(folder, `${name}.pdf`)));
}

function truthOf(name: string): readonly (readonly string[])[] {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/** Cells as one text, blank ones at the end left out. */
function shown(cells: readonly string[]): string {
  return cells.slice(0, cells.findLastIndex((text) => text !== '') + 1).join(' | ');
}

function bodyOf(document: TableDocument): readonly string[] {
  const rows = document.tables[0]?.rows.filter(({ furniture }) => furniture !== true) ?? [];
  return rows.map(({ cells }) => shown(cells.map(({ text }) => text)));
}

describe('PDF samples of LibreOffice and ReportLab', () => {
  it('are there', () => expect(names.length).toBeGreaterThanOrEqual(20));

  it.each(
    names.filter((name) => !isIncomplete(name)),
  )('%s: every row as it was written, in its order', async (name) => {
    const [heading = [], ...rows] = truthOf(name);
    const isHeading = (text: string): boolean => text === shown(heading);
    const document = await readSample(name);
    const read = bodyOf(document).filter((text) => !aroundTable.has(text) && !onOnlyPage.has(text));
    expect(read.filter((text) => !isHeading(text))).toEqual(rows.map(shown).filter((text) => !isHeading(text)));
    expect(isHeading(read[0] ?? '')).toBe(true);
    expect(document.issues).toEqual([]);
  });

  it.each(names)('%s: no digest that was not written', async (name) => {
    const written = new Set(truthOf(name).flat());
    const cells = (await readSample(name)).tables[0]?.rows.flatMap((row) => row.cells.map(({ text }) => text)) ?? [];
    const digests = cells.filter((text) => /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/.test(text));
    expect(digests.filter((digest) => !written.has(digest))).toEqual([]);
  });

  it('calc-clipped: digests that the document does not hold whole stay as they are, each in its row', async () => {
    const rows = bodyOf(await readSample('calc-clipped')).filter((text) => !text.startsWith('File Name'));
    const written = truthOf('calc-clipped').slice(1);
    expect(rows).toHaveLength(written.length);
    for (const [index, row] of rows.entries()) {
      const parts = row.split(' | ');
      expect(parts).toHaveLength(4);
      for (const [column, part] of parts.entries()) expect(written[index]?.[column]?.startsWith(part)).toBe(true);
    }
  });

  it('calc-spilled: columns that stand on further pages are tables of their own', async () => {
    const written = truthOf('calc-spilled');
    const read = bodyOf(await readSample('calc-spilled'));
    expect(read).toEqual([
      ...written.map((row) => shown(row.slice(0, 3))),
      ...written.map((row) => shown(row.slice(3))),
    ]);
  });

  describe('hold every character', () => {
    const letters = (text: string): string => [...text.normalize('NFKC').replaceAll(/\s/g, '')].sort().join('');
    for (const name of names) {
      itWith('pdftotext')(`that pdftotext finds in ${name}`, async () => {
        const run = spawnSync('pdftotext', ['-enc', 'UTF-8', '-raw', join(folder, `${name}.pdf`), '-'], {
          encoding: 'utf8',
        });
        const rows = (await readSample(name)).tables[0]?.rows ?? [];
        expect(run.status).toBe(0);
        expect(letters(rows.flatMap(({ cells }) => cells.map(({ text }) => text)).join(''))).toBe(letters(run.stdout));
      });
    }
  });
});
