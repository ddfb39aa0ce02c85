import type { Finding } from '../../src/core/finding.ts';

/** One of each trouble that a cell can bring. */
export const troubled: readonly Finding[] = [
  {
    kind: 'not-mentioned',
    weight: 'difference',
    message: '"a.jpg" was sent, and the report does not mention it.',
    subject: 'a.jpg',
    caseNumber: '24-0001',
  },
  {
    kind: 'not-sent',
    weight: 'difference',
    message: 'A formula.',
    subject: '=HYPERLINK("http://x","y")',
    place: { sheet: 'Identified', row: 14 },
    count: 3,
  },
  {
    kind: 'totals-differ',
    weight: 'difference',
    message: 'Sums, with "quotes"; and a\nline end.',
    expected: 12,
    found: 11,
    place: { line: 7 },
  },
  {
    kind: 'promoted',
    weight: 'note',
    message: 'Bidi \u202e and bell \u0007, <b>&amp;</b>, 図.jpg, _x0041_, lone \ud800.',
    subject: '+1',
  },
];
