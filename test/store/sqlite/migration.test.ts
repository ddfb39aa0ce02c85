import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../src/store/sqlite/open-store.ts';
import { restoreDatabase } from '../../../src/store/sqlite/restore.ts';
import {
  actor,
  actorAt,
  digestsOf,
  documentOf,
  md5Of,
  newLab,
  reportOf,
  says,
  temporaryFolder,
} from './lab-database.ts';

const sample = readFileSync(join(import.meta.dirname, 'samples/version-1.sql'), 'utf8');

/** A database as version 1 left it: samples/README.md says what is in it. */
function databaseOfVersion1(): string {
  const path = join(temporaryFolder(), 'lab.db');
  const db = new Database(path);
  db.exec(sample);
  db.close();
  return path;
}

function rowsOf(path: string, sql: string): readonly unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

async function opened(path: string) {
  const store = await openStore({ path });
  onTestFinished(() => store.close());
  return store;
}

describe('a database of version 1', () => {
  it('is brought up to date, whole, with every import as it was', async () => {
    const path = databaseOfVersion1();
    const columns =
      'import_id, kind, case_id, document_name, hex(document_sha256), state, supersedes_import_id, summary';
    const before = rowsOf(path, `SELECT ${columns}, ended_reason, imported_at_utc FROM import`);
    const store = await opened(path);
    expect(await store.verify()).toMatchObject({ ok: true });
    expect((await store.stats()).schemaVersion).toBe(4);
    expect(rowsOf(path, `SELECT ${columns}, ended_reason, imported_at_utc FROM import`)).toEqual(before);
    expect((await store.listImports()).map(({ importId, state, part }) => [importId, state, part])).toEqual([
      [1, 'superseded', null],
      [2, 'in-force', null],
      [3, 'in-force', null],
      [4, 'undone', null],
      [5, 'in-force', null],
    ]);
    expect((await store.listConflicts()).map(({ state }) => state)).toEqual(['settled', 'withdrawn', 'open']);
  });

  it('has the same tables and indexes as a new one, and refers to no table that is gone', async () => {
    const path = databaseOfVersion1();
    await opened(path);
    const fresh = join(temporaryFolder(), 'lab.db');
    await newLab(fresh);
    const schema = `SELECT type, name, tbl_name, replace(replace(sql, '"', ''), char(10), ' ') AS sql FROM sqlite_schema
      WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name`;
    expect(rowsOf(path, schema)).toEqual(rowsOf(fresh, schema));
    expect(JSON.stringify(rowsOf(path, schema))).not.toContain('rebuilt');
    expect(rowsOf(path, 'PRAGMA foreign_key_check')).toEqual([]);
    expect(rowsOf(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  it('goes on where it was: undo, import, the rule that filed it and a new one', async () => {
    const store = await opened(databaseOfVersion1());
    await store.undoImport(2, 'the first was right', actorAt('2026-04-01T10:00:00.000Z'));
    expect((await store.findImport(1))?.state).toBe('in-force');
    const { importId } = await store.importReport(reportOf('six', [says(digestsOf('g'), 'recognized', 2)]), actor);
    expect(importId).toBe(6);
    const use = await store.splitRuleUse(reportOf('x', []).splitRule);
    expect(use).toMatchObject({ disagreeing: 0, versions: [{ version: 1, imports: 3 }] });
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('enforces references again after the upgrade', async () => {
    const path = databaseOfVersion1();
    const store = await opened(path);
    await store.close();
    const db = new Database(path);
    db.pragma('foreign_keys = ON');
    expect(() => db.exec('DELETE FROM import WHERE import_id = 2')).toThrow(/FOREIGN KEY/);
    db.close();
  });

  it('keeps the document and its part apart, and takes no half of a part', async () => {
    const path = databaseOfVersion1();
    await (await opened(path)).close();
    const db = new Database(path);
    expect(() => db.exec(`UPDATE import SET part_path = '[]'`)).toThrow(/CHECK/);
    expect(() => db.exec(`UPDATE import SET kind = 'other'`)).toThrow(/CHECK/);
    db.close();
  });

  it('is upgraded when it comes back from a backup', async () => {
    const backupPath = databaseOfVersion1();
    const folder = temporaryFolder();
    const targetPath = join(folder, 'lab.db');
    const result = await restoreDatabase({ backupPath, targetPath, keepAs: join(folder, 'old.db'), actor });
    expect(result.ok).toBe(true);
    expect(rowsOf(backupPath, 'PRAGMA user_version')).toEqual([{ user_version: 1 }]);
    expect(rowsOf(targetPath, 'PRAGMA user_version')).toEqual([{ user_version: 4 }]);
  });

  it.skipIf(process.getuid?.() === 0)('is read in a folder that cannot be written, and stays as it is', async () => {
    const path = databaseOfVersion1();
    const bytes = readFileSync(path);
    chmodSync(join(path, '..'), 0o550);
    const store = await openStore({ path });
    expect((await store.lookup([{ algorithm: 'md5', value: md5Of('a') }]))[0]?.known).toBe(true);
    expect(await store.verify()).toMatchObject({ ok: true });
    await expect(store.undoImport(2, 'x', actor)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
    await store.close();
    chmodSync(join(path, '..'), 0o750);
    expect(readFileSync(path)).toEqual(bytes);
  });
});

describe('the part of a document', () => {
  const part = { path: ['reply.eml', 'reply.zip', 'report.csv'], sha256: documentOf('the report').sha256 };

  it('is kept, told, and known again whether it comes in a mail or by itself', async () => {
    const store = await newLab();
    const inMail = reportOf('a mail', [says(digestsOf('a'), 'identified', 2)], { part });
    const { importId } = await store.importReport(inMail, actor);
    expect((await store.findImport(importId))?.part).toEqual(part);
    const found = (sha256: typeof part.sha256) => store.findImportOf(sha256, { caseNumber: '24-0001' });
    expect((await found(part.sha256))?.importId).toBe(importId);
    expect(await found(documentOf('a mail').sha256)).toBeUndefined();
    const alone = reportOf('the report', [says(digestsOf('a'), 'identified', 2)]);
    await expect(store.importReport(alone, actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    const again = reportOf('another mail', [says(digestsOf('a'), 'identified', 2)], { part });
    await expect(store.importReport(again, actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    const statement = await store.why({ algorithm: 'md5', value: md5Of('a') });
    expect(statement.assertions[0]?.import.part).toEqual(part);
  });

  it('is known where the report came by itself first', async () => {
    const store = await newLab();
    await store.importReport(reportOf('the report', [says(digestsOf('a'), 'identified', 2)]), actor);
    const inMail = reportOf('a mail', [says(digestsOf('a'), 'identified', 2)], { part });
    await expect(store.importReport(inMail, actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    const other = { ...part, sha256: documentOf('a second report').sha256 };
    expect((await store.importReport({ ...inMail, part: other }, actor)).importId).toBe(2);
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});
