import type { HashSetRecord, WriteOptions } from './contract.ts';
import { fileOfName } from './vics-files.ts';
import { defaultScheme } from './vics-schemes.ts';

/**
 * The members of a VICS 2.0 media entry that say what the record says, in the order of the data model's documents. What
 * is unknown is left out, never written as "false". A category of another scheme is left out too: its number would mean
 * something else here.
 */
export function membersOfRecord(record: HashSetRecord, mediaId: number, options: WriteOptions): Map<string, unknown> {
  const { attributes = {}, sizeBytes } = record;
  const { vicsCategory, unknownMembers = new Map<string, unknown>(), names = [] } = attributes;
  const md5 = inLetterCase(record.digests.md5, options);
  const known: readonly (readonly [string, unknown])[] = [
    ['MediaID', mediaId],
    ['Category', vicsCategory?.scheme === defaultScheme ? vicsCategory.value : undefined],
    ['MD5', md5],
    ['SHA1', inLetterCase(record.digests.sha1, options)],
    ['MediaSize', sizeBytes],
    ['DateUpdated', unknownMembers.get('DateUpdated')],
    ['IsPrecategorized', unknownMembers.get('IsPrecategorized')],
    ['VictimIdentified', truthText(attributes.victimIdentified)],
    ['OffenderIdentified', truthText(attributes.offenderIdentified)],
    ['IsDistributed', truthText(attributes.isDistributed)],
    ['Series', attributes.series],
    ['Tags', attributes.tags?.join(',')],
    ['Comments', attributes.comments],
    ['MimeType', attributes.mimeType],
    ['PhotoDNA', attributes.photoDna],
    ['RelativeFilePath', names[0]],
    ['MediaFiles', names.length > 1 ? names.slice(1).map((name) => fileOfName(name, md5 ?? '')) : undefined],
  ];
  const members = new Map<string, unknown>(known.filter(([, value]) => value !== undefined));
  const taken = new Set([...members.keys()].map((name) => name.toLowerCase()));
  // File entries that say more than names hold the names too.
  if (unknownMembers.has('MediaFiles')) members.delete('MediaFiles');
  if (unknownMembers.has('MediaFiles')) taken.delete('mediafiles');
  for (const name of [...unknownMembers.keys()].sort()) {
    if (!taken.has(name.toLowerCase())) members.set(name, unknownMembers.get(name));
  }
  return members;
}

/** An entry as text, indented as it stands in the list. */
export function formatEntry(members: ReadonlyMap<string, unknown>): string {
  const lines = [...members].map(([name, value]) => `   ${JSON.stringify(name)}: ${formatValue(value)}`);
  return `  {\n${lines.join(',\n')}\n  }`;
}

function formatValue(value: unknown): string {
  return (JSON.stringify(value, null, 1) ?? 'null').replaceAll('\n', '\n   ');
}

/** Sets in the field have these as texts. */
function truthText(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** Sets in the field have upper-case digits. */
function inLetterCase(digest: string | undefined, options: WriteOptions): string | undefined {
  return options.letterCase === 'lower' ? digest : digest?.toUpperCase();
}
