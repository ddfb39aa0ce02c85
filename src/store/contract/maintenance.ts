import type { Actor } from './actor.ts';

export interface VerifyResult {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly checked: number;
    readonly problems: readonly string[];
  }[];
}

export interface AuditEntry {
  readonly auditId: number;
  readonly atUtc: string;
  readonly by: string;
  readonly action: string;
  readonly body: unknown;
  readonly sha256: string;
}

export interface MaintenanceStore {
  /** SQLite's own check, the audit chain, memberships and conflicts rebuilt and compared, documents against their SHA-256. */
  verify(options?: { readonly signal?: AbortSignal }): Promise<VerifyResult>;
  /** Derives memberships and conflicts anew; returns how many media changed. */
  rebuild(actor: Actor): Promise<{ readonly mediaChanged: number }>;
  /** A consistent copy, made while others read and write; the target must not exist. */
  backup(targetPath: string, options?: { readonly onProgress?: (share: number) => void }): Promise<void>;
  /** The log, oldest first. */
  auditTrail(filter?: { readonly caseNumber?: string; readonly limit?: number }): Promise<readonly AuditEntry[]>;
}
