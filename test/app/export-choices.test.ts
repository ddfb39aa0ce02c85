import { describe, expect, it } from 'vitest';
import { checkChoices, findSetLoss } from '../../src/app/export-choices.ts';
import type { HashSetFormat } from '../../src/hashsets/contract.ts';
import { encase } from '../../src/hashsets/formats/encase.ts';
import { plain } from '../../src/hashsets/formats/plain.ts';

const withVersions: HashSetFormat = { ...plain, versions: ['2', '1.5'] };
const withPerhaps: HashSetFormat = { ...plain, answersPerhaps: true };

describe('what is asked of a format', () => {
  it('is taken where the format has it', () => {
    for (const version of ['2', '1.5']) expect(() => checkChoices(withVersions, { version })).not.toThrow();
    expect(() => checkChoices(withPerhaps, { falsePositiveRate: 0.01 })).not.toThrow();
    expect(() => checkChoices(plain, {})).not.toThrow();
  });

  it.each([
    ['a version that is not among its own', withVersions, { version: '3' }, 'Its versions: 2, 1.5.'],
    ['a version of a format that has one', plain, { version: '2' }, 'It has only one: leave --format-version away.'],
    ['a rate of a plain list', plain, { falsePositiveRate: 0.01 }, 'Leave --false-positive-rate away.'],
  ])('is refused where it is %s', (_, format, options, hint) => {
    expect(() => checkChoices(format, options)).toThrow(expect.objectContaining({ code: 'FORMAT_CANNOT', hint }));
  });
});

describe('the name of a set', () => {
  it('is missed in a format without one only where somebody asked for it', () => {
    expect(findSetLoss(plain, { setName: 'Set' }, true)).toEqual([{ what: 'setName', carried: null }]);
    expect(findSetLoss(plain, { setName: 'Set' }, false)).toEqual([]);
  });

  it('and the title of the category are missed where they are cut', () => {
    const options = { setName: 'n'.repeat(41), categoryTitle: 'c'.repeat(20) };
    expect(findSetLoss(encase, options, false)).toEqual([
      { what: 'setName', carried: 'n'.repeat(39) },
      { what: 'categoryTitle', carried: 'c'.repeat(19) },
    ]);
    expect(findSetLoss(encase, { setName: 'Set', categoryTitle: 'Notable' }, true)).toEqual([]);
    expect(findSetLoss(encase, {}, false)).toEqual([]);
  });
});
