import { attributeNames, type MediaAttributes } from '../core/media-attributes.ts';
import type { HashSetRecord } from './contract.ts';

/** All that a record says but its place, as one line of text: two records say the same exactly where these are equal. */
export function canonicalText(record: HashSetRecord): string {
  const { digests, sizeBytes, kind } = record;
  const { md5 = '', sha1 = '', sha256 = '', blake3 = '' } = digests;
  const text = `${md5},${sha1},${sha256},${blake3},${sizeBytes ?? ''},${kind ?? ''}`;
  return record.attributes === undefined ? text : `${text},${canonicalAttributes(record.attributes)}`;
}

function canonicalAttributes(attributes: MediaAttributes): string {
  let text = '';
  for (const name of attributeNames) {
    const value = attributes[name];
    if (value !== undefined) text += `${name}:${canonicalValue(value)},`;
  }
  return text;
}

/** JSON with the members of objects and maps in the order of their names. */
export function canonicalValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalValue).join(',')}]`;
  const members: readonly [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  let text = '';
  for (const [name, member] of areInOrder(members) ? members : members.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalValue(member)}`;
  }
  return `{${text}}`;
}

/** As they mostly come from a file that was written before. */
function areInOrder(members: readonly (readonly [string, unknown])[]): boolean {
  for (let index = 1; index < members.length; index += 1) {
    if ((members[index - 1]?.[0] ?? '') > (members[index]?.[0] ?? '')) return false;
  }
  return true;
}
