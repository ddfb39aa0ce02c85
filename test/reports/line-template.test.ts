import { describe, expect, it } from 'vitest';
import { type LineTemplate, matchTemplate, parseTemplate } from '../../src/reports/line-template.ts';

function template(text: string): LineTemplate {
  const parsed = parseTemplate(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed;
}

function match(text: string, line: string): unknown {
  const found = matchTemplate(template(text), line);
  return found === undefined ? undefined : Object.fromEntries(found);
}

describe('a template', () => {
  it('gives what stands in the place of each placeholder', () => {
    expect(match('{digest} - {outcome} [{series}]', 'd4 - Known child [Blue house]')).toEqual({
      digest: 'd4',
      outcome: 'Known child',
      series: 'Blue house',
    });
  });

  it('ends a placeholder where the text behind it occurs first, and gives the last one the rest', () => {
    expect(match('{name}: {outcome}', 'a: b: c')).toEqual({ name: 'a', outcome: 'b: c' });
    expect(match('{name} [{series}]', 'a [1].jpg [X]')).toBeUndefined();
  });

  it('fits whole lines only', () => {
    expect(match('File {name}', 'File a.jpg')).toEqual({ name: 'a.jpg' });
    expect(match('File {name}', 'My File a.jpg')).toBeUndefined();
    expect(match('{name} is known', 'a.jpg is known already')).toBeUndefined();
    expect(match('{any}{{{name}}}', 'see {a.jpg}')).toEqual({ any: 'see', name: 'a.jpg' });
  });

  it('does not mind how wide its own blanks are', () => {
    expect(match('  {name}  :   {outcome} ', 'a.jpg : known')).toEqual({ name: 'a.jpg', outcome: 'known' });
  });

  it('puts together what it passes over', () => {
    expect(match('{any}: {name}, {any}', 'one: a.jpg, two')).toEqual({ any: 'one two', name: 'a.jpg' });
  });

  it('takes characters of regular expressions as they are', () => {
    expect(match('({digest}) .* {outcome}$', '(d4) .* known$')).toEqual({ digest: 'd4', outcome: 'known' });
    expect(match('({digest}) .* {outcome}$', '(d4) xx known')).toBeUndefined();
  });

  it.each([
    ['{hash}: {outcome}', /placeholder \{hash\}; there are \{digest\}/],
    ['{__proto__}', /placeholder \{__proto__\}/],
    ['{digest}{outcome}', /two placeholders with nothing between/],
    ['{name}: {name}', /names \{name\} twice/],
    ['{name: {outcome}', /"\{" without its other half/],
    ['name}: {outcome}', /"\}" without its other half/],
    ['{}', /placeholder \{\}/],
    [`${'x'.repeat(199)}{name}`, /at most 200 characters/],
  ])('%j is refused', (text, fault) => {
    expect(parseTemplate(text)).toMatchObject({ fault: expect.stringMatching(fault) });
  });

  it('never takes long, whatever the line', { timeout: 5_000 }, () => {
    const hostile = [
      `{name}${'a'.repeat(90)}b{any}${'a'.repeat(80)}c`,
      `{name}b${'a'.repeat(180)}`,
      '{any}a{any}a{any}a',
    ];
    const lines = ['a'.repeat(4000), 'ab'.repeat(2000), 'x'.repeat(1_000_000)];
    for (let round = 0; round < 2000; round += 1) {
      for (const text of hostile) for (const line of lines) matchTemplate(template(text), line);
    }
  });
});
