import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashRequest } from '../../src/hashing/contract.ts';
import { fullWeight, planJobs } from '../../src/hashing/hash-jobs.ts';

const path = Buffer.from('x');
const requestsOf = (sizes: readonly (number | undefined)[]): HashRequest[] =>
  sizes.map((sizeBytes, index) => ({ index, path, ...(sizeBytes === undefined ? {} : { sizeBytes }) }));

const usual = { usualBytes: 1e6, sharesLargeFiles: true };

describe('planJobs', () => {
  it('hands out every request once, whatever the sizes', () => {
    const sizes = fc.array(fc.oneof(fc.nat(1e5), fc.nat(1e10), fc.constant(undefined)), { maxLength: 300 });
    fc.assert(
      fc.property(sizes, (sizes) => {
        const jobs = planJobs(requestsOf(sizes), usual);
        const indexes = jobs.flatMap(({ requests }) => requests.map(({ index }) => index));
        expect(indexes.sort((a, b) => a - b)).toEqual(sizes.map((_, index) => index));
        expect(jobs.every(({ requests }) => requests.length > 0)).toBe(true);
      }),
    );
  });

  it('puts tiny files together and large ones apart, largest first', () => {
    const jobs = planJobs(requestsOf([...Array<number>(128).fill(100), 1e9, 2e9]), usual);
    expect(jobs.map(({ requests }) => requests.length)).toEqual([1, 1, 64, 64]);
    expect(jobs[0]?.requests[0]?.index).toBe(129);
  });

  it('keeps those of unknown size in small company', () => {
    const jobs = planJobs(requestsOf(Array<undefined>(100).fill(undefined)), usual);
    expect(Math.max(...jobs.map(({ requests }) => requests.length))).toBeLessThan(8);
    expect(Math.max(...jobs.map(({ weight }) => weight))).toBeLessThan(fullWeight);
  });

  it('lets threads share large files, where they share any', () => {
    const requests = requestsOf([2 ** 24 - 1, 2 ** 24, 1e9, undefined]);
    const shared = (sharesLargeFiles: boolean) =>
      planJobs(requests, { usualBytes: 1e9, sharesLargeFiles }).flatMap(({ requests, isShared }) =>
        isShared ? requests.map(({ index }) => index) : [],
      );
    expect(shared(true)).toEqual([2, 1]);
    expect(shared(false)).toEqual([]);
  });
});
