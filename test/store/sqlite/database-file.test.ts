import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/sqlite/open-store.ts';
import { restoreDatabase } from '../../../src/store/sqlite/restore.ts';
import { actor, digestsOf, md5Of, newLab, reportOf, says, temporaryFolder } from './lab-database.ts';

const isRoot = process.getuid?.() === 0;

async function labWithOneReport(path: string) {
  const store = await newLab(path);
  await store.importReport(reportOf('one', [says(digestsOf('a'), 'identified', 2)]), actor);
  return store;
}

describe('the database file', () => {
  it('is readable by its owner and group only', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    await labWithOneReport(path);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(`${path}-wal`).mode & 0o007).toBe(0);
  });

  it('is not made unless asked', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    await expect(openStore({ path })).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
    expect(existsSync(path)).toBe(false);
  });

  it('made by a newer criskit is refused, and left as it is', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    await (await newLab(path)).close();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    const before = readFileSync(path);
    await expect(openStore({ path })).rejects.toMatchObject({ code: 'DATABASE_NEWER', exitCode: 3 });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('of another program, or no database at all, is refused', async () => {
    const folder = temporaryFolder();
    const other = new Database(join(folder, 'other.db'));
    other.exec('CREATE TABLE t (x)');
    other.close();
    writeFileSync(join(folder, 'text.db'), 'this is not a database, it is a text of some length '.repeat(40));
    await expect(openStore({ path: join(folder, 'other.db') })).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
    await expect(openStore({ path: join(folder, 'text.db') })).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
  });

  it('that was emptied is refused: an empty lab is not made in its place', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    writeFileSync(path, '');
    await expect(openStore({ path })).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
    expect(statSync(path).size).toBe(0);
  });

  it('whose pages are damaged says so, whatever is asked of it', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    await (await labWithOneReport(path)).close();
    const bytes = readFileSync(path);
    const db = new Database(path, { readonly: true });
    const page = db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'digest'`).pluck().get() as number;
    const size = db.pragma('page_size', { simple: true }) as number;
    db.close();
    bytes.fill(0xff, (page - 1) * size, page * size);
    writeFileSync(path, bytes);
    const store = await openStore({ path });
    await expect(store.lookup([{ algorithm: 'md5', value: md5Of('a') }])).rejects.toMatchObject({
      code: 'DATABASE_DAMAGED',
    });
    await expect(
      store.importReport(reportOf('two', [says(digestsOf('b'), 'identified', 2)]), actor),
    ).rejects.toMatchObject({
      code: 'DATABASE_DAMAGED',
    });
    expect((await store.verify()).ok).toBe(false);
    await store.close();
  });

  it('that another process writes is waited for, and the process is named', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    const store = await labWithOneReport(path);
    const holder = `
      const Database = require('better-sqlite3');
      const db = new Database(${JSON.stringify(path)});
      db.exec('BEGIN IMMEDIATE');
      require('node:fs').writeFileSync(${JSON.stringify(`${path}-writer`)}, JSON.stringify({pid: process.pid, host: 'FRED-3', user: 'anna', sinceUtc: '2026-03-01T09:00:00.000Z'}));
      console.log('held');
      setTimeout(() => {}, 60000);`;
    const child = spawn(process.execPath, ['-e', holder], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      const failure = await store
        .importReport(reportOf('two', [says(digestsOf('b'), 'identified', 2)]), actor)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'DATABASE_BUSY', exitCode: 3 });
      expect(String(failure)).toContain('anna on FRED-3');
      expect((await store.lookup([{ algorithm: 'md5', value: md5Of('a') }]))[0]?.known).toBe(true);
    } finally {
      child.kill('SIGKILL');
    }
  });

  // Root may write everywhere; the command line has a test that runs as another user.
  it.skipIf(isRoot)('in a folder that cannot be written is read, and cannot be changed', async () => {
    const folder = join(temporaryFolder(), 'lab');
    mkdirSync(folder);
    const path = join(folder, 'lab.db');
    await (await labWithOneReport(path)).close();
    chmodSync(folder, 0o550);
    const warnings: string[] = [];
    const store = await openStore({ path, onWarning: (message) => warnings.push(message) });
    expect((await store.lookup([{ algorithm: 'md5', value: md5Of('a') }]))[0]?.known).toBe(true);
    expect(warnings.join()).toContain('cannot be written');
    await expect(store.undoImport(1, 'x', actor)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
    await store.close();
    chmodSync(folder, 0o750);
  });
});

describe('verify', () => {
  it.each([
    ['UPDATE membership SET import_id = 1, media_id = media_id + 7', 'memberships derived anew'],
    ['DELETE FROM membership', 'memberships derived anew'],
    [`UPDATE import SET state = 'undone', ended_at_utc = imported_at_utc`, 'memberships derived anew'],
    [`DROP TRIGGER audit_is_append_only_update; UPDATE audit SET actor = 'Mallory' WHERE audit_id = 2`, 'audit chain'],
    ['DROP TRIGGER audit_is_append_only_delete; DELETE FROM audit WHERE audit_id = 2', 'audit chain'],
    [`UPDATE document SET content = x'789c4b2c06000123'`, 'documents against their SHA-256'],
    ['DELETE FROM document', 'documents against their SHA-256'],
    ['DELETE FROM lab_case', 'references between tables'],
  ])('notices %s', async (damage, check) => {
    const path = join(temporaryFolder(), 'lab.db');
    await (await labWithOneReport(path)).close();
    const db = new Database(path);
    db.pragma('foreign_keys = OFF');
    db.exec(damage);
    db.close();
    const store = await openStore({ path });
    const result = await store.verify();
    await store.close();
    expect(result.ok).toBe(false);
    expect(result.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain(check);
  });

  it('does not let the audit log be changed', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    await labWithOneReport(path);
    const db = new Database(path);
    expect(() => db.exec(`UPDATE audit SET actor = 'x'`)).toThrow('append-only');
    expect(() => db.exec('DELETE FROM audit')).toThrow('append-only');
    db.close();
  });

  it('is satisfied again after rebuild', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    await (await labWithOneReport(path)).close();
    const db = new Database(path);
    db.exec('DELETE FROM membership');
    db.close();
    const store = await openStore({ path });
    expect(await store.rebuild(actor)).toEqual({ mediaChanged: 1 });
    expect((await store.verify()).ok).toBe(true);
    await store.close();
  });
});

describe('backup and restore', () => {
  it('brings the lab back as it was, keeps what it replaced, and says so in the log', async () => {
    const folder = temporaryFolder();
    const [path, copy, kept] = [join(folder, 'lab.db'), join(folder, 'copy.db'), join(folder, 'before.db')];
    const store = await labWithOneReport(path);
    await store.backup(copy);
    expect(statSync(copy).mode & 0o777).toBe(0o640);
    expect(existsSync(`${copy}-wal`)).toBe(false);
    await expect(store.backup(copy)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await store.undoImport(1, 'mistake', actor);
    await store.close();
    expect((await restoreDatabase({ backupPath: copy, targetPath: path, keepAs: kept, actor })).ok).toBe(true);
    const restored = await openStore({ path });
    expect((await restored.lookup([{ algorithm: 'md5', value: md5Of('a') }]))[0]?.known).toBe(true);
    expect((await restored.auditTrail()).at(-1)?.action).toBe('restore');
    expect((await restored.verify()).ok).toBe(true);
    await restored.close();
    const before = await openStore({ path: kept });
    expect((await before.listImports())[0]?.state).toBe('undone');
    await before.close();
  });

  it('refuses a backup that is not intact, and replaces nothing', async () => {
    const folder = temporaryFolder();
    const [path, copy, kept] = [join(folder, 'lab.db'), join(folder, 'copy.db'), join(folder, 'before.db')];
    const store = await labWithOneReport(path);
    await store.backup(copy);
    await store.close();
    const db = new Database(copy);
    db.exec('DELETE FROM membership');
    db.close();
    const whole = readFileSync(copy);
    const before = readFileSync(path);
    await expect(restoreDatabase({ backupPath: copy, targetPath: path, keepAs: kept, actor })).rejects.toMatchObject({
      code: 'DATABASE_DAMAGED',
    });
    writeFileSync(copy, whole.subarray(0, whole.length / 2));
    await expect(restoreDatabase({ backupPath: copy, targetPath: path, keepAs: kept, actor })).rejects.toMatchObject({
      exitCode: 3,
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(kept)).toBe(false);
  });

  it('refuses to replace a database that another process writes', async () => {
    const folder = temporaryFolder();
    const [path, copy] = [join(folder, 'lab.db'), join(folder, 'copy.db')];
    await (await labWithOneReport(path)).close();
    copyFileSync(path, copy);
    const holder = new Database(path);
    holder.exec('BEGIN IMMEDIATE');
    const options = { backupPath: copy, targetPath: path, keepAs: join(folder, 'kept.db'), actor };
    await expect(restoreDatabase(options)).rejects.toMatchObject({ code: 'DATABASE_BUSY' });
    holder.exec('ROLLBACK');
    holder.close();
  });
});

describe('two processes with the same document', () => {
  it('import it once', async () => {
    const store = await newLab();
    const report = reportOf('one', [says(digestsOf('a'), 'identified', 2)]);
    const results = await Promise.allSettled([store.importReport(report, actor), store.importReport(report, actor)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await store.listImports()).toHaveLength(1);
  });
});
