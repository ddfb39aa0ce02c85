import { parse } from 'smol-toml';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/app/settings.ts';
import { formatSettingsTemplate } from '../../src/app/settings-template.ts';
import { CriskitError } from '../../src/core/errors.ts';
import { defaultSplitRule } from '../../src/core/split-rule.ts';
import { trackerColumns } from '../../src/tracker/contract.ts';

const path = '/lab/criskit.toml';
const template = formatSettingsTemplate({ name: 'CRIS desk', agency: 'PD', examiner: 'Robin' });

function mistakeOf(text: string): CriskitError {
  try {
    parseSettings(text, path);
  } catch (error) {
    if (error instanceof CriskitError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('the template', () => {
  it('says what criskit does without it', () => {
    const names = { name: 'CRIS desk', agency: 'PD', examiner: 'Robin' };
    expect(parseSettings(template, path)).toEqual({ ...parseSettings('', path), lab: names });
  });

  it('gives back any name that it is made with', () => {
    const text = string({ unit: 'binary', maxLength: 50 }).filter((value) => value.isWellFormed());
    assert(
      property(text, text, (name, examiner) => {
        const settings = parseSettings(formatSettingsTemplate({ name, agency: '', examiner }), path);
        expect(settings.lab).toEqual({ name, agency: '', examiner });
      }),
    );
  });

  it('names every column of the spreadsheet', () => {
    for (const column of trackerColumns) {
      const key = column.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(template).toContain(key);
      const settings = parseSettings(`[tracker.columns]\n${key} = ["Ours"]`, path);
      expect(settings.tracker.aliases).toEqual({ [column]: ['Ours'] });
    }
  });

  it('has defaults that are the rule of the design', () => {
    const settings = parseSettings('', path);
    expect(settings.splitRule).toEqual(defaultSplitRule);
    expect(settings.categories.map(({ id, kind }) => [id, kind])).toEqual([
      ['known-victim', 'alert'],
      ['unidentified', 'alert'],
    ]);
    expect(settings.hashing.algorithms).toEqual(['md5', 'sha1', 'sha256']);
    expect(settings.followUpDays).toBe(90);
    expect(settings.tracker.path).toBe('/lab/tracker.xlsx');
  });
});

describe('settings that are accepted', () => {
  it('may have a byte order mark and line ends of Windows', () => {
    const windows = `\ufeff${template.replaceAll('\n', '\r\n')}`;
    expect(parseSettings(windows, path)).toEqual(parseSettings(template, path));
  });

  it('add categories, file outcomes nowhere, and know words of the lab', () => {
    const settings = parseSettings(
      `${template.replace('[split-rule]', '[[categories]]\nid = "local"\ntitle = "Local"\nkind = "ignorable"\n[split-rule]')}
"child known to us" = "identified"`.replace('recognized = "unidentified"', 'recognized = "none"'),
      path,
    );
    expect(settings.categories.at(-1)).toEqual({ id: 'local', title: 'Local', kind: 'ignorable' });
    expect(settings.splitRule.byOutcome.recognized).toBeNull();
    expect(settings.vocabulary.get('child known to us')).toBe('identified');
  });

  it('name a tracker elsewhere, and one of its sheets', () => {
    const settings = parseSettings('[tracker]\npath = "../shared/cases.xlsm"\nsheet = "2026"', path);
    expect(settings.tracker).toEqual({ path: '/shared/cases.xlsm', sheet: '2026', aliases: {} });
  });
});

describe('mistakes', () => {
  const cases: readonly (readonly [name: string, text: string, line: number, message: RegExp, hint: RegExp])[] = [
    ['an unknown key', '[lab]\nnmae = "x"', 2, /no setting "nmae" in \[lab\]/, /"name"/],
    ['an unknown section', '[lab]\n[trakcer]\npath = "x"', 2, /no setting "trakcer" at the top level/, /"tracker"/],
    ['an unknown column', '[tracker.columns]\n\ncase-nmber = ["x"]', 3, /"case-nmber"/, /"case-number"/],
    [
      'a wrong word',
      '[split-rule]\nunidentified-kinds = "image-only"',
      2,
      /one of "all", "images-only"/,
      /"images-only"/,
    ],
    ['an unknown algorithm', '[hashing]\nalgorithms = ["md5", "sha-1"]', 2, /algorithms, entry 2/, /"sha1"/],
    [
      'a category that does not exist',
      '[split-rule]\r\nidentified = "known-victm"',
      2,
      /not in \[\[categories\]\]/,
      /"known-victim"/,
    ],
    ['an unknown outcome', '[vocabulary]\n"ours" = "identifed"', 2, /one of "identified"/, /"identified"/],
  ];
  it.each(cases)('%s: named with its line and what was meant', (_, text, line, message, hint) => {
    const error = mistakeOf(text);
    expect(error).toMatchObject({ code: 'SETTINGS_INVALID', path, place: { line } });
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it.each([
    ['text for a number', '[hashing]\nthreads = "4"', /must be a number, and is "4"/],
    ['a number for text', '[lab]\nname = 7', /must be text in quotes, and is 7/],
    ['text for a list', '[hashing]\nalgorithms = "md5"', /must be a list in square brackets/],
    ['a list for a section', 'lab = []', /\[lab\] must be a section, and is a list/],
    ['half a day', '[follow-up]\ndays = 1.5', /must be a whole number, and is 1\.5/],
    ['no days', '[follow-up]\ndays = 0', /must be at least 1, and is 0/],
    ['an empty list', '[hashing]\nalgorithms = []', /must not be an empty list/],
    ['an algorithm twice', '[hashing]\nalgorithms = ["md5", "md5"]', /twice/],
    ['a version of nothing', '[split-rule]\nversion = 0', /at least 1/],
  ])('%s', (_, text, message) => {
    expect(mistakeOf(text).message).toMatch(message);
  });

  const known = '[[categories]]\nid = "known-victim"\ntitle = "K"\nkind = "alert"\n';
  const unidentified = '[[categories]]\nid = "unidentified"\ntitle = "U"\nkind = "alert"\n';
  it.each([
    ['a category that the figures need is missing', known, /"unidentified" is missing/],
    [
      'known victims that would be hidden',
      known.replace('alert', 'ignorable') + unidentified,
      /must be of kind "alert"/,
    ],
    ['a category twice', known + unidentified + known, /"known-victim" is listed twice/],
    ['a category called none', known + unidentified + known.replace('known-victim', 'none'), /stands for no category/],
    ['an id with blanks', known + unidentified + known.replace('known-victim', 'Known victim'), /lower-case words/],
    [
      'a kind that does not exist',
      known + unidentified + '[[categories]]\nid = "x"\ntitle = "X"\nkind = "alarm"',
      /"alert", "ignorable"/,
    ],
  ])('%s', (_, text, message) => {
    expect(mistakeOf(text).message).toMatch(message);
  });

  it('are all told at once, in the order of the file', () => {
    const error = mistakeOf('[lab]\nnmae = ""\n[hashing]\nthreads = "4"\nalgoritms = []');
    expect(error.message.split('\n')).toEqual([
      '/lab/criskit.toml has 3 mistakes:',
      'line 2: there is no setting "nmae" in [lab]. Did you mean "name"?',
      'line 4: [hashing] threads must be a number, and is "4".',
      'line 5: there is no setting "algoritms" in [hashing]. Did you mean "algorithms"?',
    ]);
  });

  it('of syntax have line and column', () => {
    const error = mistakeOf('[lab]\nname = CRIS desk\n');
    expect(error.place?.line).toBe(2);
    expect(error.message).toMatch(/not well-formed TOML.*line 2, column 8/);
  });

  it('called __proto__ are unknown keys like any other', () => {
    expect(() => parse('__proto__ = 1')).not.toThrow();
    expect(mistakeOf('[vocabulary]\n__proto__ = "identified"').message).toContain('"__proto__"');
    expect(mistakeOf('__proto__ = 1').message).toContain('"__proto__"');
  });

  it('show no control characters of the file', () => {
    expect(mistakeOf('[lab]\n"na\\u001b[31mme" = 1').message).toContain('na\\x1b[31mme');
  });
});
