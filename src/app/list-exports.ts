import { CriskitError } from '../core/errors.ts';
import type { Digest } from '../core/digest.ts';
import type { ExportEntry } from '../store/contract.ts';
import { exportHashSet } from './export-hash-set.ts';
import { parseKeptForm } from './export-form.ts';
import type { Lab } from './lab.ts';
import type { Progress } from './progress.ts';

/**
 * `current`: made again now, with the same choices, it would hold the same bytes. `stale`: it would not. `replaced`: a later
 * export went out under the same name, for the same and from the same category. `unknown`: it cannot be made again.
 */
type ExportStanding = 'current' | 'stale' | 'replaced' | 'unknown';

export interface CheckedExport {
  readonly entry: ExportEntry;
  readonly standing: ExportStanding;
  /** What it would be now; null where it was not made again. */
  readonly now: { readonly records: number; readonly sha256: Digest<'sha256'> } | null;
  /** Why it cannot be made again; null where it can. */
  readonly reason: string | null;
}

/** By number. */
export async function listExports(lab: Lab): Promise<readonly ExportEntry[]> {
  return lab.store.listExports();
}

/** Makes every export that was not replaced once more, without writing it, and compares. */
export async function checkExports(
  lab: Lab,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<readonly CheckedExport[]> {
  const entries = await lab.store.listExports();
  const latest = new Map(entries.map((entry) => [destinationOf(entry), entry.exportId]));
  const checked: CheckedExport[] = [];
  for (const entry of entries) {
    const isLatest = latest.get(destinationOf(entry)) === entry.exportId;
    checked.push(
      isLatest
        ? await checkExport(lab, entry, { signal, progress })
        : { entry, standing: 'replaced', now: null, reason: null },
    );
  }
  return checked;
}

function destinationOf({ categoryId, format, fileName, madeFor }: ExportEntry): string {
  return JSON.stringify([categoryId, format, fileName, madeFor]);
}

async function checkExport(
  lab: Lab,
  entry: ExportEntry,
  running: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<CheckedExport> {
  const form = parseKeptForm(entry.form);
  if (form === undefined) {
    return { entry, standing: 'unknown', now: null, reason: 'it was made before the choices of exports were kept' };
  }
  try {
    const { records, sha256 } = await exportHashSet(lab, {
      ...form,
      ...running,
      categoryId: entry.categoryId,
      asOf: entry.asOfUtc?.slice(0, 10),
      madeFor: undefined,
      path: entry.fileName,
      replace: false,
      dryRun: true,
    });
    return { entry, standing: sha256 === entry.sha256 ? 'current' : 'stale', now: { records, sha256 }, reason: null };
  } catch (error) {
    if (!(error instanceof CriskitError) || !cannotBeMade.has(error.code)) throw error;
    return { entry, standing: 'unknown', now: null, reason: error.message };
  }
}

/** The category or the format is there no longer. */
const cannotBeMade: ReadonlySet<string> = new Set(['NOT_FOUND', 'FORMAT_UNKNOWN', 'FORMAT_CANNOT', 'USAGE']);
