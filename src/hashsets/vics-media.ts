import { type Algorithm, type Digest, firstDigest, parseAlgorithm } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { MediaKind } from '../core/media.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Place } from '../core/place.ts';
import type { HashSetRecord } from './contract.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from './digest-text.ts';
import { hasOnlyNames, nameOfFile } from './vics-files.ts';
import { type AlternativeHash, isPhotoDna, parseAlternativeHash } from './vics-hashes.ts';

/** What an entry says, in the making. The setters of members give true where the value was understood. */
export class MediaInProgress {
  readonly #scheme: string;
  readonly #digests: DigestsInProgress = {};
  #attributes: AttributesInProgress | undefined;
  #unknownMembers: Map<string, unknown> | undefined;
  /** Of the entry itself; those of its files come behind. */
  #names: string[] | undefined;
  #fileNames: string[] | undefined;
  #sizeBytes: number | undefined;
  #kind: MediaKind | undefined;

  constructor(scheme: string) {
    this.#scheme = scheme;
  }

  /** Of an entry that gives the algorithm once. */
  setParsedDigest(algorithm: Algorithm, digest: Digest): void {
    (this.#digests as Record<Algorithm, Digest>)[algorithm] = digest;
  }

  setDigest(algorithm: Algorithm, value: unknown): boolean | DigestFault {
    if (typeof value === 'string') return this.#addDigest(algorithm, value);
    return { code: 'not-a-digest', message: 'Something else than text stands for a digest.' };
  }

  /** An empty text is how case exports say that they have none. */
  #addDigest(algorithm: Algorithm, value: string): true | DigestFault {
    const text = value.trim();
    return text === '' ? true : (addDigest(this.#digests, algorithm, text) ?? true);
  }

  /** Where VICS 1.3 has PhotoDNA, and some programs SHA-1. */
  setAlternativeHashes(value: unknown): boolean | DigestFault {
    if (!Array.isArray(value)) return false;
    let understood = true;
    for (const element of value) {
      const result = this.#setAlternativeHash(parseAlternativeHash(element));
      if (typeof result !== 'boolean') return result;
      understood &&= result;
    }
    return understood;
  }

  #setAlternativeHash(hash: AlternativeHash | undefined): boolean | DigestFault {
    if (hash === undefined) return false;
    const algorithm = parseAlgorithm(hash.name);
    if (algorithm !== undefined) return this.#addDigest(algorithm, hash.value);
    if (!isPhotoDna(hash)) return false;
    const attributes = this.#told();
    attributes.photoDna ??= hash.value;
    return attributes.photoDna === hash.value;
  }

  /** 0 is a value. */
  setCategory(value: unknown): boolean {
    const number = wholeNumber(value);
    if (number === undefined) return false;
    this.#told().vicsCategory = { value: number, scheme: this.#scheme };
    return true;
  }

  setSize(value: unknown): boolean {
    this.#sizeBytes = wholeNumber(value);
    return this.#sizeBytes !== undefined || value === '';
  }

  setTruth(member: 'victimIdentified' | 'offenderIdentified' | 'isDistributed', value: unknown): boolean {
    const text = value === 'true' || value === 'false' ? value : String(value).toLowerCase();
    if (text !== 'true' && text !== 'false') return value === '';
    this.#told()[member] = text === 'true';
    return true;
  }

  setText(member: 'series' | 'comments' | 'photoDna', value: unknown): boolean {
    if (typeof value !== 'string') return false;
    if (value !== '') this.#told()[member] = value;
    return true;
  }

  setMimeType(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    if (value === '') return true;
    this.#told().mimeType = value;
    this.#kind = kindOfMimeType(value);
    return true;
  }

  /** One text with commas between. */
  setTags(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    const tags = value.split(',').map((tag) => tag.trim());
    const told = tags.filter((tag) => tag !== '');
    if (told.length > 0) this.#told().tags = told;
    return true;
  }

  setName(value: unknown): boolean {
    if (typeof value !== 'string') return false;
    if (value !== '') (this.#names ??= []).push(value);
    return true;
  }

  /** Names of the files that hold this content; where the entries say more than names they are kept whole as well. */
  setFiles(value: unknown): boolean {
    if (!Array.isArray(value)) return false;
    for (const file of value) {
      const name = nameOfFile(file);
      if (name !== '') (this.#fileNames ??= []).push(name);
    }
    return value.every(hasOnlyNames);
  }

  /** As it is. */
  keep(name: string, value: unknown): void {
    this.#unknownMembers ??= new Map();
    this.#unknownMembers.set(name, value);
  }

  finish(place: Place): HashSetRecord | Issue {
    const digests = this.#digests;
    if (firstDigest(digests) === undefined) return { code: 'no-digest', message: 'The entry has no digest.', place };
    if (this.#names !== undefined || this.#fileNames !== undefined) {
      this.#told().names = [...new Set([...(this.#names ?? []), ...(this.#fileNames ?? [])])];
    }
    if (this.#unknownMembers !== undefined) this.#told().unknownMembers = this.#unknownMembers;
    const record: { -readonly [M in keyof HashSetRecord]: HashSetRecord[M] } = { place, digests };
    if (this.#sizeBytes !== undefined) record.sizeBytes = this.#sizeBytes;
    if (this.#kind !== undefined) record.kind = this.#kind;
    if (this.#attributes !== undefined) record.attributes = this.#attributes;
    return record;
  }

  /** The attributes, made where something is told. */
  #told(): AttributesInProgress {
    this.#attributes ??= {};
    return this.#attributes;
  }
}

type AttributesInProgress = { -readonly [A in keyof MediaAttributes]: MediaAttributes[A] };

export function kindOfMimeType(mimeType: string): MediaKind {
  const type = mimeType.slice(0, mimeType.indexOf('/')).toLowerCase();
  return type === 'image' || type === 'video' ? type : 'other';
}

/** From a number, or from digits in a text, as VICS 1 and several programs write them. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
