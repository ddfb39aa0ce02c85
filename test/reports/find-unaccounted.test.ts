import { describe, expect, it } from 'vitest';
import type { ReportLine } from '../../src/reports/contract.ts';
import { findUnaccounted } from '../../src/reports/find-unaccounted.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { md5, sha1 } from './reading.ts';
import { documentOf } from './text-reading.ts';

const context = {
  vocabulary: createVocabulary(),
  sentNames: createSentNames(['IMG_0001.jpg', 'scan', 'identified', 'file']),
};

/** The first line that breaks the rule, where each line is taken for what `take` says. */
function firstLost(
  lines: readonly string[],
  take: (place: ReportLine & { kind: 'heading' }, index: number) => ReportLine,
) {
  const rows = documentOf(lines).tables[0]?.rows ?? [];
  const readings = rows.map((row, index) => ({ row, line: take({ kind: 'heading', place: row.place }, index) }));
  return findUnaccounted(readings, context)?.row.place.line;
}

describe('the rule that no row with media is passed over', () => {
  it.each([
    md5(1),
    `note ${md5(1)}0 note`,
    md5(1).slice(0, 16),
    `${md5(1).slice(0, 8)}\u00ad${md5(1).slice(8)}`,
    `${md5(1).slice(0, 8)}/${md5(1).slice(8, 16)}/${md5(1).slice(16, 24)}/${md5(1).slice(24)}.jpg`,
    'see img_0001.JPG there',
    '2. scan',
  ])('finds %j where it is a heading, blank or furniture', (line) => {
    expect(firstLost(['Title', line], (heading) => heading)).toBe(2);
    expect(firstLost(['Title', line], ({ place }) => ({ kind: 'blank', place }))).toBe(2);
    expect(firstLost(['Title', line], ({ place }) => ({ kind: 'furniture', place }))).toBe(2);
  });

  it.each([
    'Identified',
    'File',
    'Report of 2024-05-06',
    'IMG_0002.jpg',
    md5(1).slice(0, 15),
    'scanned',
  ])('lets %j pass', (line) => {
    expect(firstLost([line], (heading) => heading)).toBeUndefined();
  });

  it('lets a line pass that belongs to a record with just what it holds', () => {
    const record = {
      digests: { md5: md5(1), sha1: sha1(1) },
      outcome: 'identified',
      outcomeText: 'x',
      kind: 'unknown',
    };
    const partOf = { line: 1 };
    const take = (heading: ReportLine & { kind: 'heading' }, index: number): ReportLine =>
      index === 0 ? { kind: 'record', record: { ...record, place: partOf } as never } : { ...heading, partOf };
    expect(firstLost([md5(1), `SHA-1: ${sha1(1)}`, 'Status: Identified'], take)).toBeUndefined();
    expect(firstLost([md5(1), `SHA-1: ${sha1(2)}`], take)).toBe(2);
    expect(firstLost([md5(1), 'IMG_0001.jpg'], take)).toBe(2);
  });
});
