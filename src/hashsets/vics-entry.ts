import type { HashSetRecord, WriteOptions } from './contract.ts';
import { writtenDigits } from './line-writing.ts';
import type { AttributeName } from '../core/media-attributes.ts';
import { fileOfName } from './vics-files.ts';
import { firstPhotoDna } from './vics-hashes.ts';
import { plainMemberNames } from './vics-plain-members.ts';

/** What sets the versions of VICS apart where they are written. */
export interface VicsEdition {
  /** The name of the member that holds the context. */
  readonly contextMember: string;
  /** Of the category numbers that may stand in such a file. */
  readonly scheme: string;
  readonly sizeAs: 'number' | 'text';
  readonly photoDnaAs: 'member' | 'alternative hash';
}

/** What media entries carry besides digests, in any version. */
export const vicsAttributes = [
  'sizeBytes',
  'names',
  'series',
  'victimIdentified',
  'offenderIdentified',
  'isDistributed',
  'vicsCategory',
  'tags',
  'comments',
  'photoDna',
  'mimeType',
  'unknownMembers',
] as const satisfies readonly AttributeName[];

/**
 * The members of a VICS media entry that say what the record says, in the order of the data model's documents. What
 * is unknown is left out, never written as "false". A category of another scheme is left out too: its number would mean
 * something else here.
 */
export function membersOfRecord(
  record: HashSetRecord,
  mediaId: number,
  edition: VicsEdition,
  options: WriteOptions,
): Map<string, unknown> {
  const { photoDna, unknownMembers = noMembers, names = [] } = record.attributes ?? {};
  const md5 = writtenDigits(record, 'md5', options, 'upper');
  const asMember = edition.photoDnaAs === 'member';
  const members = new Map<string, unknown>();
  const add = (name: string, value: unknown) => {
    if (value !== undefined) members.set(name, value);
  };
  addUsualMembers(record, mediaId, edition, options, add);
  add('PhotoDNA', asMember ? photoDna : undefined);
  add('AlternativeHashes', asMember ? undefined : hashesWith(photoDna, md5, unknownMembers.get('AlternativeHashes')));
  add('RelativeFilePath', names[0]);
  add('MediaFiles', names.length > 1 ? names.slice(1).map((name) => fileOfName(name, md5 ?? '')) : undefined);
  if (unknownMembers.size === 0) return members;
  const taken = new Set([...members.keys()].map((name) => name.toLowerCase()));
  // File entries that say more than names hold the names too.
  if (unknownMembers.has('MediaFiles')) members.delete('MediaFiles');
  if (unknownMembers.has('MediaFiles')) taken.delete('mediafiles');
  for (const name of [...unknownMembers.keys()].sort()) {
    if (!taken.has(name.toLowerCase())) members.set(name, unknownMembers.get(name));
  }
  return members;
}

/** The entry that a record becomes, as text, indented as it stands in the list. */
export function entryOfRecord(
  record: HashSetRecord,
  mediaId: number,
  edition: VicsEdition,
  options: WriteOptions,
): string {
  return (
    plainEntry(record, mediaId, edition, options) ?? formatEntry(membersOfRecord(record, mediaId, edition, options))
  );
}

const noMembers: ReadonlyMap<string, unknown> = new Map();

/**
 * The same text at a fraction of the cost, member by member, for entries whose members are all texts, truths and numbers, as most are
 * in lists of many millions; undefined for others.
 */
function plainEntry(
  record: HashSetRecord,
  mediaId: number,
  edition: VicsEdition,
  options: WriteOptions,
): string | undefined {
  const { unknownMembers = noMembers, names = [], photoDna } = record.attributes ?? {};
  const unknownNames = plainMemberNames(unknownMembers);
  const hasLists = names.length > 1 || (photoDna !== undefined && edition.photoDnaAs !== 'member');
  if (unknownNames === undefined || hasLists) return undefined;
  let text = '';
  const put = (quotedName: string, value: unknown) => {
    const written = typeof value === 'string' ? JSON.stringify(value) : String(value);
    text += `${text === '' ? '' : ',\n'}   ${quotedName}: ${written}`;
  };
  // The names of the data model need no escapes.
  const add = (name: string, value: unknown) => {
    if (value !== undefined) put(`"${name}"`, value);
  };
  addUsualMembers(record, mediaId, edition, options, add);
  add('PhotoDNA', photoDna);
  add('RelativeFilePath', names[0]);
  for (const name of unknownNames) {
    if (name === 'DateUpdated' || name === 'IsPrecategorized') continue;
    put(JSON.stringify(name), unknownMembers.get(name));
  }
  return `  {\n${text}\n  }`;
}

/** The members that an entry begins with, in their order. */
function addUsualMembers(
  record: HashSetRecord,
  mediaId: number,
  edition: VicsEdition,
  options: WriteOptions,
  add: (name: string, value: unknown) => void,
): void {
  const { attributes = {}, sizeBytes } = record;
  const { vicsCategory, unknownMembers = noMembers } = attributes;
  add('MediaID', mediaId);
  add('Category', vicsCategory?.scheme === edition.scheme ? vicsCategory.value : undefined);
  add('MD5', writtenDigits(record, 'md5', options, 'upper'));
  add('SHA1', writtenDigits(record, 'sha1', options, 'upper'));
  add('MediaSize', edition.sizeAs === 'text' && sizeBytes !== undefined ? String(sizeBytes) : sizeBytes);
  add('DateUpdated', unknownMembers.get('DateUpdated'));
  add('IsPrecategorized', unknownMembers.get('IsPrecategorized'));
  add('VictimIdentified', truthText(attributes.victimIdentified));
  add('OffenderIdentified', truthText(attributes.offenderIdentified));
  add('IsDistributed', truthText(attributes.isDistributed));
  add('Series', attributes.series);
  add('Tags', attributes.tags?.join(','));
  add('Comments', attributes.comments);
  add('MimeType', attributes.mimeType);
}

function formatEntry(members: ReadonlyMap<string, unknown>): string {
  let lines = '';
  for (const [name, value] of members) {
    lines += `${lines === '' ? '' : ',\n'}   ${JSON.stringify(name)}: ${formatValue(value)}`;
  }
  return `  {\n${lines}\n  }`;
}

function formatValue(value: unknown): string {
  if (typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  return JSON.stringify(value, null, 1).replaceAll('\n', '\n   ');
}

/** PhotoDNA in front of hashes that were kept as they were, unless it is the one among them. */
function hashesWith(photoDna: string | undefined, md5: string | undefined, kept: unknown): unknown {
  if (photoDna === undefined) return undefined;
  const others: readonly unknown[] = Array.isArray(kept) ? kept : [];
  if (firstPhotoDna(others) === photoDna) return others;
  return [{ MD5: md5 ?? '', HashName: 'PhotoDNA', HashValue: photoDna }, ...others];
}

/** Sets in the field have these as texts. */
function truthText(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
