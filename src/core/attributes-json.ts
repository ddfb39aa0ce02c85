import type { MediaAttributes } from './media-attributes.ts';

/** JSON text of attributes; null where there are none. Unknown members are kept as a list of pairs. */
export function attributesToJson(attributes: MediaAttributes | undefined): string | null {
  if (attributes === undefined) return null;
  const { unknownMembers, ...rest } = attributes;
  const unknown =
    unknownMembers === undefined || unknownMembers.size === 0 ? {} : { unknownMembers: [...unknownMembers] };
  const text = JSON.stringify({ ...rest, ...unknown });
  return text === '{}' ? null : text;
}

type Known = Omit<MediaAttributes, 'unknownMembers'>;

export function attributesFromJson(text: string | null): MediaAttributes | undefined {
  if (text === null) return undefined;
  const stated = JSON.parse(text) as Known & { readonly unknownMembers?: readonly (readonly [string, unknown])[] };
  const { unknownMembers } = stated;
  return unknownMembers === undefined ? (stated as Known) : { ...stated, unknownMembers: new Map(unknownMembers) };
}

/**
 * What several statements about one media amount to, oldest first: the latest that says something wins; names and tags
 * are collected.
 */
export function mergeAttributes(all: readonly MediaAttributes[]): MediaAttributes {
  const merged: MediaAttributes = {};
  // A list can say something of one media a million times.
  for (const attributes of all) Object.assign(merged, attributes);
  const names = [...new Set(all.flatMap(({ names: list }) => list ?? []))];
  const tags = [...new Set(all.flatMap(({ tags: list }) => list ?? []))];
  const unknown = new Map(all.flatMap(({ unknownMembers }) => [...(unknownMembers ?? [])]));
  return {
    ...merged,
    ...(names.length > 0 ? { names } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(unknown.size > 0 ? { unknownMembers: unknown } : {}),
  };
}
