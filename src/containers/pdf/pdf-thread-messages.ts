import type { ErrorCode } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';

/** A row as it comes from the thread. */
export interface PdfRow {
  readonly page: number;
  readonly cells: readonly string[];
  readonly isFurniture: boolean;
  readonly issue?: Pick<Issue, 'code' | 'message'>;
}

/** From the thread that reads a PDF. */
export type FromPdfThread =
  /** Another step is done; the next one may take as much time of the processor. */
  | { readonly kind: 'progress'; readonly nextStepSeconds: number }
  | { readonly kind: 'done'; readonly rows: readonly PdfRow[]; readonly traits: ReadonlyMap<string, string> }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string; readonly hint: string };
