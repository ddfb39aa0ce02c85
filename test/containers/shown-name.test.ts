import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctNames, shownName } from '../../src/containers/shown-name.ts';

describe('names of parts', () => {
  it.each([
    ['report.csv', 'report.csv'],
    ['a/b.csv', 'a/b.csv'],
    ['../../etc/passwd', 'etc/passwd'],
    ['..\\..\\x', 'x'],
    ['/abs', 'abs'],
    ['C:\\x', 'x'],
    ['c:x', 'x'],
    ['//server/share/x', 'server/share/x'],
    ['COM1', '_COM1'],
    ['nul.txt', '_nul.txt'],
    ['null.txt', 'null.txt'],
    ['a\u202egpj.exe', 'a\\u202egpj.exe'],
    ['a\nb', 'a\\nb'],
    ['  ', undefined],
    ['', undefined],
    ['/', undefined],
    ['...', undefined],
    [undefined, undefined],
  ])('%j is shown as %j', (name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  it('of any text are short, printable and no paths', () => {
    const run = fc.property(fc.array(fc.nat(0xffff), { maxLength: 200 }), (codes) => {
      const text = String.fromCharCode(...codes);
      const shown = shownName(text) ?? 'none';
      expect(shown.length).toBeLessThan(130);
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(shown.split('/')).not.toContain('..');
      expect(shown).not.toMatch(/^\/|^[A-Za-z]:/);
    });
    fc.assert(run, { numRuns: 300 });
  });

  it('are told apart, whatever they are', () => {
    expect(distinctNames(['a', 'a', 'b', 'a', 'a (2)'])).toEqual(['a', 'a (3)', 'b', 'a (4)', 'a (2)']);
    const run = fc.property(fc.array(fc.constantFrom('a', 'a (2)', 'a (3)', 'b')), (names) => {
      const distinct = distinctNames(names);
      expect(new Set(distinct).size).toBe(names.length);
    });
    fc.assert(run);
  });
});
