import { describe, expect, it } from 'vitest';
import { CriskitError } from '../../src/core/errors.ts';
import { readBytes } from './reading.ts';
import { reply, sample, sectionRows, shownRows, withoutTrailing } from './samples.ts';

const table = withoutTrailing(reply.table);

describe('a reply that other programs have written', () => {
  it.each([
    ['docx', 'docx/libreoffice-sections.docx', sectionRows(true)],
    ['docx', 'docx/libreoffice-status.docx', [['Invented report'], ...table]],
    ['odt', 'odt/libreoffice-sections.odt', sectionRows(true)],
    ['odt', 'odt/libreoffice-status.odt', [['Invented report'], ...table]],
    ['html', 'html/libreoffice-sections.html', sectionRows(true)],
    ['html', 'html/libreoffice-sections.xhtml.html', sectionRows(true)],
    ['html', 'html/libreoffice-status.xhtml.html', [['Invented report'], ...table]],
    ['html', 'html/outlook.html', sectionRows(true)],
    ['html', 'html/word.html', sectionRows(false)],
    ['ods', 'ods/libreoffice-status.ods', table],
  ])('as %s is the rows it was made from (%s)', async (container, path, rows) => {
    const document = await readBytes(sample(path));
    expect(document.container).toBe(container);
    expect(shownRows(document)).toEqual(withoutTrailing(rows));
    expect(document.issues).toEqual([]);
  });

  it('as a message of Gmail has a forwarding line and a hidden preview besides', async () => {
    const document = await readBytes(sample('html/gmail.html'));
    const rows = shownRows(document);
    expect(rows.slice(0, 2)).toEqual([
      ['---------- Forwarded message ---------'],
      ['From: Invented Sender <sender@example.org>'],
    ]);
    expect(rows.slice(2).filter(([text]) => text !== 'preview text')).toEqual(withoutTrailing(sectionRows(true)));
    const hidden = document.tables[0]?.rows.filter((row) => row.hidden).map((row) => row.cells[0]?.text);
    expect(hidden).toEqual(['preview text']);
    expect(document.traits.get('hidden text')).toBe('in 1 of 26 rows');
    expect(document.traits.get('pictures')).toBe('1, not read');
  });

  it('as columns of text keeps its empty cells', async () => {
    const document = await readBytes(sample('text/columns.txt'));
    expect(document.container).toBe('plain-text');
    expect(shownRows(document).slice(2)).toEqual(table);
    expect(document.issues).toEqual([]);
  });
});

function codeOf(error: unknown): string {
  if (error instanceof CriskitError) return error.code;
  throw error;
}

const paths = ['docx/libreoffice-status.docx', 'odt/libreoffice-status.odt', 'ods/libreoffice-status.ods'];

describe('a damaged copy', () => {
  it.each(paths)('of %s that is cut off is refused', async (path) => {
    const whole = sample(path);
    for (const share of [0.05, 0.3, 0.6, 0.9, 0.999]) {
      const cut = whole.subarray(0, Math.floor(whole.length * share));
      // Of a short piece it cannot even be told what it is.
      const codes = share < 0.5 ? ['INPUT_DAMAGED', 'FORMAT_UNKNOWN'] : ['INPUT_DAMAGED'];
      expect(codes).toContain(await readBytes(cut).then(() => 'read', codeOf));
    }
  });

  it.each(paths)('of %s with one byte changed reads the same or is refused', async (path) => {
    const whole = sample(path);
    const rows = shownRows(await readBytes(whole));
    for (let at = 3; at < whole.length; at += 211) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const outcome = await readBytes(changed).then(shownRows, codeOf);
      expect([rows, expect.stringMatching(/^(INPUT|FORMAT)_/)]).toContainEqual(outcome);
    }
  });

  it.each([
    'html/outlook.html',
    'html/word.html',
    'html/libreoffice-status.xhtml.html',
  ])('of %s that is cut off says so', async (path) => {
    const whole = sample(path);
    const rows = shownRows(await readBytes(whole));
    for (const share of [0.2, 0.4, 0.6, 0.8, 0.95]) {
      const cut = await readBytes(whole.subarray(0, Math.floor(whole.length * share))).catch(codeOf);
      const last = typeof cut === 'string' ? cut : cut.issues.at(-1)?.code;
      expect(last).toMatch(/^(cut-off|INPUT_EMPTY)$/);
      // A `<` at the very end may be text, and stands before the row that it is cut off in.
      const shown = typeof cut === 'string' ? [] : shownRows(cut).filter(([text]) => text !== '<');
      expect(rows.slice(0, Math.max(shown.length - 1, 0))).toEqual(shown.slice(0, -1));
    }
  });
});
