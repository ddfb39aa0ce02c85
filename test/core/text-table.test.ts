import { describe, expect, it } from 'vitest';
import { formatTextTable } from '../../src/core/text-table.ts';

describe('text table', () => {
  it('aligns columns, numbers to the right, without blanks at the end', () => {
    const lines = formatTextTable(
      [{ title: 'Name' }, { title: 'Files', align: 'right' }, { title: 'Note' }],
      [
        ['a', '1', ''],
        ['long name', '1,200', 'x'],
      ],
    );
    expect(lines).toEqual(['Name       Files  Note', 'a              1', 'long name  1,200  x']);
  });

  it('shows control characters escaped and keeps each row on its line', () => {
    expect(formatTextTable([{ title: 'T' }], [['a\nb\u001b[31m\u202e']])).toEqual(['T', 'a\\nb\\x1b[31m\\u202e']);
  });

  it('counts wide letters as two columns and accents as none', () => {
    const lines = formatTextTable(
      [{ title: 'T' }, { title: 'U' }],
      [
        ['図', '|'],
        ['e\u0301', '|'],
        ['abc', '|'],
      ],
    );
    expect(lines.slice(1)).toEqual(['図   |', 'e\u0301    |', 'abc  |']);
  });

  it('shows missing cells as blank and an empty table as its heading', () => {
    expect(formatTextTable([{ title: 'A' }, { title: 'B' }], [['x']])).toEqual(['A  B', 'x']);
    expect(formatTextTable([{ title: 'A' }], [])).toEqual(['A']);
  });
});
