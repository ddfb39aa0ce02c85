import { algorithmTitle } from '../core/digest.ts';
import { canRead, canWrite } from '../hashsets/hash-set-source.ts';
import { listFormats } from '../hashsets/lookup.ts';
import { listProfiles } from '../hashsets/plain-profiles.ts';
import type { ImportEntry } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** The hash sets that were imported, by number; those that are no longer in force as well where `all`. */
export async function listHashSets(lab: Lab, all: boolean): Promise<readonly ImportEntry[]> {
  return lab.store.listImports({ kind: 'hash-set', ...(all ? {} : { state: 'in-force' }) });
}

export interface FormatDescription {
  readonly id: string;
  readonly title: string;
  readonly reads: boolean;
  readonly writes: boolean;
  readonly algorithms: readonly string[];
  readonly carries: readonly string[];
  /** The program that judges what we write. */
  readonly checkedBy: string | null;
}

/** By id. */
export function describeFormats(): readonly FormatDescription[] {
  return listFormats().map((format) => ({
    id: format.id,
    title: format.title,
    reads: canRead(format),
    writes: canWrite(format),
    algorithms: format.algorithms.map((algorithm) => algorithmTitle[algorithm]),
    carries: format.carries,
    checkedBy: format.checkedBy ?? null,
  }));
}

export interface ProfileDescription {
  readonly id: string;
  /** The program. */
  readonly title: string;
  readonly format: string;
  readonly algorithms: readonly string[];
  readonly headerLine: boolean;
  readonly letterCase: 'lower' | 'upper';
  readonly lineEnd: 'lf' | 'crlf';
  readonly source: string;
  readonly verified: boolean;
}

/** The forms of lists that single programs take, by id. */
export function describeProfiles(): readonly ProfileDescription[] {
  return listProfiles().map((profile) => ({
    ...profile,
    algorithms: profile.algorithms.map((algorithm) => algorithmTitle[algorithm]),
  }));
}
