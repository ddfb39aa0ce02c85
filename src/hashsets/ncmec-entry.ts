import { parseAlgorithm } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { Place } from '../core/place.ts';
import type { XmlElement } from '../containers/xml/xml-stream.ts';
import type { HashSetRecord } from './contract.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from './digest-text.ts';
import { MemberList } from './member-list.ts';
import { valueOfElement } from './xml-values.ts';

/** What an entry is: a media that the list holds (anew, or for the first time), or one that is taken out of it. */
export type NcmecEntry =
  | { readonly kind: 'record'; readonly record: HashSetRecord }
  | { readonly kind: 'removal'; readonly record: HashSetRecord }
  | { readonly kind: 'issue'; readonly issue: Issue };

type EntryName = 'image' | 'video' | 'deletedImage' | 'deletedVideo';

const entryKinds = {
  image: { media: 'image', isRemoval: false },
  video: { media: 'video', isRemoval: false },
  deletedImage: { media: 'image', isRemoval: true },
  deletedVideo: { media: 'video', isRemoval: true },
} as const;

function isEntryName(name: string): name is EntryName {
  return Object.hasOwn(entryKinds, name);
}

/**
 * What an element in a list of images or videos says. `member` and `id`, by which a later entry replaces it or takes it
 * out, stand among the unknown members, as do its classification, its time, feedback, and fingerprints that are neither
 * digests nor PhotoDNA. A removal names its entry by these only, and has no digests.
 */
export function entryOfElement(element: XmlElement, place: Place): NcmecEntry {
  const { name } = element;
  if (!isEntryName(name)) return { kind: 'issue', issue: { ...unknownEntry, place } };
  const { media, isRemoval } = entryKinds[name];
  const content = new EntryContent();
  for (const child of element.children) content.add(child);
  const fault = content.faultAs(isRemoval);
  if (fault !== undefined) return { kind: 'issue', issue: { ...fault, place } };
  const { digests, photoDna, members } = content;
  const unknownMembers = members.finish();
  const attributes = {
    ...(photoDna === undefined ? {} : { photoDna }),
    ...(unknownMembers.size === 0 ? {} : { unknownMembers }),
  };
  const record: HashSetRecord = {
    place,
    digests,
    kind: media,
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
  return { kind: isRemoval ? 'removal' : 'record', record };
}

/** Images and videos, the members and their numbers each count for themselves. Undefined where one of these is not told. */
export function identityOfEntry({ kind, attributes }: Pick<HashSetRecord, 'kind' | 'attributes'>): string | undefined {
  if (kind !== 'image' && kind !== 'video') return undefined;
  const members = attributes?.unknownMembers;
  const [member, id] = [memberNumber(members?.get('member')), members?.get('id')];
  return member === undefined || typeof id !== 'string' ? undefined : JSON.stringify([kind, member, id]);
}

function memberNumber(member: unknown): string | undefined {
  if (typeof member !== 'object' || member === null || !('@id' in member)) return undefined;
  const { '@id': number } = member;
  return typeof number === 'string' ? number : undefined;
}

class EntryContent {
  readonly digests: DigestsInProgress = {};
  readonly members = new MemberList();
  photoDna: string | undefined;
  #fault: DigestFault | undefined;

  add(child: XmlElement): void {
    if (child.name === 'fingerprints') for (const fingerprint of child.children) this.#addFingerprint(fingerprint);
    else this.#keep(child);
  }

  /** Why it is no entry of that sort; undefined where it is one. */
  faultAs(isRemoval: boolean): DigestFault | undefined {
    if (this.#fault !== undefined) return this.#fault;
    const hasDigest = Object.keys(this.digests).length > 0;
    if (!isRemoval) return hasDigest ? undefined : noDigest;
    return this.members.has('id') && this.members.has('member') ? undefined : removalOfNothing;
  }

  #addFingerprint(fingerprint: XmlElement): void {
    const { name, text } = fingerprint;
    const algorithm = parseAlgorithm(name);
    if (algorithm !== undefined) this.#fault ??= addDigest(this.digests, algorithm, text.trim());
    else if (name === 'pdna' && this.photoDna === undefined && isText(fingerprint)) this.photoDna = text.trim();
    else this.#keep(fingerprint);
  }

  #keep(child: XmlElement): void {
    const value = valueOfElement(child);
    const kept = typeof value === 'string' ? value.trim() : value;
    if (kept !== '') this.members.add(child.name, kept);
  }
}

function isText({ attributes, children, text }: XmlElement): boolean {
  return attributes.size === 0 && children.length === 0 && text.trim() !== '';
}

const unknownEntry = {
  code: 'entry-unknown',
  message: 'The entry is neither an image nor a video, nor one that was deleted.',
};
const noDigest = { code: 'no-digest', message: 'The entry has neither MD5 nor SHA-1.' };
const removalOfNothing = {
  code: 'removal-without-id',
  message: 'An entry was deleted, and it is not said which one: its id or member is missing.',
};
