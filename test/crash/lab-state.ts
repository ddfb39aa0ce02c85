import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportHashSet } from '../../src/app/export-hash-set.ts';
import { type Lab, openLab } from '../../src/app/lab.ts';
import { readTrackerFile } from '../../src/tracker/sync-file.ts';

const clock = { nowUtc: () => '2026-11-22T09:30:00.000Z', today: () => '2026-11-22' };
const noProgress = {
  isShown: false,
  start: () => undefined,
  expect: () => undefined,
  advance: () => undefined,
  end: () => undefined,
};
const exported = [
  ['known-victim', 'vics-2'],
  ['known-victim', 'plain'],
  ['unidentified', 'vics-2'],
  ['unidentified', 'plain'],
] as const;

/** Everything about a lab that a command may change, save numbers and times: equal for labs in the same state. */
export interface LabState {
  /** SHA-256 of what an export of the category in that format would be. */
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: readonly unknown[];
  readonly submissions: readonly unknown[];
  readonly conflicts: readonly unknown[];
  readonly pending: readonly unknown[];
  readonly tracker: unknown;
  /** Files below the lab folder with their SHA-256, without the database, the workbook and what a kill leaves behind. */
  readonly files: Readonly<Record<string, string>>;
}

export async function readLabState(folder: string): Promise<LabState> {
  const lab = await openLab({ folder, access: 'write', clock, onWarning: () => undefined });
  try {
    const [imports, submissions] = [await lab.store.listImports(), await lab.store.listSubmissions()];
    return {
      exports: await exportsOf(lab),
      imports: imports.map(({ document: { sha256 }, state, records, categoryId, caseNumber }) => {
        return { sha256, state, records, categoryId, caseNumber };
      }),
      submissions: await Promise.all(
        submissions.map(async ({ submissionId, files, images, videos }) => {
          const manifest: unknown[] = [];
          for await (const batch of lab.store.manifestOf(submissionId)) manifest.push(...batch);
          return { files, images, videos, manifest };
        }),
      ),
      conflicts: (await lab.store.listConflicts()).map(({ kind, state }) => ({ kind, state })),
      pending: (await lab.store.listPending()).map(({ caseNumber }) => caseNumber),
      tracker: await readTrackerCells(folder),
      files: filesOf(folder),
    };
  } finally {
    await lab.close();
  }
}

/** The problems that the database's own verification finds. */
export async function problemsOf(folder: string): Promise<readonly string[]> {
  const lab = await openLab({ folder, access: 'write', clock, onWarning: () => undefined });
  try {
    const { ok, checks } = await lab.store.verify();
    const problems = checks.flatMap((check) => check.problems);
    return ok || problems.length > 0 ? problems : ['not ok'];
  } finally {
    await lab.close();
  }
}

/** The cells of the workbook as criskit reads them; throws where it cannot be read. */
export async function readTrackerCells(folder: string): Promise<unknown> {
  const { rows, issues } = await readTrackerFile({ path: join(folder, 'tracker.xlsx'), aliases: {} });
  return JSON.parse(JSON.stringify({ rows, issues }));
}

/** Of the file; undefined where there is none. */
export function sha256Of(path: string): string | undefined {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : undefined;
}

async function exportsOf(lab: Lab): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const [categoryId, format] of exported) {
    const { sha256 } = await exportHashSet(lab, {
      categoryId,
      format,
      profile: undefined,
      setName: undefined,
      algorithm: undefined,
      asOf: undefined,
      madeFor: undefined,
      path: '',
      replace: false,
      write: {},
      dryRun: true,
      signal: new AbortController().signal,
      progress: noProgress,
    });
    digests[`${categoryId} ${format}`] = sha256;
  }
  return digests;
}

function filesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(lab\.db.*|tracker\.xlsx.*|\..*)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(folder.length), sha256Of(path) ?? '']));
}
