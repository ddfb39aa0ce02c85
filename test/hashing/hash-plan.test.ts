import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/core/digest.ts';
import { planHashing } from '../../src/hashing/hash-plan.ts';
import { layoutSizeBytes } from '../../src/hashing/lanes/piece-layout.ts';

const mib = 1024 * 1024;

describe('planHashing', () => {
  it.each([1, 8, 64, 256, 4096])('reads into no more than the %d MiB that are allowed', (mebibytes) => {
    for (const threads of [1, 2, 16]) {
      for (const pastCache of [false, true]) {
        const { layout } = planHashing({ algorithms, threads, bufferBytes: mebibytes * mib, pastCache });
        // Pieces are at least a page, and the addresses of the memory itself take a few more.
        const least = layout.laneCount * layout.piecesPerLane * 2 * 4096 + 4096;
        expect(layoutSizeBytes(layout) * threads).toBeLessThan(Math.max(mebibytes * mib, least * threads) + 1);
        expect(layout.ownSizeBytes).toBeLessThanOrEqual(layout.pieceSizeBytes);
      }
    }
  });

  it('keeps to 256 MiB, whatever the number of cores', () => {
    for (const threads of [1, 2, 8, 64, 256]) {
      const { layout } = planHashing({ algorithms, threads });
      expect(layoutSizeBytes(layout) * threads).toBeLessThanOrEqual(256 * mib);
    }
  });

  it('says what it does without', () => {
    expect(planHashing({ algorithms, lanes: false, threads: 1 }).remarks.join(' ')).toMatch(
      /^One thread hashes, .* to read into\. MD5 by OpenSSL, as asked\.$/,
    );
    expect(planHashing({ algorithms: ['sha1'], threads: 3 }).remarks).toHaveLength(1);
  });

  it('shares nothing where there is nothing to share', () => {
    expect(planHashing({ algorithms, threads: 1 }).sharesLargeFiles).toBe(false);
    expect(planHashing({ algorithms: ['md5'], threads: 4 }).sharesLargeFiles).toBe(false);
    expect(planHashing({ algorithms: ['md5', 'sha1'], threads: 4 }).sharesLargeFiles).toBe(true);
  });

  it('refuses to hash with no algorithm', () => {
    expect(() => planHashing({ algorithms: [] })).toThrow(/no algorithm/);
  });
});
