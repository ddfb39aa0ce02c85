import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';
import { readHashSet } from '../../src/hashsets/hash-set-source.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { inPieces } from './reading.ts';

/** Something that a list says of one of a few media: that it is in the set, or no longer. */
interface Step {
  readonly media: number;
  readonly isRemoval: boolean;
}

function md5Of(media: number): string {
  return media.toString(16).padStart(32, '0');
}

/** Formats whose files take media out, and a file that says these steps. */
const formats: Readonly<Record<string, (steps: readonly Step[]) => string>> = {
  misp(steps) {
    const attributes = steps.map(({ media, isRemoval }) => ({ type: 'md5', value: md5Of(media), deleted: isRemoval }));
    return JSON.stringify({ Event: { Attribute: attributes } });
  },
  'ncmec-xml'(steps) {
    const entries = steps.map(({ media, isRemoval }) => {
      const fingerprints = `<fingerprints><md5>${md5Of(media)}</md5></fingerprints>`;
      const content = `<member id="1"/><id>${md5Of(media)}</id>`;
      return isRemoval ? `<deletedImage>${content}</deletedImage>` : `<image>${content}${fingerprints}</image>`;
    });
    const namespace = 'https://hashsharing.ncmec.org/hashsharing/v2';
    return `<queryResult xmlns="${namespace}"><images>${entries.join('')}</images></queryResult>`;
  },
  'nsrl-v3'(steps) {
    const statements = steps.map(({ media, isRemoval }) =>
      isRemoval ? `DELETE FROM FILE WHERE md5='${md5Of(media)}';` : `INSERT INTO FILE(md5) VALUES('${md5Of(media)}');`,
    );
    return statements.join(' ');
  },
};

/** By its digest, or by the id under which the list has it. */
function nameOf({ digests, attributes }: HashSetRecord): string {
  return digests.md5 ?? String(attributes?.unknownMembers?.get('id'));
}

/** What is in the set after its batches were taken in, the removals of each behind its records. */
async function stateAfter(id: string, text: string): Promise<ReadonlySet<string>> {
  const state = new Set<string>();
  const source = { bytes: inPieces(Buffer.from(text), 64) };
  for await (const { records, removals = [] } of readHashSet(getFormat(id), source, { name: 'a list' })) {
    for (const record of records) state.add(nameOf(record));
    for (const removal of removals) state.delete(nameOf(removal));
  }
  return state;
}

describe('of what is said of one media the last counts, in the order of the file', () => {
  it.each(Object.entries(formats))('%s', async (id, textOf) => {
    const step = fc.record({ media: fc.nat(2), isRemoval: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const expected = new Set<string>();
        for (const { media, isRemoval } of steps) {
          if (isRemoval) expected.delete(md5Of(media));
          else expected.add(md5Of(media));
        }
        expect(await stateAfter(id, textOf(steps))).toEqual(expected);
      }),
    );
  });
});
