import { describe, expect, it } from 'vitest';
import { issuesOf, issuesOfImport, namedRemovals } from '../../src/app/batch-issues.ts';
import type { Digest } from '../../src/core/digest.ts';
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

describe('an import', () => {
  it('follows the removals that a digest names, and tells the others', () => {
    const named: HashSetRecord = { place: { line: 7 }, digests: { md5: 'a'.repeat(32) as Digest<'md5'> } };
    const unnamed: HashSetRecord = {
      place: { line: 8 },
      digests: {},
      attributes: { unknownMembers: new Map([['id', 'image4']]) },
    };
    const batch = { records: [], issues: [], removals: [named, unnamed] };
    expect(namedRemovals(batch)).toEqual([named]);
    expect(issuesOfImport(batch)).toMatchObject([{ code: 'removal-not-done', place: { line: 8 } }]);
    expect(issuesOfImport({ records: [], issues: [], removals: [named] })).toEqual([]);
  });
});
