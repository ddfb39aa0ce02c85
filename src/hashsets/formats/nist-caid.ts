import type { Issue } from '../../core/issue.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord } from '../contract.ts';
import type { JsonMembers } from '../json-cursor.ts';
import { readVics, type VicsRule } from '../vics-reader.ts';
import { entriesOfHead, headOfVics } from '../vics-recognition.ts';

/** NIST's number for a file that is known and no concern. It has that meaning in NIST's list alone. */
const knownFile = 8;
const scheme = 'nist-caid';

/**
 * Images and videos of NIST's National Software Reference Library, which NIST publishes in the shape of a VICS 1.2 hash set
 * for users of CAID. They are files of published software: a list to set media aside by, never to raise an alert by.
 */
export const nistCaid = {
  id: 'nist-caid',
  title: 'NIST NSRL images and videos as CAID JSON',
  extension: '.json',
  algorithms: ['md5', 'sha1'],
  carries: ['sizeBytes', 'names', 'vicsCategory', 'unknownMembers'],
  listsKnownFiles: true,

  recognise(head) {
    const context = headOfVics(head)?.context;
    if (context === undefined || rule.schemeOf(context) === undefined) return undefined;
    const entries = entriesOfHead(head);
    return entries.length > 0 && entries.every(looksLikeNist) ? { confidence: 1, reason } : undefined;
  },

  async *read(bytes, options): AsyncGenerator<HashSetBatch> {
    for await (const { records, issues } of readVics(bytes, options, rule)) {
      const others = records.filter((record) => !isKnownFile(record));
      yield others.length === 0
        ? { records, issues }
        : { records: records.filter(isKnownFile), issues: [...issues, ...others.map(notKnown)] };
    }
  },
} as const satisfies HashSetFormat;

const rule: VicsRule = {
  schemeOf: (context) => (context?.version === '1.2' && context.shape === 'media' ? scheme : undefined),
  expected: 'that of a hash set of VICS 1.2',
};

const reason =
  'a hash set of VICS 1.2 whose first entries all have category 8, digests in lower case and the size as text, as NIST publishes its known files';

/** Members with which sets of abuse material speak of people and pictures; NIST's entries have none of them. */
const speakingMembers = ['victimidentified', 'offenderidentified', 'isdistributed', 'series', 'photodna'];

function looksLikeNist({ members, repeated }: JsonMembers): boolean {
  return (
    repeated === undefined &&
    members.get('Category') === knownFile &&
    isLowerCase(members.get('MD5')) &&
    isLowerCase(members.get('SHA1') ?? '') &&
    typeof members.get('MediaSize') === 'string' &&
    [...members.keys()].every((name) => !speakingMembers.includes(name.toLowerCase()))
  );
}

function isLowerCase(digest: unknown): boolean {
  return typeof digest === 'string' && /^[0-9a-f]*$/.test(digest);
}

function isKnownFile({ attributes = {} }: HashSetRecord): boolean {
  const { vicsCategory, series, victimIdentified, offenderIdentified, isDistributed, photoDna } = attributes;
  const aboutPeople = [series, victimIdentified, offenderIdentified, isDistributed, photoDna];
  return vicsCategory?.value === knownFile && aboutPeople.every((value) => value === undefined);
}

function notKnown({ place }: HashSetRecord): Issue {
  return {
    code: 'not-a-known-file',
    message: `The entry is none of NIST's known files: those have category ${knownFile}, and neither PhotoDNA nor anything of victims, offenders or series.`,
    place,
  };
}
