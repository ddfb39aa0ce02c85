import type { CarriedError } from '../../core/carried-error.ts';
import type { TableDocument } from '../contract.ts';

/** From the thread that reads a workbook. */
export type FromWorkbookThread =
  | { readonly kind: 'done'; readonly document: TableDocument }
  | { readonly kind: 'refused'; readonly error: CarriedError };
