import { describe, expect, it } from 'vitest';
import { mailDateToUtc } from '../../../src/containers/mail/mail-date.ts';

describe('the date of a message', () => {
  // Values: email.utils.parsedate_to_datetime of Python 3.11.
  it.each([
    ['Tue, 03 Nov 2026 10:15:30 -0500', '2026-11-03T15:15:30Z'],
    ['3 Nov 2026 10:15 +0530', '2026-11-03T04:45:00Z'],
    ['31 Dec 2026 23:59:59 -0001', '2027-01-01T00:00:59Z'],
    ['Tue, 3 Nov 2026 00:15:30 +0100 (CET)', '2026-11-02T23:15:30Z'],
    ['Tue, 3 Nov 2026 10:15:30 GMT', '2026-11-03T10:15:30Z'],
    ['Tue, 3 Nov 2026 10:15:30 EDT', '2026-11-03T14:15:30Z'],
    ['Tue, 3 Nov 2026 10:15:30 -0000', '2026-11-03T10:15:30Z'],
  ])('%s is %s', (text, utc) => {
    expect(mailDateToUtc(text)).toBe(utc);
  });

  it.each([
    'Tue, 3 Nov 2026 10:15:30',
    'Tue, 3 Nov 2026 10:15:30 XYZ',
    'Mon, 31 Feb 2026 10:15:30 +0000',
    'Tue, 3 Foo 2026 10:15:30 +0000',
    'Tue, 3 Nov 26 10:15:30 +0000',
    'Tue, 3 Nov 2026 25:15:30 +0000',
    '2026-11-03T10:15:30Z',
    'Thu, 31 Dec 2026 23:59:60 +0000',
    'yesterday',
    '',
  ])('%j is not guessed', (text) => {
    expect(mailDateToUtc(text)).toBeUndefined();
  });
});
