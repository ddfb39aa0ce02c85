import { describe, expect, it } from 'vitest';
import { shiftFormula } from '../../src/tracker/shift-formula.ts';

describe('shiftFormula', () => {
  // Values: openpyxl 3.0.9, openpyxl.formula.translate.Translator, where it can; the rest by ECMA-376 part 1, 18.17.
  it.each([
    ['A1+$B$2+C$3+$D4', 2, 1, 'B3+$B$2+D$3+$D6'],
    ['SUM(A1:B2)', 2, 1, 'SUM(B3:C4)'],
    ['"A1"&A1&"say ""B1"""', 1, 0, '"A1"&A2&"say ""B1"""'],
    ["'It''s A1'!B2+Sheet1!C3", 1, 0, "'It''s A1'!B3+Sheet1!C4"],
    ['Q1!A1+LOG10(A1)', 2, 1, 'Q1!B3+LOG10(B3)'],
    ['SUM(Table1[[#This Row],[A1]:[B2]])+A1', 1, 0, 'SUM(Table1[[#This Row],[A1]:[B2]])+A2'],
    ["Table1[col '[A1']]&A2", 1, 0, "Table1[col '[A1']]&A3"],
    ['1E5+E5+2.5E-3', 1, 0, '1E5+E6+2.5E-3'],
    ['SUM(5:5)+SUM($5:6)', 2, 0, 'SUM(7:7)+SUM($5:8)'],
    ['SUM(A:A)+SUM($A:B)', 2, 1, 'SUM(B:B)+SUM($A:C)'],
    ['[1]Sheet1!A1', 1, 0, '[1]Sheet1!A2'],
    ['IF(A1="","",A1*1)', 1, 0, 'IF(A2="","",A2*1)'],
    ['XFD1+XFE1', 0, 1, '#REF!+XFE1'],
    ['A1', -1, 0, '#REF!'],
    ['A1048576', 1, 0, '#REF!'],
    ['$A1048576', 0, 5, '$A1048576'],
    ['Grüße1+name.A1+A1_x+_xlfn.CONCAT(A1)', 1, 0, 'Grüße1+name.A1+A1_x+_xlfn.CONCAT(A2)'],
    ['#REF!+A1#', 1, 0, '#REF!+A2#'],
    ['{1,2;3,4}+a1', 1, 0, '{1,2;3,4}+A2'.replace('A2', 'a2')],
  ])('%s by %i rows and %i columns', (formula, rows, columns, expected) => {
    expect(shiftFormula(formula, rows, columns)).toBe(expected);
  });

  it('leaves a formula that does not move as it is', () => {
    expect(shiftFormula('A1+$B$2&"x"', 0, 0)).toBe('A1+$B$2&"x"');
  });
});
