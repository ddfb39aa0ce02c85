import type { Algorithm, Digest } from '../../core/digest.ts';
import type { Actor } from './actor.ts';

export interface NewExport {
  readonly categoryId: string;
  readonly format: string;
  readonly algorithm: Algorithm | null;
  readonly asOfUtc: string | null;
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
