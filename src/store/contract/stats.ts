import type { CategoryKind } from '../../core/category.ts';
import type { Algorithm } from '../../core/digest.ts';

export interface StoreStats {
  readonly media: number;
  readonly digests: Readonly<Record<Algorithm, number>>;
  readonly cases: number;
  readonly submissions: number;
  readonly imports: number;
  readonly openConflicts: number;
  readonly categories: readonly { readonly categoryId: string; readonly kind: CategoryKind; readonly media: number }[];
  readonly sizeBytes: number;
  readonly schemaVersion: number;
}
