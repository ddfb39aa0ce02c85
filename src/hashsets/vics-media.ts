import { parseAlgorithm } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { MediaKind } from '../core/media.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Place } from '../core/place.ts';
import type { HashSetRecord } from './contract.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from './digest-text.ts';
import type { JsonMembers } from './json-cursor.ts';
import { hasOnlyNames, nameOfFile } from './vics-files.ts';

/** Members of a media entry that criskit knows, by their lower-case names. */
const knownMembers: ReadonlyMap<string, MemberReader> = new Map<string, MemberReader>([
  ['md5', (media, value) => media.setDigest('md5', value)],
  ['sha1', (media, value) => media.setDigest('sha1', value)],
  ['sha256', (media, value) => media.setDigest('sha256', value)],
  ['alternativehashes', (media, value) => media.setAlternativeHashes(value)],
  ['category', (media, value) => media.setCategory(value)],
  ['mediasize', (media, value) => media.setSize(value)],
  ['victimidentified', (media, value) => media.setTruth('victimIdentified', value)],
  ['offenderidentified', (media, value) => media.setTruth('offenderIdentified', value)],
  ['isdistributed', (media, value) => media.setTruth('isDistributed', value)],
  ['series', (media, value) => media.setText('series', value)],
  ['comments', (media, value) => media.setText('comments', value)],
  ['photodna', (media, value) => media.setText('photoDna', value)],
  ['mimetype', (media, value) => media.setMimeType(value)],
  ['tags', (media, value) => media.setTags(value)],
  ['relativefilepath', (media, value) => media.setName(value)],
  ['filename', (media, value) => media.setName(value)],
  ['name', (media, value) => media.setName(value)],
  ['mediafiles', (media, value) => media.setFiles(value)],
  ['mediaid', () => true],
]);

/** True where the value was understood; false where it is to be kept as it is; a fault where the entry cannot be used. */
type MemberReader = (media: MediaInProgress, value: unknown) => boolean | DigestFault;

/**
 * What a media entry of VICS says, in any version. Its number within the file and OData's own links are left away; every
 * other member that is not known, or whose value is not what the data model says, is kept as it is.
 */
export function recordOfMedia(entry: JsonMembers, place: Place, scheme: string): HashSetRecord | Issue {
  if (entry.repeated !== undefined) {
    return { code: 'member-repeated', message: 'A member stands twice in this entry, with different values.', place };
  }
  const media = new MediaInProgress(scheme);
  for (const [name, value] of entry.members) {
    if (value === null || name.toLowerCase().includes('odata.')) continue;
    const result = knownMembers.get(name.toLowerCase())?.(media, value) ?? false;
    if (result === false) media.unknownMembers.set(name, value);
    else if (result !== true) return { ...result, place };
  }
  return media.finish(place);
}

class MediaInProgress {
  readonly unknownMembers = new Map<string, unknown>();
  readonly #scheme: string;
  readonly #digests: DigestsInProgress = {};
  readonly #attributes: { -readonly [A in keyof MediaAttributes]: MediaAttributes[A] } = {};
  readonly #names = new Set<string>();
  readonly #fileNames: string[] = [];
  #sizeBytes: number | undefined;
  #kind: MediaKind | undefined;

  constructor(scheme: string) {
    this.#scheme = scheme;
  }

  /** An empty text is how case exports say that they have none. */
  setDigest(algorithm: 'md5' | 'sha1' | 'sha256', value: unknown): boolean | DigestFault {
    if (typeof value !== 'string')
      return { code: 'not-a-digest', message: 'Something else than text stands for a digest.' };
    const text = value.trim();
    return text === '' ? true : (addDigest(this.#digests, algorithm, text) ?? true);
  }

  /** Where VICS 1.3 has PhotoDNA, and some programs SHA-1. */
  setAlternativeHashes(value: unknown): boolean | DigestFault {
    if (!Array.isArray(value)) return false;
    let understood = true;
    for (const element of value) {
      const [name, hash] = [memberOf(element, 'HashName'), memberOf(element, 'HashValue')];
      const algorithm = typeof name === 'string' ? parseAlgorithm(name) : undefined;
      if (typeof name !== 'string' || typeof hash !== 'string') understood = false;
      else if (algorithm !== undefined) {
        const fault = hash.trim() === '' ? undefined : addDigest(this.#digests, algorithm, hash.trim());
        if (fault !== undefined) return fault;
      } else if (name.toLowerCase() === 'photodna') this.#attributes.photoDna ??= hash;
      else understood = false;
    }
    return understood;
  }

  /** 0 is a value. */
  setCategory(value: unknown): boolean {
    const number = wholeNumber(value);
    if (number === undefined) return false;
    this.#attributes.vicsCategory = { value: number, scheme: this.#scheme };
    return true;
  }

  setSize(value: unknown): boolean {
    this.#sizeBytes = wholeNumber(value);
    return this.#sizeBytes !== undefined || value === '';
  }

  setTruth(member: 'victimIdentified' | 'offenderIdentified' | 'isDistributed', value: unknown): boolean {
    const text = String(value).toLowerCase();
    if (text !== 'true' && text !== 'false') return value === '';
    this.#attributes[member] = text === 'true';
    return true;
  }

  setText(member: 'series' | 'comments' | 'photoDna', value: unknown): boolean {
    if (typeof value !== 'string') return false;
    if (value !== '') this.#attributes[member] = value;
    return true;
  }

  setMimeType(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    if (value === '') return true;
    this.#attributes.mimeType = value;
    const type = value.slice(0, value.indexOf('/')).toLowerCase();
    this.#kind = type === 'image' || type === 'video' ? type : 'other';
    return true;
  }

  /** One text with commas between. */
  setTags(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    const tags = value.split(',').map((tag) => tag.trim());
    const told = tags.filter((tag) => tag !== '');
    if (told.length > 0) this.#attributes.tags = told;
    return true;
  }

  setName(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    if (value !== '') this.#names.add(value);
    return true;
  }

  /** Names of the files that hold this content; where the entries say more than names they are kept whole as well. */
  setFiles(value: unknown): boolean {
    if (!Array.isArray(value)) return false;
    for (const file of value) {
      const name = nameOfFile(file);
      if (name !== '') this.#fileNames.push(name);
    }
    return value.every(hasOnlyNames);
  }

  finish(place: Place): HashSetRecord | Issue {
    if (Object.keys(this.#digests).length === 0) {
      return { code: 'no-digest', message: 'The entry has no digest.', place };
    }
    const names = [...new Set([...this.#names, ...this.#fileNames])];
    if (names.length > 0) this.#attributes.names = names;
    if (this.unknownMembers.size > 0) this.#attributes.unknownMembers = this.unknownMembers;
    return {
      place,
      digests: this.#digests,
      ...(this.#sizeBytes === undefined ? {} : { sizeBytes: this.#sizeBytes }),
      ...(this.#kind === undefined ? {} : { kind: this.#kind }),
      ...(Object.keys(this.#attributes).length === 0 ? {} : { attributes: this.#attributes }),
    };
  }
}

/** From a number, or from digits in a text, as VICS 1 and several programs write them. */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'string') return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
