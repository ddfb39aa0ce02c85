import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { entryOfRecord, type VicsEdition } from '../../src/hashsets/vics-entry.ts';
import { arbitraryRecord } from './arbitrary-records.ts';

const editions = fc.record<VicsEdition>({
  contextMember: fc.constant('@odata.context'),
  scheme: fc.constant('vics-2/Default'),
  sizeAs: fc.constantFrom('number', 'text'),
  photoDnaAs: fc.constantFrom('member', 'alternative hash'),
});

it('an entry without attributes is written as one whose attributes say nothing', () => {
  const options = fc.record({ letterCase: fc.constantFrom('lower', 'upper') }, { requiredKeys: [] });
  fc.assert(
    fc.property(arbitraryRecord, fc.nat(), editions, options, (any, mediaId, edition, written) => {
      const { attributes: _, ...record } = any;
      const entry = entryOfRecord(record, mediaId, edition, written);
      expect(entry).toBe(entryOfRecord({ ...record, attributes: {} }, mediaId, edition, written));
    }),
  );
});
