import { spawnSync } from 'node:child_process';
import { describe, expect } from 'vitest';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { itWith } from '../peer-program.ts';
import { writeWhole } from './reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const series = ['plain', 'two; parts', 'say "x"', 'line\nend', 'grün', "'quoted'"];

const records = series.map(
  (text, index): HashSetRecord => ({
    place: { line: index + 1 },
    digests: { md5: md5 as never },
    kind: 'image',
    attributes: { series: text, victimIdentified: index % 2 === 0 },
  }),
);

function run(program: string, args: readonly string[], input: Uint8Array) {
  return spawnSync(program, args, { encoding: 'utf8', input });
}

describe('a hash set as a table', () => {
  for (const [id, delimiter, column] of [
    ['icse-csv', ';', 'Series name'],
    ['csv', ',', 'series'],
  ] as const) {
    itWith('mlr')(`of ${id} is read by Miller, cell for cell`, async () => {
      const { bytes } = await writeWhole(getFormat(id), records);
      const { status, stdout, stderr } = run('mlr', ['--icsv', '--ifs', delimiter, '--ojson', 'cat'], bytes);
      expect([status, stderr]).toEqual([0, '']);
      const rows = JSON.parse(stdout) as Record<string, string>[];
      expect(rows.map((row) => row[column])).toEqual(series);
      expect(rows.every((row) => (row['MD5'] ?? row['md5'])?.toLowerCase() === md5)).toBe(true);
    });
  }
});
