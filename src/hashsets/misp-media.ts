import { parseAlgorithm } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { Place } from '../core/place.ts';
import type { HashSetRecord, ReadOptions } from './contract.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from './digest-text.ts';
import type { JsonMembers } from './json-cursor.ts';
import { MemberList } from './member-list.ts';
import { nameOfUnicode } from './unicode-names.ts';

/** A record; one that is deleted; an issue; or something that is no media. */
export type MispVerdict = HashSetRecord | { readonly removal: HashSetRecord } | Issue | 'heading';

/** An object with a digest is a media, whatever its template; a `file` or `hashlookup` without one is an issue. */
export function judgeObject(entry: JsonMembers, place: Place, options: ReadOptions): MispVerdict {
  if (entry.repeated !== undefined) return { ...memberRepeated, place };
  const media = new MediaInProgress(options);
  for (const attribute of [entry.members.get('Attribute')].flat()) media.addAttribute(attribute, 'object_relation');
  const name = entry.members.get('name');
  return media.finish(place, isDeleted(entry.members.get('deleted')), name === 'file' || name === 'hashlookup');
}

/** An attribute that stands in no object: a digest alone, or with a name in front (`filename|md5`). */
export function judgeAttribute(entry: JsonMembers, place: Place, options: ReadOptions): MispVerdict {
  if (entry.repeated !== undefined) return { ...memberRepeated, place };
  const type = String(entry.members.get('type'));
  if (/^(?:filename\|)?sha(?:224|384|512|3-\d+)/.test(type)) return { ...algorithmNotKept, place };
  const media = new MediaInProgress(options);
  if (/^(?:filename\|)?(?:md5|sha1|sha256)$|^malware-sample$/.test(type)) {
    media.addAttribute(Object.fromEntries([...entry.members].filter(([name]) => name !== 'deleted')), 'type');
  }
  return media.finish(place, isDeleted(entry.members.get('deleted')), false);
}

class MediaInProgress {
  readonly #options: ReadOptions;
  readonly #digests: DigestsInProgress = {};
  readonly #members = new MemberList();
  readonly #names = new Set<string>();
  #comments: string | undefined;
  #mimeType: string | undefined;
  #sizeBytes: number | undefined;
  #fault: DigestFault | undefined;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  /** `told`: the member that says what the value is; where it is absent the type does. Deleted ones say nothing. */
  addAttribute(attribute: unknown, told: 'object_relation' | 'type'): void {
    if (typeof attribute !== 'object' || attribute === null) return;
    const members = new Map<string, unknown>(Object.entries(attribute));
    if (isDeleted(members.get('deleted'))) return;
    const what = members.get(told) ?? members.get('type');
    const value = members.get('value');
    if (typeof what !== 'string') return;
    if (typeof value === 'string' || typeof value === 'number') this.#add(what, String(value));
    else this.#fault ??= noValue;
  }

  finish(place: Place, deleted: boolean, isFile: boolean): MispVerdict {
    if (this.#fault !== undefined) return { ...this.#fault, place };
    if (Object.keys(this.#digests).length === 0) return isFile ? { ...noDigest, place } : 'heading';
    const attributes: MediaAttributes = {
      ...(this.#names.size === 0 ? {} : { names: [...this.#names] }),
      ...(this.#comments === undefined ? {} : { comments: this.#comments }),
      ...(this.#mimeType === undefined ? {} : { mimeType: this.#mimeType }),
      ...(this.#members.size === 0 ? {} : { unknownMembers: this.#members.finish() }),
    };
    const record: HashSetRecord = {
      place,
      digests: this.#digests,
      ...(this.#sizeBytes === undefined ? {} : { sizeBytes: this.#sizeBytes }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    };
    return deleted ? { removal: record } : record;
  }

  #add(what: string, value: string): void {
    const algorithm = parseAlgorithm(what);
    if (algorithm !== undefined) this.#fault ??= addDigest(this.#digests, algorithm, value.trim());
    else if (what === 'malware-sample') this.#addNamed('md5', value);
    else if (what.startsWith('filename|')) this.#addNamed(what.slice('filename|'.length), value);
    else this.#addMember(what, value);
  }

  /** `name|digest`: a name may hold a bar, a digest does not. */
  #addNamed(what: string, value: string): void {
    const bar = value.lastIndexOf('|');
    if (bar > 0) this.#names.add(nameOfUnicode(value.slice(0, bar), this.#options));
    this.#add(what, value.slice(bar + 1));
  }

  #addMember(what: string, value: string): void {
    if (value === '') return;
    switch (what) {
      case 'filename':
      case 'fullpath':
      case 'FileName':
        this.#names.add(nameOfUnicode(value, this.#options));
        return;
      case 'size-in-bytes':
      case 'FileSize':
        if (!/^\d{1,15}$/.test(value)) this.#members.add(what, value);
        else if (this.#sizeBytes !== undefined && this.#sizeBytes !== Number(value)) this.#fault ??= sizesDiffer;
        else this.#sizeBytes = Number(value);
        return;
      case 'mimetype':
        if (this.#mimeType === undefined) this.#mimeType = value;
        else this.#members.add(what, value);
        return;
      case 'text':
        if (this.#comments === undefined) this.#comments = value;
        else this.#members.add(what, value);
        return;
      default:
        this.#members.add(what, value);
    }
  }
}

function isDeleted(value: unknown): boolean {
  return value === true || value === 1 || value === '1';
}

const memberRepeated = {
  code: 'member-repeated',
  message: 'A member stands twice in this entry, with different values.',
};
const noDigest = { code: 'no-digest', message: 'The file has neither MD5, SHA-1 nor SHA-256.' };
const noValue = { code: 'value-missing', message: 'An attribute has no value.' };
const sizesDiffer = { code: 'sizes-differ', message: 'Two different sizes are given for one file.' };
const algorithmNotKept = {
  code: 'algorithm-not-kept',
  message: 'The attribute is a digest of an algorithm that criskit does not keep.',
};
