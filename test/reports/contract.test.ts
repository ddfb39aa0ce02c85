import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../containers/read-document.ts';
import type { ReadingContext, ReportLine, ReportRecord } from '../../src/reports/contract.ts';
import { layouts, readReport } from '../../src/reports/lookup.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';

const samples = resolve(import.meta.dirname, '../../sample-data/reports');

/** `sent.txt` lists the names of the submission, where the layout looks for names in text. */
function contextOf(id: string): ReadingContext {
  const path = join(samples, id, 'sent.txt');
  const names = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  return { vocabulary: createVocabulary(), sentNames: createSentNames(names) };
}

async function readSample(id: string) {
  const folder = join(samples, id);
  const names = readdirSync(folder).filter((name) => name.startsWith('input.'));
  expect(names).toHaveLength(1);
  const [name = ''] = names;
  return readDocument({ bytes: readFileSync(join(folder, name)), name });
}

/** A line as `expected.json` writes it. */
function plain(line: ReportLine): unknown {
  if (line.kind === 'record') {
    const others = line.others?.map(plainRecord);
    return { kind: 'record', ...plainRecord(line.record), ...(others === undefined ? {} : { others }) };
  }
  if (line.kind === 'issue') return { kind: 'issue', place: line.issue.place, code: line.issue.code };
  if (line.kind !== 'heading') return { kind: line.kind, place: line.place };
  const partOf = line.partOf === undefined ? {} : { partOf: line.partOf };
  if (line.totals === undefined) return { kind: line.kind, place: line.place, ...partOf };
  const totals = line.totals.map(({ outcome, mediaKind, count }) => ({ outcome, mediaKind, count }));
  return { kind: 'heading', place: line.place, totals };
}

function plainRecord({ kind: mediaKind, ...rest }: ReportRecord): Readonly<Record<string, unknown>> {
  return { ...rest, mediaKind };
}

describe('every layout', () => {
  it('has samples, and every folder of samples has a layout', () => {
    expect(readdirSync(samples).sort()).toEqual(layouts.map((layout) => layout.id));
  });

  for (const layout of layouts) {
    describe(`the layout ${layout.id}`, () => {
      it('reads each line of its sample as what it is', async () => {
        const document = await readSample(layout.id);
        const expected: unknown = JSON.parse(readFileSync(join(samples, layout.id, 'expected.json'), 'utf8'));
        expect([...layout.read(document, contextOf(layout.id))].map(plain)).toEqual(expected);
      });

      it('is the one that its sample is recognised by', async () => {
        const report = readReport(await readSample(layout.id), contextOf(layout.id));
        expect(report.layout).toBe(layout.id);
        expect(report.reason).not.toBe('');
      });

      it('gives one line for each row of any sample, its own or not', async () => {
        for (const other of layouts) {
          const document = await readSample(other.id);
          const rows = document.tables.reduce((sum, table) => sum + table.rows.length, 0);
          expect([...layout.read(document, contextOf(other.id))]).toHaveLength(rows);
        }
      });

      it('has a page on its format', () => {
        expect(readFileSync(join(samples, layout.id, 'README.md'), 'utf8')).toContain(`# ${layout.id}`);
      });
    });
  }
});
