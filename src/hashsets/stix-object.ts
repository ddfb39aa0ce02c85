import { parseAlgorithm } from '../core/digest.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Place } from '../core/place.ts';
import type { HashSetRecord, ReadOptions } from './contract.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from './digest-text.ts';
import type { JsonMembers } from './json-cursor.ts';
import type { LineVerdict } from './line-verdicts.ts';
import { nameOfUnicode } from './unicode-names.ts';

/**
 * What an object of a bundle says. A file or an artifact is a media by its hashes; one without a kept digest is an issue. So
 * are digests in the two other places where STIX has them: the pattern of an indicator, and observed data of version 2.0.
 * All other objects (identities, markings, directories, relationships) are headings.
 */
export function judgeObject(entry: JsonMembers, place: Place, options: ReadOptions): LineVerdict {
  if (entry.repeated !== undefined) return { ...memberRepeated, place };
  const { members } = entry;
  switch (members.get('type')) {
    case 'file':
    case 'artifact':
      return mediaOfObject(members, place, options);
    case 'indicator':
      return /hashes/.test(String(members.get('pattern'))) ? { ...patternNotRead, place } : 'heading';
    case 'observed-data':
      return members.has('objects') ? { ...objectsNested, place } : 'heading';
    default:
      return typeof members.get('type') === 'string' ? 'heading' : { ...noType, place };
  }
}

/** What a file is identified by besides what a record says, and what is never kept: the content itself. */
const leftAway: ReadonlySet<string> = new Set(['type', 'spec_version', 'id', 'payload_bin']);

function mediaOfObject(members: ReadonlyMap<string, unknown>, place: Place, options: ReadOptions): LineVerdict {
  const unknownMembers = new Map<string, unknown>();
  const digests: DigestsInProgress = {};
  const attributes: { -readonly [A in keyof MediaAttributes]: MediaAttributes[A] } = {};
  let sizeBytes: number | undefined;
  for (const [name, value] of members) {
    if (leftAway.has(name)) continue;
    if (name === 'hashes' && typeof value === 'object' && value !== null) {
      const fault = addHashes(digests, unknownMembers, value);
      if (fault !== undefined) return { ...fault, place };
    } else if (name === 'name' && isToldText(value)) attributes.names = [nameOfUnicode(value, options)];
    else if (name === 'mime_type' && isToldText(value)) attributes.mimeType = value;
    else if (name === 'size' && isSize(value)) sizeBytes = value;
    else unknownMembers.set(name, value);
  }
  if (Object.keys(digests).length === 0) return { ...noDigest, place };
  if (unknownMembers.size > 0) attributes.unknownMembers = unknownMembers;
  const record: HashSetRecord = { place, digests };
  return {
    ...record,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

/** Those of other algorithms are kept as members under their names. */
function addHashes(
  digests: DigestsInProgress,
  unknownMembers: Map<string, unknown>,
  hashes: object,
): DigestFault | undefined {
  for (const [name, value] of Object.entries(hashes)) {
    const algorithm = parseAlgorithm(name);
    if (algorithm === undefined) unknownMembers.set(name, value);
    else {
      const fault = addDigest(digests, algorithm, typeof value === 'string' ? value : '');
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function isToldText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

const memberRepeated = {
  code: 'member-repeated',
  message: 'A member stands twice in this object, with different values.',
};
const noDigest = { code: 'no-digest', message: 'The object has neither MD5, SHA-1 nor SHA-256.' };
const noType = { code: 'type-missing', message: 'The object has no type.' };
const patternNotRead = {
  code: 'pattern-not-read',
  message: 'An indicator has hashes in its pattern, which is not read; export the files as observables.',
};
const objectsNested = {
  code: 'objects-nested',
  message: 'Observed data holds its objects as STIX 2.0 has them, which are not read; export the bundle as STIX 2.1.',
};
