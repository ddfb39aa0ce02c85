import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms, parseDigest } from '../../../src/core/digest.ts';
import { knownDigests } from '../../../src/hashing/self-test/known-digests.ts';
import { edgeContents } from '../../../src/hashing/self-test/test-contents.ts';
import { itWith } from '../../peer-program.ts';
import { cycleOf251 } from '../cycle.ts';

const ofAlgorithm = (algorithm: Algorithm) => knownDigests.filter((known) => known.algorithm === algorithm);

describe('the known digests', () => {
  it.each([
    ['md5', 9],
    ['sha1', 14],
    ['sha256', 24],
    ['blake3', 37],
  ] as const)('of %s are %d, each with its source', (algorithm, count) => {
    const known = ofAlgorithm(algorithm);
    expect(known).toHaveLength(count);
    for (const { digest, source } of known) {
      expect(parseDigest(algorithm, digest)).toBe(digest);
      expect(source).not.toBe('');
    }
  });

  it('has no content twice for one algorithm', () => {
    const keys = knownDigests.map(({ algorithm, content }) => `${algorithm} ${content.name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  for (const [program, algorithm] of [
    ['md5sum', 'md5'],
    ['sha1sum', 'sha1'],
    ['sha256sum', 'sha256'],
    ['b3sum', 'blake3'],
  ] as const) {
    itWith(program)(`of ${algorithm} are those of ${program}`, () => {
      for (const { content, digest } of ofAlgorithm(algorithm)) {
        const { stdout } = spawnSync(program, { input: content.bytes, encoding: 'utf8' });
        expect([content.name, stdout.split(' ')[0]]).toEqual([content.name, digest]);
      }
    });
  }
});

describe('the contents', () => {
  const contents = [...knownDigests.map(({ content }) => content), ...edgeContents];

  it('have the size that they state, and one name for the same bytes only', () => {
    const named = new Map<string, Uint8Array>();
    for (const { name, sizeBytes, bytes } of contents) {
      expect([name, bytes.length]).toEqual([name, sizeBytes]);
      expect(Buffer.compare(named.get(name) ?? bytes, bytes)).toBe(0);
      named.set(name, bytes);
    }
    expect(new Set([...named.values()].map((bytes) => Buffer.from(bytes).toString('latin1'))).size).toBe(named.size);
  });

  it('are cycles of 251 at the edges', () => {
    for (const { bytes, sizeBytes } of edgeContents) expect(Buffer.compare(bytes, cycleOf251(sizeBytes))).toBe(0);
    expect(edgeContents.length).toBeGreaterThan(30);
  });

  it('lie on both sides of the edges of blocks, with and without a known digest', () => {
    const sizes = new Set(contents.map(({ sizeBytes }) => sizeBytes));
    for (const edge of [1, 64, 128, 192, 1024, 4096, 65_536, 131_072, 262_144, 524_288, 1_048_576])
      for (const size of [edge - 1, edge, edge + 1]) expect(sizes).toContain(size);
    expect(
      algorithms.every((algorithm) => ofAlgorithm(algorithm).some(({ content }) => content.sizeBytes === 16_777_259)),
    ).toBe(true);
  });
});
