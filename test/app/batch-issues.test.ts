import { describe, expect, it } from 'vitest';
import { issuesOf } from '../../src/app/batch-issues.ts';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';

describe('issuesOf', () => {
  it('tells the entries that take media out behind the issues, each with its place', () => {
    const issue = { code: 'digest-length', message: 'Too short.', place: { line: 2 } };
    const removal: HashSetRecord = { place: { line: 7 }, digests: {} };
    const issues = issuesOf({ records: [], issues: [issue], removals: [removal] });
    expect(issues.map(({ code, place }) => [code, place])).toEqual([
      ['digest-length', { line: 2 }],
      ['removal-not-done', { line: 7 }],
    ]);
    expect(issuesOf({ records: [], issues: [issue] })).toEqual([issue]);
  });
});
