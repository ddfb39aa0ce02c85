import { describe, expect, it } from 'vitest';
import { spreadSeconds } from '../../bench/spread-limit.ts';

const kernels = { fourLanes: 4, apart: { md5: 12, sha1: 5, sha256: 6, blake3: 1 } };
const spread = { cores: 2, fileCount: 4 };

describe('spreadSeconds', () => {
  it('lets MD5 alone leave the other core idle, because four lanes cannot be parted', () => {
    expect(spreadSeconds(kernels, ['md5'], spread)).toBe(8);
  });

  it('fills that core with the other algorithms', () => {
    expect(spreadSeconds(kernels, ['md5', 'blake3'], spread)).toBe(8);
    expect(spreadSeconds(kernels, ['md5', 'sha1'], spread)).toBe(9);
    expect(spreadSeconds(kernels, ['md5', 'sha1', 'sha256', 'blake3'], spread)).toBe(16);
  });

  it('gives each file a core of its own where that ends earlier', () => {
    expect(spreadSeconds({ ...kernels, fourLanes: 7 }, ['md5'], spread)).toBe(12);
  });

  it('is never less than one file in one algorithm', () => {
    expect(spreadSeconds(kernels, ['sha1'], { cores: 8, fileCount: 4 })).toBe(10);
  });
});
