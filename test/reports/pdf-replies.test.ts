import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReportRecord } from '../../src/reports/contract.ts';
import { readReply } from './reading.ts';

const folder = join(import.meta.dirname, '..', 'containers', 'samples', 'pdf');

/** Tables whose rows name digests and an outcome, whole. */
const tables = readdirSync(folder)
  .flatMap((name) => (/^(?:writer-|calc(?:-wrapped)?\.|turned-).*pdf$/.test(name) ? [name.slice(0, -4)] : []))
  .filter((name) => name !== 'writer-names');

function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
}

function shown(records: readonly ReportRecord[]): readonly unknown[] {
  return records.map(({ place: _, ...record }) => record);
}

describe('a table as PDF says the same as the same table as CSV', () => {
  it.each(tables)('%s', async (name) => {
    const rows: string[][] = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const fromPdf = await readReply(readFileSync(join(folder, `${name}.pdf`)));
    const fromCsv = await readReply(csvOf(rows));
    expect(fromCsv.records.length).toBeGreaterThanOrEqual(40);
    expect(shown(fromPdf.records)).toEqual(shown(fromCsv.records));
    expect(fromPdf).toMatchObject({ container: 'pdf', layout: fromCsv.layout, issues: [] });
    const { read, records, headings, blanks, issues, furniture } = fromPdf.lines;
    expect(records + headings + blanks + issues + furniture).toBe(read);
  });

  it('a list below section headings too, pages and columns set aside', async () => {
    for (const name of ['list-type-1', 'list-two-columns']) {
      const report = await readReply(readFileSync(join(folder, `${name}.pdf`)));
      expect(report.layout).toBe('hash-comparison');
      const outcomes = Map.groupBy(report.records, ({ outcome }) => outcome);
      expect([...outcomes].map(([outcome, records]) => [outcome, records.length])).toEqual([
        ['identified', 34],
        ['recognized', 34],
        ['unrecognized', 34],
      ]);
      expect(report.records.every(({ digests }) => digests.md5 !== undefined)).toBe(true);
    }
  });
});
