import type { Algorithm } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Place } from '../core/place.ts';
import type { HashSetRecord } from './contract.ts';
import type { DigestFault } from './digest-text.ts';
import type { JsonMembers } from './json-cursor.ts';
import { MediaInProgress } from './vics-media.ts';

/** True where the value was understood; false where it is to be kept as it is; a fault where the entry cannot be used. */
type ValueReader = (media: MediaInProgress, value: unknown) => boolean | DigestFault;

/** What a member of a media entry is, by its name. */
export interface MediaMember {
  readonly read: ValueReader;
  /** Where its value is a digest. */
  readonly algorithm?: Algorithm;
  /**
   * What a text without escapes, or a whole number, comes to: `nothing` where such a member says nothing of the media.
   * Undefined: it is kept as it is.
   */
  readonly plain?: 'digest' | 'category' | 'size' | 'truth' | 'text' | 'mimeType' | 'tags' | 'name' | 'nothing';
  /** Where the value of a text or truth goes. */
  readonly attribute?: keyof MediaAttributes;
}

/** Members that criskit knows, by their lower-case names. */
const knownMembers: ReadonlyMap<string, MediaMember> = new Map<string, MediaMember>([
  ['md5', digestMember('md5')],
  ['sha1', digestMember('sha1')],
  ['sha256', digestMember('sha256')],
  ['alternativehashes', { read: (media, value) => media.setAlternativeHashes(value) }],
  ['category', { plain: 'category', read: (media, value) => media.setCategory(value) }],
  ['mediasize', { plain: 'size', read: (media, value) => media.setSize(value) }],
  ['victimidentified', truthMember('victimIdentified')],
  ['offenderidentified', truthMember('offenderIdentified')],
  ['isdistributed', truthMember('isDistributed')],
  ['series', textMember('series')],
  ['comments', textMember('comments')],
  ['photodna', textMember('photoDna')],
  ['mimetype', { plain: 'mimeType', read: (media, value) => media.setMimeType(value) }],
  ['tags', { plain: 'tags', read: (media, value) => media.setTags(value) }],
  ['relativefilepath', nameMember()],
  ['filename', nameMember()],
  ['name', nameMember()],
  ['mediafiles', { read: (media, value) => media.setFiles(value) }],
  ['mediaid', { plain: 'nothing', read: () => true }],
]);

const unknownMember: MediaMember = { read: () => false };
/** OData's own links say nothing of the media. */
const link: MediaMember = { plain: 'nothing', read: () => true };

function digestMember(algorithm: 'md5' | 'sha1' | 'sha256'): MediaMember {
  return { plain: 'digest', algorithm, read: (media, value) => media.setDigest(algorithm, value) };
}

function truthMember(attribute: 'victimIdentified' | 'offenderIdentified' | 'isDistributed'): MediaMember {
  return { plain: 'truth', attribute, read: (media, value) => media.setTruth(attribute, value) };
}

function textMember(attribute: 'series' | 'comments' | 'photoDna'): MediaMember {
  return { plain: 'text', attribute, read: (media, value) => media.setText(attribute, value) };
}

function nameMember(): MediaMember {
  return { plain: 'name', read: (media, value) => media.setName(value) };
}

export function mediaMemberOf(name: string): MediaMember {
  const lower = name.toLowerCase();
  return lower.includes('odata.') ? link : (knownMembers.get(lower) ?? unknownMember);
}

/** True where such a member is kept as it is, whatever its value. */
export function isUnknownMember(name: string): boolean {
  return mediaMemberOf(name) === unknownMember;
}

/** Takes the value of a member, or keeps it as it is. Gives a fault where the entry cannot be used. */
export function takeMember(
  media: MediaInProgress,
  name: string,
  member: MediaMember,
  value: unknown,
): DigestFault | undefined {
  const result = member.read(media, value);
  if (result === true) return undefined;
  if (result !== false) return result;
  media.keep(name, value);
  return undefined;
}

/**
 * What a media entry of VICS says, in any version. Members that are not known, and values that are not what the data model
 * says, are kept as they are; null says nothing.
 */
export function recordOfMedia(entry: JsonMembers, place: Place, scheme: string): HashSetRecord | Issue {
  if (entry.repeated !== undefined || hasTwoSpellings(entry.members)) {
    return { code: 'member-repeated', message: 'A member stands twice in this entry, with different values.', place };
  }
  const media = new MediaInProgress(scheme);
  for (const [name, value] of entry.members) {
    if (value === null) continue;
    const fault = takeMember(media, name, mediaMemberOf(name), value);
    if (fault !== undefined) return { ...fault, place };
  }
  return media.finish(place);
}

/** True where a member that is known stands in two letter cases, with different values. Digests are compared as digests. */
function hasTwoSpellings(members: ReadonlyMap<string, unknown>): boolean {
  const values = new Map<string, unknown>();
  for (const [name, value] of members) {
    const lower = name.toLowerCase();
    if (knownMembers.get(lower)?.algorithm !== undefined || !knownMembers.has(lower)) continue;
    if (values.has(lower) && values.get(lower) !== value) return true;
    values.set(lower, value);
  }
  return false;
}
