import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportReportRequest, importReport } from '../../src/app/import-report.ts';
import { initLab } from '../../src/app/init-lab.ts';
import { type Lab, openLab } from '../../src/app/lab.ts';
import type { ManifestEntry } from '../../src/core/media.ts';
import { readTrackerFile } from '../../src/tracker/sync-file.ts';

/** A real lab in a temporary folder, with a clock that tests set. */
export interface TestLab {
  readonly lab: Lab;
  readonly folder: string;
  /** ISO 8601 in universal time. */
  setTime(nowUtc: string): void;
  addCase(caseNumber: string): Promise<void>;
  /** Gives the id of the submission. */
  send(caseNumber: string, entries: readonly ManifestEntry[]): Promise<number>;
  /** Writes the lines as a document into the folder; gives its path. */
  write(name: string, content: string | Uint8Array): string;
  importReply(path: string, caseNumber: string, change?: Partial<ImportReportRequest>): ReturnType<typeof importReport>;
  /** The cells of the case's row as text, by column; undefined where it has none. */
  rowOf(caseNumber: string): Promise<Readonly<Record<string, string>> | undefined>;
  close(): Promise<void>;
}

export async function makeLab(edit?: { readonly settings: (text: string) => string }): Promise<TestLab> {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-lab-'));
  let now = '2026-05-01T10:00:00.000Z';
  const clock = { nowUtc: () => now, today: () => now.slice(0, 10) };
  const names = { name: 'Test lab', agency: 'PD', examiner: 'Robin' };
  const onWarning = () => undefined;
  await initLab({ folder, names, dryRun: false, clock, onWarning });
  if (edit !== undefined) {
    const { readFileSync } = await import('node:fs');
    const path = join(folder, 'criskit.toml');
    writeFileSync(path, edit.settings(readFileSync(path, 'utf8')));
  }
  const lab = await openLab({ folder, access: 'write', clock, onWarning });
  return {
    lab,
    folder,
    setTime: (nowUtc) => {
      now = nowUtc;
    },
    addCase: async (caseNumber) => {
      const agencyCaseNumber = `A-${caseNumber}`;
      const newCase = { caseNumber, agency: 'Springfield PD', agencyCaseNumber, officer: null, examiner: null };
      await lab.store.addCase(newCase, lab.actor());
    },
    send: async (caseNumber, entries) => {
      const batches = async function* () {
        yield entries;
      };
      const submission = { caseNumber, sources: ['Exhibit'], algorithms: ['md5', 'sha1'] as const };
      return (await lab.store.addSubmission(submission, batches(), lab.actor())).submissionId;
    },
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    importReply: (path, caseNumber, change = {}) =>
      importReport(lab, {
        path,
        caseNumber,
        submissionId: undefined,
        layout: undefined,
        part: undefined,
        supersedes: undefined,
        acceptDifference: undefined,
        dryRun: false,
        syncTracker: true,
        confirm: undefined,
        ...change,
      }),
    rowOf: async (caseNumber) => {
      const contents = await readTrackerFile(lab.settings.tracker);
      const row = contents.rows.find((one) => one.caseNumber === caseNumber);
      if (row === undefined) return undefined;
      return Object.fromEntries(
        Object.entries(row.cells).map(([column, cell]) => [
          column,
          cell.value.kind === 'date' ? cell.value.date : cell.text,
        ]),
      );
    },
    close: async () => {
      await lab.close();
      rmSync(folder, { recursive: true });
    },
  };
}
