import { describe, expect, it } from 'vitest';
import type { Row, TableDocument } from '../../src/containers/contract.ts';
import { readReport } from '../../src/reports/lookup.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { md5, outcomesOf } from './reading.ts';
import { readLines } from './text-reading.ts';

const context = {
  vocabulary: createVocabulary(),
  sentNames: createSentNames(['a.jpg', 'my holiday 2.dat', 'my holiday']),
};

function row(place: Row['place'], texts: readonly string[], more: Partial<Row> = {}): Row {
  return {
    place,
    hidden: false,
    cells: texts.map((text) => ({ kind: text === '' ? 'blank' : 'text', text })),
    ...more,
  };
}

const headings = [row({ paragraph: 1 }, ['Identified Child']), row({ paragraph: 2 }, ['Recognized'])];
const firstTable = [row({ table: 1, row: 1 }, ['Hash', 'File Name']), row({ table: 1, row: 2 }, [md5(1), 'a.jpg'])];
const secondTable = [
  row({ table: 2, row: 1 }, ['File Name', 'SHA-1', 'MD5']),
  row({ table: 2, row: 2 }, ['b.jpg', '', md5(2)]),
];

function documentOf(tables: readonly (readonly Row[])[]): TableDocument {
  return {
    container: 'invented',
    name: 'reply',
    tables: tables.map((rows) => ({ hidden: false, rows })),
    issues: [],
    traits: new Map(),
  };
}

describe('a table for each outcome with paragraphs between', () => {
  const [first = row({}, []), second = row({}, [])] = headings;

  it.each([
    ['as one text', [[first, ...firstTable, second, ...secondTable]]],
    ['as tables of their own', [[first], firstTable, [second], secondTable]],
    ['with each heading in the table before', [[first], [...firstTable, second], secondTable]],
  ])('%s', (_title, tables) => {
    const report = readReport(documentOf(tables), context);
    expect(report.layout).toBe('outcome-sections');
    expect(report.records.map(({ outcome, digests }) => [outcome, digests.md5])).toEqual([
      ['identified', md5(1)],
      ['recognized', md5(2)],
    ]);
  });

  it('uses the columns of no other table', () => {
    const headless = [row({ table: 2, row: 1 }, []), row({ table: 2, row: 2 }, ['', md5(2)])];
    const report = readReport(documentOf([[first, ...firstTable, second, ...headless]]), context);
    expect(report.records[1]).toMatchObject({ outcome: 'recognized', digests: { md5: md5(2) } });
  });

  it('does not go on in a sheet with a name', () => {
    const document = documentOf([[first, ...firstTable]]);
    const sheet = { name: 'Other', hidden: false, rows: [row({ sheet: 'Other', row: 1 }, [md5(3)])] };
    const report = readReport({ ...document, tables: [...document.tables, sheet] }, context);
    expect(report.records).toHaveLength(1);
    expect(report.issues).toMatchObject([{ code: 'no-columns', place: { sheet: 'Other', row: 1 } }]);
  });
});

describe('headers and footers', () => {
  it.each([
    ['status-column', ['MD5\tResult', `${md5(1)}\tIdentified`]],
    ['outcome-sections', ['Identified Child', md5(1)]],
    ['digest-names', ['Identified Child', `1. ${md5(1)}.jpg`]],
    ['outcome-lines', [`${md5(1)} - Identified`]],
  ])('that name media are issues for %s', (layout, lines) => {
    const body = lines.map((line, index) => row({ line: index + 10 }, line.split('\t')));
    const furniture = ['CVIP Report', md5(1), 'a.jpg', 'other.jpg'].map((text, index) =>
      row({ line: index }, [text], { furniture: true }),
    );
    const report = readReport(documentOf([[...furniture, ...body]]), context);
    expect(report.layout).toBe(layout);
    expect(report.lines).toMatchObject({ furniture: 1, issues: 3, records: 1 });
    expect(new Set(report.issues.map(({ code }) => code))).toEqual(new Set(['media-in-furniture']));
  });
});

describe('a numbered name in a column of names', () => {
  it('is the name without the number, where that was sent or is a digest', () => {
    const sent = ['IMG_0001.jpg', '2. both.jpg', 'both.jpg'];
    const names = [`1. ${md5(1)}.jpg`, '• IMG_0001.jpg', '2. both.jpg', '3. other.jpg'];
    const report = readLines(['File Name\tResult', ...names.map((name) => `${name}\tIdentified`)], { sent });
    expect(report.records.map(({ fileName, digests }) => [fileName, digests.md5])).toEqual([
      [`${md5(1)}.jpg`, md5(1)],
      ['IMG_0001.jpg', undefined],
      ['2. both.jpg', undefined],
      ['3. other.jpg', undefined],
    ]);
  });
});

describe('a file name that goes on in the next row', () => {
  it('is an issue, also where its beginning is the name of another file', () => {
    const sent = ['my holiday', 'my holiday 2.dat'];
    const lines = ['File Name\tResult', 'my holiday\tIdentified', '2.dat\t', 'my holiday 2.dat\tRecognized'];
    const report = readLines(lines, { sent });
    expect(outcomesOf(report)).toEqual(['4 recognized']);
    expect(report.issues.map(({ code }) => code)).toEqual(['wrapped-name', 'no-digest-or-name']);
  });

  it('is not seen in a line that names nothing', () => {
    const report = readLines(['File Name\tResult', 'my holiday\tIdentified', 'Page 1 of 2', 'Total: 1'], {
      sent: ['my holiday'],
    });
    expect(outcomesOf(report)).toEqual(['2 identified']);
  });
});

describe('a contradiction between layouts', () => {
  it('stops where one sees another outcome in a line than the section states', () => {
    const lines = ['Identified Child', `${md5(1)} - Unrecognized`];
    expect(() => readLines(lines)).toThrow(expect.objectContaining({ code: 'FORMAT_AMBIGUOUS' }));
  });

  it('is not made of words in columns that are not read', () => {
    const lines = ['MD5\tResult\tRemark', `${md5(1)}\tIdentified Child\tRecognized`];
    expect(readLines(lines).layout).toBe('status-column');
  });
});
