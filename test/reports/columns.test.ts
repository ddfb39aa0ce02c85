import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/containers/contract.ts';
import { readHeader } from '../../src/reports/columns.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { md5 } from './reading.ts';

function header(...texts: string[]) {
  const row: Row = {
    place: { line: 1 },
    hidden: false,
    cells: texts.map((text) => ({ kind: text === '' ? 'blank' : 'text', text })),
  };
  return readHeader(row, createVocabulary());
}

describe('a header row', () => {
  it('is understood in any order and letter case, with other columns between', () => {
    expect(
      header('#', 'POC', 'SERIES NAME', 'result', '', 'sha_256', 'Media Type', 'file name', 'Hash (MD5)'),
    ).toMatchObject({
      width: 9,
      digests: [
        { index: 5, label: 'sha256' },
        { index: 8, label: 'md5' },
      ],
      fileNames: [7],
      outcomes: [{ index: 3 }],
      series: [2],
      contacts: [1],
      kinds: [6],
    });
  });

  it.each([
    'MD5',
    'md5 hash',
    'MD5 Hash Value',
    'Hash (MD5)',
    'MD5sum',
    'File MD5',
    'Hash Value MD5',
  ])('names MD5 by %j', (text) => {
    expect(header(text)?.digests).toEqual([{ index: 0, label: 'md5' }]);
  });

  it.each(['Hash', 'Hash Value', 'HASHES', 'Digest', 'Checksum'])('names any digest by %j', (text) => {
    expect(header(text)?.digests).toEqual([{ index: 0, label: 'any' }]);
  });

  it.each([
    'Result',
    'STATUS',
    'Outcome',
    'Classification',
    'Match Result',
    'NCMEC Status',
  ])('names the outcome by %j', (text) => {
    expect(header('MD5', text)?.outcomes).toEqual([{ index: 1 }]);
  });

  it.each([
    'Identified',
    'Victim Identified',
    'Identified Child?',
    'Known Victim (Y/N)',
  ])('asks for yes or no by %j', (text) => {
    expect(header('MD5', text)?.outcomes).toEqual([{ index: 1, flag: 'identified' }]);
  });

  it('takes a path for the file where no column is headed as its name', () => {
    expect(header('File Path', 'Status')?.fileNames).toEqual([0]);
    expect(header('File Path', 'File Name')?.fileNames).toEqual([1]);
    expect(header('File Name', 'Size')?.fileNames).toEqual([0]);
  });

  it.each([
    [['Hash Value Comparison Report']],
    [['Status', 'Final']],
    [['Case', '24-0001']],
    [['File Name', 'Blue Lamp']],
    [['File:', 'reply.csv']],
    [['Hash', md5(1)]],
    [['Point of Contact', 'Det. Doe']],
    [['__proto__', 'constructor', 'toString']],
    [['', '']],
    [[]],
  ])('is not %j', (texts) => {
    expect(header(...texts)).toBeUndefined();
  });
});
