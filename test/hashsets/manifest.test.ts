import { describe, expect, it } from 'vitest';
import type { ManifestEntry } from '../../src/core/media.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { manifestEntryOfRecord, recordOfManifestEntry } from '../../src/hashsets/manifest.ts';
import { readWhole, writeWhole } from './reading.ts';

const entry: ManifestEntry = {
  path: 'dir/a, b.jpg',
  sizeBytes: 0,
  kind: 'image',
  digests: { md5: 'd41d8cd98f00b204e9800998ecf8427e' as never },
};

describe('a manifest', () => {
  it.each([
    ['csv', { sizeBytes: 0, kind: 'image' }],
    ['hashdeep', { sizeBytes: 0, kind: 'unknown' }],
    ['sum', { kind: 'unknown' }],
  ])('comes back from %s', async (id, rest) => {
    const { bytes } = await writeWhole(getFormat(id), [recordOfManifestEntry(entry, 1)], { pathText: true });
    const { records } = await readWhole(getFormat(id), bytes, { pathText: true });
    const { place: _, ...found } = records.map(manifestEntryOfRecord)[0] ?? { place: {} };
    expect(found).toEqual({ path: entry.path, digests: entry.digests, ...rest });
  });

  it('has no entry for a record without a name', () => {
    expect(manifestEntryOfRecord({ place: {}, digests: entry.digests })).toBeUndefined();
  });
});
