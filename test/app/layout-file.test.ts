import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLayoutFile } from '../../src/app/layout-file.ts';
import { pathOfNewLayout, readLayoutFile, readLayoutFiles, writeLayoutFile } from '../../src/app/layout-files.ts';
import { CriskitError } from '../../src/core/errors.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { tempFolder } from '../cli/temp-lab.ts';

const path = '/lab/layouts/portal.toml';
const vocabulary = createVocabulary(new Map([['ours', 'identified']]));

const table = `format = 1
title = "Portal"
author = "Robin"
date = "2026-11-22"
sections = false
[fingerprint]
container = "delimited-text"
header = ["Hash A", "File", "", "Verdict"]
texts = ["Review"]
[columns]
digests = [{ column = "Hash A", algorithm = "sha1" }, { column = { letters = "c" } }]
name = "File"
outcome = ["Verdict", 4]
[outcomes]
"seen before" = "recognized"
[ignore]
texts = ["End"]
prefixes = ["Page "]
`;

const lines = `format = 1
title = "Letter"
[fingerprint]
texts = ["Result of the review"]
[lines]
records = ["{digest}: {outcome}"]
`;

function parse(text: string) {
  return parseLayoutFile(text, { path, name: 'portal', vocabulary });
}

function mistakeOf(text: string): CriskitError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof CriskitError) return error;
    throw error;
  }
  throw new Error('the layout was accepted');
}

describe('the file of a layout', () => {
  it('says what a table is', () => {
    const heading = (text: string) => ({ kind: 'heading', heading: text });
    const index = (columnIndex: number) => ({ kind: 'index', columnIndex });
    expect(parse(table)).toEqual({
      author: 'Robin',
      date: '2026-11-22',
      layout: {
        name: 'portal',
        title: 'Portal',
        fingerprint: { container: 'delimited-text', texts: ['Review'] },
        words: new Map([['seen before', 'recognized']]),
        ignored: { texts: ['End'], prefixes: ['Page '] },
        hasSections: false,
        reading: {
          kind: 'table',
          header: ['Hash A', 'File', '', 'Verdict'],
          width: undefined,
          digests: [
            { column: heading('Hash A'), label: 'sha1' },
            { column: index(2), label: 'any' },
          ],
          names: [heading('File')],
          outcomes: [heading('Verdict'), index(3)],
          series: [],
          contacts: [],
          kinds: [],
        },
      },
    });
  });

  it('says how lines are written', () => {
    expect(parse(lines).layout.reading).toMatchObject({
      kind: 'lines',
      records: [{ text: '{digest}: {outcome}' }],
      headings: [],
    });
  });

  it('may have a byte order mark and line ends of Windows', () => {
    expect(parse(`\ufeff${table.replaceAll('\n', '\r\n')}`)).toEqual(parse(table));
  });
});

describe('mistakes', () => {
  const cases: readonly (readonly [
    what: string,
    text: string,
    line: number,
    message: RegExp,
    hint?: RegExp | undefined,
  ])[] = [
    ['another format', table.replace('format = 1', 'format = 2'), 1, /^[^[]*format must be one of "1", and is 2/],
    ['an unknown key', `${table}prefixs = ["x"]`, 19, /no setting "prefixs" in \[ignore\]/, /"prefixes"/],
    ['an unknown section', `${table}[colums]\n`, 19, /no setting "colums" at the top level/, /"columns"/],
    ['a wrong type', table.replace('"Portal"', '7'), 2, /title must be text in quotes, and is 7/],
    [
      'a date that is none',
      table.replace('"2026-11-22"', '2026-11-22'),
      4,
      /date must be text in quotes, and is a date/,
    ],
    [
      'no column at all',
      table.replace('"File"\nout', '{}\nout'),
      12,
      /\[columns\] name is not understood: it takes the text/,
    ],
    [
      'an unknown heading',
      table.replace('name = "File"', 'name = "Fil"'),
      12,
      /"Fil" is not in \[fingerprint\] header/,
      /"File"/,
    ],
    ['a column too many', table.replace(', 4]', ', 5]'), 13, /4 columns, and none with the number 5/],
    ['an unknown algorithm', table.replace('"sha1"', '"sha-1"'), 11, /algorithm must be one of/, /"sha1"/],
    [
      'an unknown outcome',
      table.replace('"recognized"', '"recognised"'),
      15,
      /must be one of "identified"/,
      /"recognized"/,
    ],
    [
      'a word that means something else',
      `${table}`.replace('"seen before"', '"Identified Child"'),
      15,
      /means "identified" already/,
    ],
    ['a word of the lab', table.replace('"seen before"', '"Ours"'), 15, /means "identified" already/],
    [
      'one word twice',
      table.replace('[ignore]', '"Seen-before" = "identified"\n[ignore]'),
      16,
      /means "recognized" already/,
    ],
    ['an unknown container', table.replace('delimited-text', 'delimited-txt'), 7, /no container/, /"delimited-text"/],
    [
      'a header and a width',
      table.replace('header =', 'width = 4\nheader ='),
      6,
      /either the texts of its header row, or a width/,
    ],
    ['neither columns nor lines', lines.slice(0, lines.indexOf('[lines]')), 0, /neither \[columns\] nor \[lines\]/],
    ['columns and lines', `${lines}[columns]\nname = 1\n`, 7, /not both/],
    ['lines that match everything', lines.replace('texts = ["Result of the review"]', ''), 3, /needs texts that occur/],
    ['a text that says nothing', lines.replace('Result of the review', 'ab'), 4, /at least 3 characters/],
    [
      'a regular expression',
      lines.replace('{digest}: {outcome}', '(.*)+$'),
      6,
      /holds neither \{digest\} nor \{name\}/,
    ],
    ['an unknown placeholder', lines.replace('{digest}', '{hash}'), 6, /placeholder \{hash\}/],
    ['a line without an outcome', lines.replace(': {outcome}', ''), 6, /holds no \{outcome\}, and no heading/],
    [
      'a heading with a digest',
      `${lines}headings = ["{digest}: {outcome}"]`,
      7,
      /may hold only \{outcome\} and \{any\}/,
    ],
    ['a key of the prototype', `${table}[__proto__]\n`, 19, /no setting "__proto__"/],
    [
      'a prototype within',
      table.replace('[outcomes]', '[outcomes]\n"__proto__" = "identified"'),
      15,
      /no setting "__proto__" in/,
    ],
    ['TOML that is none', table.replace('"Portal"', '"Portal'), 2, /not well-formed TOML/],
  ];
  it.each(cases.map(([what, ...rest]) => [what, rest] as const))('%s: with its line and what was meant', (_, rest) => {
    const [text, line, message, hint] = rest;
    const error = mistakeOf(text);
    expect(error).toMatchObject({ code: 'SETTINGS_INVALID', path, ...(line === 0 ? {} : { place: { line } }) });
    expect(error.message).toMatch(message);
    expect(error.hint ?? '').toMatch(hint ?? /^/);
  });

  it('are all told at once, in the order of their lines', () => {
    const text = table.replace('format = 1', 'format = 2').replace('"sha1"', '"x"').replace('"Portal"', '7');
    expect(mistakeOf(text).message).toMatch(
      /has 3 mistakes:\nline 1: [^\n]+\nline 2: [^\n]+\nline 11: \[columns\.digests\] number 1 algorithm /,
    );
  });

  it('do not reach a terminal as they are', () => {
    expect(mistakeOf(`${table}"\\u001b[31m" = 1`).message).toContain('\\x1b[31m');
  });
});

describe('the folder of layouts', () => {
  function labWith(files: Readonly<Record<string, string | Uint8Array>>) {
    const folder = tempFolder();
    mkdirSync(join(folder, 'layouts'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'layouts', name), content);
    return { folder, settings: { vocabulary: new Map() } };
  }

  it('gives each file with its SHA-256, by name; a lab without the folder has none', async () => {
    const lab = labWith({ 'b.toml': lines, 'a.toml': table, 'notes.txt': 'x', '._a.toml': 'x' });
    const files = await readLayoutFiles(lab);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(files.map((file) => [file.layout.name, file.sha256])).toEqual([
      ['a', sha256(table)],
      ['b', sha256(lines)],
    ]);
    expect(await readLayoutFiles({ ...lab, folder: join(lab.folder, 'layouts') })).toEqual([]);
  });

  it.each<readonly [string, string, string | Uint8Array, string, RegExp]>([
    ['a mistake in any file', 'a.toml', `${table}x = 1`, 'SETTINGS_INVALID', /a\.toml/],
    ['a name that none can have', 'A b.toml', table, 'SETTINGS_INVALID', /small letters and digits/],
    ['the name of a layout of criskit', 'status-column.toml', table, 'SETTINGS_INVALID', /brings a layout/],
    ['a file of 10 MB', 'a.toml', Buffer.alloc(10_000_000, '# x\n'), 'INPUT_TOO_LARGE', /a\.toml/],
    ['deep nesting', 'a.toml', `x = ${'['.repeat(100_000)}`, 'SETTINGS_INVALID', /a\.toml/],
    ['text that is not UTF-8', 'a.toml', Buffer.from('title = "\xe9"', 'latin1'), 'SETTINGS_INVALID', /UTF-8/],
    ['an empty file', 'a.toml', '', 'INPUT_EMPTY', /a\.toml/],
  ])('stops at %s', async (_, name, content, code, message) => {
    await expect(readLayoutFiles(labWith({ [name]: content }))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('takes a new one, and never in the place of another', async () => {
    const lab = labWith({});
    const target = await pathOfNewLayout(lab, 'portal');
    await writeLayoutFile(target, table, new AbortController().signal);
    expect(readFileSync(target, 'utf8')).toBe(table);
    expect((await readLayoutFile(lab, target)).layout.title).toBe('Portal');
    await expect(pathOfNewLayout(lab, 'portal')).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await expect(writeLayoutFile(target, 'x', new AbortController().signal)).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
    });
    await expect(pathOfNewLayout(lab, '../portal')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(pathOfNewLayout(lab, 'outcome-sections')).rejects.toMatchObject({ code: 'USAGE' });
  });
});
