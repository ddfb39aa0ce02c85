import type { CategoryKind } from '../../core/category.ts';
import type { Algorithm, Digest, Digests } from '../../core/digest.ts';
import type { MediaAttributes } from '../../core/media-attributes.ts';
import type { MediaKind } from '../../core/media.ts';
import type { Statement } from './statement.ts';
import type { StoreStats } from './stats.ts';

export interface DigestQuery {
  readonly algorithm: Algorithm;
  readonly value: Digest;
}

export interface LookupAnswer {
  /** True where an import in force says something of it. */
  readonly known: boolean;
  /** In order of precedence; empty where it is filed in none. */
  readonly categories: readonly CategoryMembership[];
  /** True where a conflict about it is open: then no export contains it. */
  readonly inConflict: boolean;
  /** True where two different contents in the database share this digest. */
  readonly ambiguous: boolean;
  readonly mediaIds: readonly number[];
}

export interface CategoryMembership {
  readonly categoryId: string;
  readonly kind: CategoryKind;
  /** The import that first put it there, of those in force. */
  readonly importId: number;
  readonly sinceUtc: string;
}

export interface QueryStore {
  /** One answer per query, in order. */
  lookup(queries: readonly DigestQuery[]): Promise<readonly LookupAnswer[]>;
  why(query: DigestQuery): Promise<Statement>;
  /** The digests in force of each of these media and of those that are one content with it, in their order. */
  digestsOfMedia(mediaIds: readonly number[]): Promise<readonly Digests[]>;
  /** The numbers of the cases whose submissions or reports hold these media, in order. */
  casesOfMedia(mediaIds: readonly number[]): Promise<readonly string[]>;
  /** The same for each content, given by the media that it is. */
  casesOfContents(contents: readonly (readonly number[])[]): Promise<readonly (readonly string[])[]>;
  /** Media of a category in the total order of the algorithm's digest, then of the others; open conflicts left out and counted. */
  recordsOf(categoryId: string, options: RecordsOptions): Promise<CategoryRecords>;
  stats(): Promise<StoreStats>;
}

export interface RecordsOptions {
  /** The order: by this digest first. Media without it come last. */
  readonly orderBy: Algorithm;
  /** As the database stood at the end of that moment. */
  readonly asOfUtc?: string;
}

export interface CategoryRecords {
  /** Read while the store is open, once. */
  readonly records: AsyncIterable<readonly MediaRecord[]>;
  readonly total: number;
  /** Media of the category that an open conflict keeps out. */
  readonly leftOut: number;
}

export interface MediaRecord {
  readonly mediaId: number;
  readonly digests: Digests;
  readonly kind: MediaKind;
  readonly sizeBytes: number | null;
  readonly attributes: MediaAttributes;
}
