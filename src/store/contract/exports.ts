import type { Algorithm, Digest } from '../../core/digest.ts';
import type { Actor } from './actor.ts';

export interface NewExport {
  readonly categoryId: string;
  readonly format: string;
  readonly algorithm: Algorithm | null;
  readonly asOfUtc: string | null;
  /** Whom or what it was made for, as the examiner wrote it. */
  readonly madeFor: string | null;
  /** Every choice that determines its bytes, as JSON can hold it; null in entries from before this was kept. */
  readonly form: unknown;
  readonly fileName: string;
  readonly records: number;
  readonly sha256: Digest<'sha256'>;
}

export interface ExportEntry extends NewExport {
  readonly exportId: number;
  readonly exportedAtUtc: string;
  readonly exportedBy: string;
}

export interface ExportStore {
  addExport(entry: NewExport, actor: Actor): Promise<ExportEntry>;
  listExports(): Promise<readonly ExportEntry[]>;
}
