import { array, assert, constantFrom, oneof, property, record, string, boolean } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row, TableDocument } from '../../src/containers/contract.ts';
import type { ReadingContext, RowReading } from '../../src/reports/contract.ts';
import { readReportAs } from '../../src/reports/lookup.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { md5, sha1 } from './reading.ts';
import { layoutOfToml } from './taught.ts';

const sent = ['x/a.jpg', 'x/scan 2.dat', 'y/b.mp4', 'z/plain'];
const context: ReadingContext = { vocabulary: createVocabulary(), sentNames: createSentNames(sent) };

const columns = (more: string) =>
  `[columns]\ndigests = [{ column = 1 }, { column = 2, algorithm = "sha1" }]\nname = 3\n${more}`;
const words =
  '[outcomes]\n"bekannt" = "identified"\n"neu" = "unrecognized"\n[ignore]\ntexts = ["note"]\nprefixes = ["Result", "a", "0"]\n';
const layouts = [
  `format = 1\ntitle = "t"\n[fingerprint]\nheader = ["Summe", "S2", "Datei", "Befund"]\n${columns('outcome = 4\n')}${words}`,
  `format = 1\ntitle = "t"\n[fingerprint]\nheader = ["Summe"]\n[columns]\ndigests = [{ column = "Summe" }]\noutcome = "Summe"\n${words}`,
  `format = 1\ntitle = "t"\nsections = true\n[fingerprint]\nwidth = 4\n${columns('')}${words}`,
  `format = 1\ntitle = "t"\n[fingerprint]\ntexts = ["note"]\n[lines]\nrecords = ["{digest} - {outcome}", "{name}: {outcome} {any}", "{any} {sha1}", "{digest}"]\nheadings = ["Result: {outcome}", "{outcome}"]\n${words}`,
  `format = 1\ntitle = "t"\n[fingerprint]\ntexts = ["note"]\n[lines]\nrecords = ["{name}{{{outcome}}}", "({kind}) {name} = {outcome}"]\n${words}`,
].map((toml) => layoutOfToml(toml));

const cell = oneof(
  constantFrom(md5(1), md5(2).toUpperCase(), sha1(1), md5(3).slice(1), `${md5(4)} ${md5(5)}`, `${md5(6)}.jpg`),
  constantFrom('a.jpg', 'X\\A.JPG', 'scan 2.dat', 'plain', 'other.png', 'see a.jpg, b.mp4'),
  constantFrom('bekannt', 'neu', 'Identified Child', 'Not identified', 'vielleicht', 'Result: bekannt', 'Result: nein'),
  constantFrom(
    'Summe',
    'S2',
    'Datei',
    'Befund',
    'Status',
    'MD5',
    'note',
    'Total identified: 3',
    'Page 1 of 2',
    '',
    ' ',
  ),
  constantFrom(`${md5(7)} - neu`, 'a.jpg: bekannt', 'plain: neu x', `Result ${md5(8)}`, `x ${sha1(2)}`, 'a.jpg{neu}'),
  string({ unit: 'binary', maxLength: 12 }),
);
const anyRow = record({
  texts: array(cell, { maxLength: 5 }),
  isFurniture: boolean(),
  isFaulty: constantFrom(false, false, false, true),
});

function documentOf(rows: readonly { texts: string[]; isFurniture: boolean; isFaulty: boolean }[]): TableDocument {
  const all = rows.map(({ texts, isFurniture, isFaulty }, index): Row => {
    const place = { line: index + 1 };
    return {
      place,
      cells: texts.map((text) => ({ kind: text.trim() === '' ? 'blank' : 'text', text })),
      hidden: false,
      ...(isFurniture ? { furniture: true } : {}),
      ...(isFaulty ? { issue: { code: 'cut-off', message: 'x', place } } : {}),
    };
  });
  const issues = all.flatMap(({ issue }) => (issue === undefined ? [] : [issue]));
  return { container: 'delimited-text', name: 'r', tables: [{ hidden: false, rows: all }], issues, traits: new Map() };
}

/** What a row shows and its line does not have, or the other way round. */
function lossesOf({ row, line }: RowReading): readonly string[] {
  const text = row.cells.map((one) => one.text).join(' ');
  if (line.kind === 'issue') return [];
  if (line.kind !== 'record') {
    const digests = text.match(/(?<![0-9a-z])(?:[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/gi) ?? [];
    return [...digests, ...(text.match(/a\.jpg|b\.mp4|scan 2\.dat/i) ?? [])];
  }
  const { digests, fileName = '' } = line.record;
  const invented = Object.values(digests).filter((value) => !text.toLowerCase().includes(value));
  const plain = (one: string) => one.replaceAll(/\s+/g, ' ');
  return plain(text).includes(plain(fileName)) ? invented : [...invented, fileName];
}

describe('any document by any taught layout', () => {
  it('is accounted for line by line, and loses neither a digest nor a name', { timeout: 120_000 }, () => {
    assert(
      property(constantFrom(...layouts), array(anyRow, { maxLength: 12 }), (layout, rows) => {
        const document = documentOf(rows);
        const report = readReportAs(layout, document, context);
        const { read, records, issues, headings, blanks, furniture } = report.lines;
        expect(read).toBe(rows.length);
        expect(records + issues + headings + blanks + furniture).toBe(read);
        expect(report.readings.flatMap(lossesOf)).toEqual([]);
        expect([...layout.read(document, context)]).toEqual(report.readings.map(({ line }) => line));
      }),
      { numRuns: 3000 },
    );
  });
});
