import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseString } from 'fast-csv';
import { assert, asyncProperty, property, string } from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Digest } from '../../src/core/digest.ts';
import { formatExplanationCsv } from '../../src/render/explain-csv.ts';
import { formatExplanationHtml } from '../../src/render/explain-html.ts';
import type { ExplainedLine, Explanation } from '../../src/render/explanation.ts';
import { itWith } from '../peer-program.ts';

const md5 = 'd41d8cd98f00b204e9800998ecf8427e' as Digest<'md5'>;
const hostile = `<script>alert(1)</script> & "quoted" 'single' ]]> --> \u001b[31mred\u0007\u0000 \u202eevil \ufffe \uffff \ud800 =1+1`;

function line(change: Partial<ExplainedLine> = {}): ExplainedLine {
  return { place: { line: 1 }, text: 'x', takenFor: 'heading', records: [], message: '', ...change };
}

function explanation(lines: readonly ExplainedLine[], change: Partial<Explanation> = {}): Explanation {
  return {
    document: { name: 'reply.csv', sha256: 'ab'.repeat(32) },
    caseNumber: '26-0001',
    container: 'delimited-text',
    layout: 'status-column',
    reason: 'a header names a column for the outcome',
    layoutSha256: null,
    lines,
    ...change,
  };
}

const full = explanation([
  line({ text: 'MD5 | Name', message: 'names the columns' }),
  line({
    place: { sheet: 'A "b"', row: 2 },
    takenFor: 'record',
    records: [{ outcome: 'identified', digests: { md5 }, fileName: 'a.jpg', series: 'Blue', contact: 'PD' }],
    message: '"Known"',
  }),
  line({ place: { line: 3, column: 'MD5' }, takenFor: 'issue', message: 'The digest has 31 characters.' }),
  line({ place: { line: 4 }, takenFor: 'page furniture', text: 'Page 1' }),
  line({ place: { line: 5 }, takenFor: 'blank', text: '' }),
]);

const html = (one: Explanation) => [...formatExplanationHtml(one)].join('');
const csv = (one: Explanation) => [...formatExplanationCsv(one)].join('');

/** Texts of the page as a strict reader of XML gives them; throws where it is not well-formed. */
function readXml(text: string): string {
  const parser = new SaxesParser();
  let texts = '';
  parser.on('text', (part) => (texts += part));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  return texts;
}

async function readCsv(text: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of parseString<string[], string[]>(text, { headers: false })) rows.push(row as string[]);
  return rows;
}

describe('the page', () => {
  it('counts what lines were taken for, in words as well as colours', () => {
    const page = html(full);
    for (const [mark, kind] of [
      ['R', 'record'],
      ['I', 'issue'],
      ['H', 'heading'],
      ['F', 'page furniture'],
      ['B', 'blank'],
    ]) {
      expect(page).toContain(`${mark} ${kind}: <b>1</b>`);
      expect(page).toContain(`>${mark} ${kind}</td>`);
    }
    const texts = readXml(page);
    expect(texts).toContain('5 lines');
    expect(texts).toContain(`MD5 ${md5}`);
    expect(texts).toContain('series: Blue');
    expect(texts).toContain('sheet "A "b"", row 2');
  });

  it('loads nothing, runs nothing, and allows only its own style sheet', () => {
    const page = html(full);
    const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\bsrc=|\bon[a-z]+=|url\(|@import|\sstyle=/i);
    expect([...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(['#line-3']);
  });

  it('shows hostile text as text', () => {
    const page = html(
      explanation([line({ text: hostile, message: hostile, takenFor: 'issue', place: { sheet: hostile, row: 1 } })], {
        document: { name: hostile, sha256: 'x' },
        layout: hostile,
        caseNumber: hostile,
      }),
    );
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\ufffe\uffff]/);
    expect(readXml(page)).toContain('<script>alert(1)</script> & "quoted"');
    expect(readXml(page)).toContain('\\x1b[31mred\\x07\\x00 \\u202eevil \\ufffe \\uffff');
  });

  it('is well-formed whatever the document holds', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 60 }), string({ maxLength: 30 }), (text, name) => {
        const records = [{ outcome: 'identified' as const, digests: {}, fileName: text, series: text, contact: name }];
        readXml(html(explanation([line({ text, message: name, takenFor: 'record', records })])));
      }),
      { numRuns: 300 },
    );
  });

  itWith('xmllint')('is well-formed to xmllint, as XML and as HTML', () => {
    const folder = mkdtempSync(join(tmpdir(), 'criskit-explain-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'page.html');
    for (const one of [full, explanation([line({ text: hostile, message: hostile, takenFor: 'issue' })])]) {
      writeFileSync(path, html(one));
      const asXml = spawnSync('xmllint', ['--noout', '--nonet', path], { encoding: 'utf8' });
      expect([asXml.status, asXml.stderr]).toEqual([0, '']);
      const asHtml = spawnSync('xmllint', ['--html', '--noout', '--nonet', path], { encoding: 'utf8' });
      expect(asHtml.status).toBe(0);
    }
  });

  it('is the same for the same document', () => {
    expect(html(full)).toBe(html(full));
  });
});

describe('the CSV file', () => {
  it('has one line for each line of the document', async () => {
    expect(await readCsv(csv(full))).toEqual([
      ['Place', 'Taken for', 'Outcome', 'Digest', 'Name', 'Series', 'Contact', 'Message', 'Text'],
      ['line 1', 'heading', '', '', '', '', '', 'names the columns', 'MD5 | Name'],
      ['sheet "A "b"", row 2', 'record', 'identified', `MD5 ${md5}`, 'a.jpg', 'Blue', 'PD', '"Known"', 'x'],
      ['line 3, column MD5', 'issue', '', '', '', '', '', 'The digest has 31 characters.', 'x'],
      ['line 4', 'page furniture', '', '', '', '', '', '', 'Page 1'],
      ['line 5', 'blank', '', '', '', '', '', '', ''],
    ]);
  });

  it('puts several records of one line into its cells', async () => {
    const records = [
      { outcome: 'identified' as const, digests: { md5 } },
      { outcome: 'recognized' as const, digests: {}, fileName: 'b.jpg' },
    ];
    const [, row] = await readCsv(csv(explanation([line({ takenFor: 'record', records })])));
    expect(row?.slice(2, 5)).toEqual(['identified; recognized', `MD5 ${md5}`, 'b.jpg']);
  });

  it.each(['=1+1', '+1', '-1', '@x', '  =cmd', '\t=1', '\r=1'])('makes text of %j', async (text) => {
    const [, row] = await readCsv(csv(explanation([line({ text, message: text })])));
    for (const cell of [row?.[7], row?.[8]]) expect(cell).toMatch(/^'/);
  });

  it('has no line breaks or control characters of the document, whatever that holds', async () => {
    await assert(
      asyncProperty(string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const written = csv(explanation([line({ text, message: text })]));
        const rows = await readCsv(written);
        expect(rows.map((row) => row.length)).toEqual([9, 9]);
        expect(written).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f]/);
        for (const cell of rows[1] ?? []) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
      { numRuns: 200 },
    );
  });
});
