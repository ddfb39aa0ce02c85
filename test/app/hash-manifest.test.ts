import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms } from '../../src/core/digest.ts';
import { showsKindByDefault } from '../../src/app/hash-manifest.ts';
import { defaultManifestFormat } from '../../src/app/manifest-files.ts';

describe('showsKindByDefault', () => {
  it('says of every choice of algorithms what the format says that is taken for it', () => {
    for (let choice = 1; choice < 1 << algorithms.length; choice += 1) {
      const chosen: readonly Algorithm[] = algorithms.filter((_, place) => (choice & (1 << place)) !== 0);
      expect(showsKindByDefault(chosen)).toBe(defaultManifestFormat(chosen).carries.includes('kind'));
    }
  });
});
