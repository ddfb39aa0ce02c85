import type { ErrorCode } from '../../core/errors.ts';
import type { Place } from '../../core/place.ts';
import type { TableDocument } from '../contract.ts';

/** From the thread that reads a workbook. */
export type FromWorkbookThread =
  | { readonly kind: 'done'; readonly document: TableDocument }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly place: Place | undefined;
      readonly hint: string | undefined;
    };
