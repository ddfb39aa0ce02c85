import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms, digestSizeBytes } from '../../src/core/digest.ts';
import { createHasherSet, getHashAlgorithm, listHashAlgorithms } from '../../src/hashing/lookup.ts';
import { cycleOf251, edgeLengths } from './cycle.ts';
import { digestsOf } from './digests-of.ts';

/** First 32 bytes of `hash` in test_vectors.json of BLAKE3: input of that length in a cycle of 251 bytes. */
const blake3Vectors: readonly (readonly [number, string])[] = [
  [0, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [1, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  [1023, '10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11'],
  [1024, '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7'],
  [1025, 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
  [2048, 'e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a'],
  [2049, '5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030'],
  [3073, '7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3'],
  [4096, '015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969'],
  [4097, '9b4052b38f1c5fc8b1f9ff7ac7b27cd242487b3d890d15c96a1c25b8aa0fb995'],
  [8193, 'bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b'],
  [16384, 'f875d6646de28985646f34ee13be9a576fd515f76b5b0a26bb324735041ddde4'],
  [31744, '62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47'],
  [102400, 'bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085'],
];

/** Of the text `abc`: RFC 1321 A.5, FIPS 180-4 examples. */
const abcVectors: readonly (readonly [Algorithm, string])[] = [
  ['md5', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
];

describe('digestsOf', () => {
  it.each(blake3Vectors)('gives the published BLAKE3 of %d bytes', (length, expected) => {
    expect(digestsOf(cycleOf251(length), ['blake3'])).toEqual({ blake3: expected });
  });

  it.each(abcVectors)('gives the published %s of abc', (algorithm, expected) => {
    expect(digestsOf(Buffer.from('abc'), [algorithm])).toEqual({ [algorithm]: expected });
  });

  it('reads only its part of a shared buffer', () => {
    const shared = cycleOf251(300);
    expect(digestsOf(shared.subarray(0, 1), ['blake3'])).toEqual(digestsOf(cycleOf251(1), ['blake3']));
  });
});

describe('createHasherSet', () => {
  it('gives the same however the bytes are cut', () => {
    for (const length of edgeLengths.filter((length) => length < 9000)) {
      const bytes = cycleOf251(length);
      const hashers = createHasherSet(algorithms);
      for (let at = 0; at < length; at += 61) hashers.update(bytes.subarray(at, at + 61));
      expect(hashers.digests()).toEqual(digestsOf(bytes, algorithms));
    }
  });

  it('computes a repeated algorithm once', () => {
    expect(Object.keys(digestsOf(Buffer.from('abc'), ['md5', 'md5']))).toEqual(['md5']);
  });

  it('refuses to hash with nothing, or with what it does not know', () => {
    expect(() => createHasherSet([])).toThrow(/no algorithm was named/);
    expect(() => createHasherSet(['md5', 'crc32' as Algorithm])).toThrow(/No code here computes crc32/);
  });
});

describe('the registry', () => {
  it('has each algorithm of core, in its order', () => {
    expect(listHashAlgorithms().map(({ id }) => id)).toEqual(algorithms);
  });

  it.each(algorithms)('computes %s as hexadecimal text of the right length', (id) => {
    const hasher = getHashAlgorithm(id).create();
    expect(hasher.digest()).toMatch(new RegExp(`^[0-9a-f]{${digestSizeBytes[id] * 2}}$`));
    expect(getHashAlgorithm(id).definedBy).not.toBe('');
  });
});
