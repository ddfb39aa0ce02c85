import { describe, expect, it } from 'vitest';
import { formatPlace } from '../../src/core/place.ts';

describe('a place as text', () => {
  it('goes from the outside in', () => {
    expect(formatPlace({ part: 'a.zip', sheet: 'S', row: 14, column: 'C' })).toBe(
      'part "a.zip", sheet "S", row 14, column C',
    );
    expect(formatPlace({})).toBe('whole document');
    expect(formatPlace({ ofImport: 7 })).toBe('entry of import 7');
  });

  it('shows nothing raw of what a document calls its parts', () => {
    expect(formatPlace({ part: '\u001b[2J', sheet: 'a\nb\u202e', column: '\0' })).toBe(
      'part "\\x1b[2J", sheet "a\\nb\\u202e", column \\x00',
    );
  });
});
