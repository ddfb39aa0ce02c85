import type { ExportEntry, ExportStore } from '../contract.ts';
import { algorithmCode, algorithmOfCode, digestFromBlob, digestToBlob } from './codes.ts';
import type { Connection } from './connection.ts';

interface ExportRow {
  readonly export_id: number;
  readonly category_id: number;
  readonly format: string;
  readonly algorithm: number | null;
  readonly as_of_utc: string | null;
  readonly made_for: string | null;
  readonly form: string | null;
  readonly file_name: string;
  readonly records: number;
  readonly sha256: Uint8Array;
  readonly exported_at_utc: string;
  readonly exported_by: string;
}

/** The register of what left the database, for which tool. */
export function createExportStore(connection: Connection): ExportStore {
  return {
    addExport: (entry, actor) =>
      connection.write(actor, () => {
        const exportId = connection.insert(
          `INSERT INTO export (category_id, format, algorithm, as_of_utc, made_for, form, file_name, records, sha256, exported_at_utc,
             exported_by)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          connection.categoryNumber(entry.categoryId),
          entry.format,
          entry.algorithm === null ? null : algorithmCode(entry.algorithm),
          entry.asOfUtc,
          entry.madeFor,
          entry.form === null ? null : JSON.stringify(entry.form),
          entry.fileName,
          entry.records,
          digestToBlob(entry.sha256),
          actor.atUtc,
          actor.by,
        );
        const result: ExportEntry = { ...entry, exportId, exportedAtUtc: actor.atUtc, exportedBy: actor.by };
        return { result, audit: { action: 'export', body: { ...entry, export: exportId } } };
      }),
    listExports: async () => readExports(connection),
  };
}

export function readExports(connection: Connection): readonly ExportEntry[] {
  return connection.all<ExportRow>('SELECT * FROM export ORDER BY export_id').map((row) => ({
    exportId: row.export_id,
    categoryId: connection.categoryName(row.category_id),
    format: row.format,
    algorithm: row.algorithm === null ? null : algorithmOfCode(row.algorithm),
    asOfUtc: row.as_of_utc,
    madeFor: row.made_for,
    form: row.form === null ? null : JSON.parse(row.form),
    fileName: row.file_name,
    records: row.records,
    sha256: digestFromBlob<'sha256'>(row.sha256),
    exportedAtUtc: row.exported_at_utc,
    exportedBy: row.exported_by,
  }));
}
