import { CriskitError } from '../core/errors.ts';
import type { AttributeName, MediaAttributes } from '../core/media-attributes.ts';
import type { HashSetRecord, WriteOptions } from './contract.ts';
import { entryOfRecord, membersOfRecord, type VicsEdition } from './vics-entry.ts';
import { recordOfMedia } from './vics-members.ts';
import { plainMemberNames } from './vics-plain-members.ts';

/** A VICS hash set: the context first, the list second, nothing else; one blank of indent per level. */
export async function* writeVics(
  records: AsyncIterable<readonly HashSetRecord[]>,
  edition: VicsEdition,
  context: string,
  options: WriteOptions,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`{\n "${edition.contextMember}": ${JSON.stringify(context)},\n "value": [`);
  let mediaId = 0;
  for await (const batch of records) {
    let text = '';
    for (const record of batch) {
      mediaId += 1;
      text += `${mediaId === 1 ? '' : ','}\n${entryOfRecord(record, mediaId, edition, options)}`;
    }
    if (text !== '') yield Buffer.from(text, 'utf8');
  }
  yield Buffer.from(mediaId === 0 ? ']\n}\n' : '\n ]\n}\n');
}

/** Attributes meet rules of the data model (one text of tags, one scheme, names in three members): taken from an entry. */
export function carriedByVics(record: HashSetRecord, edition: VicsEdition, options: WriteOptions): HashSetRecord {
  if (record.attributes === undefined || standsAsItIs(record.attributes, edition)) return record;
  const members = membersOfRecord(record, 1, edition, options);
  const result = recordOfMedia({ members }, record.place, edition.scheme);
  if ('code' in result) throw new CriskitError('INTERNAL', `A VICS entry is not understood: ${result.message}`);
  return result;
}

/** What an entry gives back as it was given, whatever it is. */
const kept: ReadonlySet<string> = new Set<AttributeName>([
  'series',
  'victimIdentified',
  'offenderIdentified',
  'isDistributed',
  'comments',
  'photoDna',
]);

/** Spares most records the way through an entry. */
function standsAsItIs(attributes: MediaAttributes, { scheme }: VicsEdition): boolean {
  for (const name in attributes) {
    if (name === 'names' ? attributes.names?.length === 1 : kept.has(name)) continue;
    const { vicsCategory, unknownMembers } = attributes;
    if (name === 'unknownMembers' && unknownMembers !== undefined && plainMemberNames(unknownMembers) !== undefined) {
      continue;
    }
    if (name !== 'vicsCategory' || vicsCategory?.scheme !== scheme) return false;
    if (!Number.isSafeInteger(vicsCategory.value) || vicsCategory.value < 0) return false;
  }
  return true;
}
