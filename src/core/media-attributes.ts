/** What hash sets and reports say of a media beyond its digests; kept, and given back by formats that can carry it. */
export interface MediaAttributes {
  /** Number and the scheme that gives it a meaning, such as `vics-2/US`. 0 is a value. */
  readonly vicsCategory?: { readonly value: number; readonly scheme: string };
  readonly series?: string;
  /** Point of contact of the series. */
  readonly contact?: string;
  readonly victimIdentified?: boolean;
  readonly offenderIdentified?: boolean;
  readonly isDistributed?: boolean;
  readonly tags?: readonly string[];
  readonly comments?: string;
  /** Opaque and case-sensitive; never computed. */
  readonly photoDna?: string;
  readonly mimeType?: string;
  readonly names?: readonly string[];
  /** Members that criskit does not know, as they were, by name. A Map, so that `__proto__` is a name like any other. */
  readonly unknownMembers?: ReadonlyMap<string, unknown>;
}

/** Names of what a hash-set format can carry, besides digests: used for the loss report of an export. */
export type AttributeName = keyof MediaAttributes | 'kind' | 'sizeBytes';

/** Every attribute, in the order in which they are told; unknown members last. */
export const attributeNames: readonly (keyof MediaAttributes)[] = [
  'names',
  'series',
  'contact',
  'victimIdentified',
  'offenderIdentified',
  'isDistributed',
  'vicsCategory',
  'tags',
  'comments',
  'photoDna',
  'mimeType',
  'unknownMembers',
];
