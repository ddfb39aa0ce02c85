import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrackerChange } from '../../src/tracker/contract.ts';
import { newTrackerWorkbook } from '../../src/tracker/new-workbook.ts';
import { readTracker } from '../../src/tracker/read-tracker.ts';
import { readTrackerFile, type SyncFileRequest, syncTrackerFile } from '../../src/tracker/sync-file.ts';
import { change, number, settings as anySettings, text } from './workbooks.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-tracker-'));
  path = join(folder, 'tracker.xlsx');
  writeFileSync(path, newTrackerWorkbook('Lab'));
  chmodSync(path, 0o660);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settings = () => ({ ...anySettings, path });
const sync = (changes: readonly TrackerChange[], more: Partial<SyncFileRequest> = {}) =>
  syncTrackerFile({
    settings: settings(),
    nowUtc: '2026-11-22T10:00:00.000Z',
    program: 'criskit test',
    waitMs: 0,
    decide: () => changes,
    ...more,
  });
const added = [change('24-1', { status: text('sent') })];
const failure = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });
const files = () => readdirSync(folder).toSorted();
const childFile = fileURLToPath(new URL('./sync-child.ts', import.meta.url));
const startChild = (name: string, count: number) =>
  spawn(process.execPath, [childFile, path, name, String(count)], { stdio: ['ignore', 'ignore', 'inherit'] });

/** Kills a child so many milliseconds after anything changes in the folder, however slow the machine is. */
function killAfterFirstChange(child: ChildProcess, delayMs: number): () => void {
  const watcher = watch(folder, () => {
    watcher.close();
    setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  return () => watcher.close();
}

/** Excel's owner file: the layout that LibreOffice 7.4 writes too (svl/source/misc/msodocumentlockfile.cxx). */
function excelOwner(user: string): Buffer {
  const bytes = Buffer.alloc(165, 0);
  bytes.fill(0x20, 0, 55);
  bytes[0] = user.length;
  bytes.write(user, 1, 'latin1');
  bytes[55] = user.length;
  bytes.write(user, 56, 'utf16le');
  return bytes;
}

describe('syncTrackerFile', () => {
  it('writes, keeps the last version and the permissions, and leaves nothing else behind', async () => {
    const before = readFileSync(path);
    const result = await sync(added);
    expect(result).toMatchObject({
      isWritten: true,
      backupPath: `${path}.bak`,
      edit: { addedRows: [{ caseNumber: '24-1' }] },
      contents: { rows: [] },
    });
    expect((await readTrackerFile(settings())).rows).toMatchObject([
      { caseNumber: '24-1', cells: { status: { text: 'sent' } } },
    ]);
    expect(Buffer.compare(readFileSync(`${path}.bak`), before)).toBe(0);
    expect(files()).toEqual(['tracker.xlsx', 'tracker.xlsx.bak']);
    expect(statSync(path).mode & 0o777).toBe(0o660);
  });

  it('does not touch the file where nothing has to change', async () => {
    await sync(added);
    const before = statSync(path);
    let isAsked = false;
    const result = await sync(added, {
      async beforeReplace() {
        isAsked = true;
      },
    });
    expect([result.isWritten, result.backupPath, isAsked]).toEqual([false, undefined, false]);
    expect([statSync(path).mtimeMs, statSync(path).ino]).toEqual([before.mtimeMs, before.ino]);
  });

  it('follows a link to the workbook', async () => {
    const link = join(folder, 'link.xlsx');
    symlinkSync(path, link);
    await sync(added, { settings: { ...settings(), path: link } });
    expect((await readTrackerFile(settings())).rows).toHaveLength(1);
    expect(files()).toEqual(['link.xlsx', 'tracker.xlsx', 'tracker.xlsx.bak']);
  });

  it.each([
    ['Excel', '~$tracker.xlsx', excelOwner('Zoë Officer'), /open in Excel by Zoë Officer since \d{4}-/],
    ['Excel with a damaged owner file', '~$tracker.xlsx', Buffer.alloc(0), /open in Excel since/],
    [
      'Excel with an owner file in one byte per letter',
      '~$tracker.xlsx',
      excelOwner('Ann').subarray(0, 55),
      /Excel by Ann since|Excel since/,
    ],
    [
      'LibreOffice',
      '.~lock.tracker.xlsx#',
      Buffer.from(',jdoe,LAB-7,22.11.2026 09:12,file:///home/x;'),
      /LibreOffice by jdoe on LAB-7 since 22\.11\.2026 09:12/,
    ],
    [
      'LibreOffice with a full name',
      '.~lock.tracker.xlsx#',
      Buffer.from('Jane\u001b[31m Doe,jdoe,LAB-7,22.11.2026 09:12,file:///x;'),
      /by Jane\\x1b\[31m Doe on LAB-7/,
    ],
  ])('stops where the workbook is open in %s', async (_, name, content, message) => {
    writeFileSync(join(folder, name), content);
    const before = readFileSync(path);
    await expect(sync(added)).rejects.toThrow(failure('TRACKER_LOCKED', message));
    expect(files()).toEqual([name, 'tracker.xlsx'].toSorted());
    expect(Buffer.compare(readFileSync(path), before)).toBe(0);
  });

  it('stops where it is opened, or saved, while it is being written', async () => {
    const opens = async () => writeFileSync(join(folder, '~$tracker.xlsx'), excelOwner('Late'));
    await expect(sync(added, { beforeReplace: opens })).rejects.toThrow(failure('TRACKER_LOCKED', /Late/));
    rmSync(join(folder, '~$tracker.xlsx'));
    const saved = newTrackerWorkbook('saved by someone else');
    const saves = async () => writeFileSync(path, saved);
    await expect(sync(added, { beforeReplace: saves })).rejects.toThrow(
      failure('TRACKER_LOCKED', /saved by someone else in this very moment/),
    );
    expect(Buffer.compare(readFileSync(path), saved)).toBe(0);
    expect(files()).toEqual(['tracker.xlsx', 'tracker.xlsx.bak']);
  });

  it('stops where another criskit holds the lock, and says who', async () => {
    const holds = async () => {
      await expect(sync([change('24-2', {})])).rejects.toThrow(
        failure('TRACKER_LOCKED', /Another criskit .* since 2026-11-22T10:00:00/),
      );
    };
    await sync(added, { beforeReplace: holds });
    expect((await readTrackerFile(settings())).rows.map((row) => row.caseNumber)).toEqual(['24-1']);
  });

  it('waits for another criskit that is writing', async () => {
    let second: Promise<unknown> | undefined;
    const begins = async () => {
      second = sync([change('24-2', {})], { waitMs: 10_000 });
    };
    await sync(added, { beforeReplace: begins });
    await second;
    expect((await readTrackerFile(settings())).rows.map((row) => row.caseNumber)).toEqual(['24-1', '24-2']);
  });

  it('leaves all as it was where deciding or remembering fails, or it is interrupted', async () => {
    const before = readFileSync(path);
    const fails = () => {
      throw new Error('cannot decide');
    };
    await expect(sync(added, { decide: fails })).rejects.toThrow('cannot decide');
    await expect(sync(added, { beforeReplace: async () => fails() })).rejects.toThrow('cannot decide');
    const controller = new AbortController();
    const interrupt = async () => controller.abort();
    await expect(sync(added, { beforeReplace: interrupt, signal: controller.signal })).rejects.toThrow(
      failure('INTERRUPTED', /./),
    );
    await expect(sync(added, { signal: AbortSignal.abort() })).rejects.toThrow(failure('INTERRUPTED', /./));
    expect(Buffer.compare(readFileSync(path), before)).toBe(0);
    expect(files().filter((name) => name !== 'tracker.xlsx.bak')).toEqual(['tracker.xlsx']);
  });

  it('says where the workbook is missing, empty, or a folder', async () => {
    const at = (name: string) => ({ settings: { ...settings(), path: join(folder, name) } });
    await expect(sync(added, at('missing.xlsx'))).rejects.toThrow(failure('INPUT_UNREADABLE', /cannot be found/));
    writeFileSync(join(folder, 'empty.xlsx'), '');
    await expect(sync(added, at('empty.xlsx'))).rejects.toThrow(failure('INPUT_EMPTY', /empty/));
    await expect(sync(added, at('.'))).rejects.toThrow(failure('INPUT_NOT_A_FILE', /folder/));
  });

  it('loses no row of four processes that write at once', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const ends = await Promise.all(names.map((name) => once(startChild(name, 5), 'exit')));
    expect(ends.map(([code]) => code)).toEqual([0, 0, 0, 0]);
    const rows = (await readTrackerFile(settings())).rows.map((row) => row.caseNumber);
    expect(rows.toSorted()).toEqual(names.flatMap((name) => [1, 2, 3, 4, 5].map((index) => `${name}-${index}`)));
    expect(files()).toEqual(['tracker.xlsx', 'tracker.xlsx.bak']);
  });

  it('leaves the old or the new workbook, whole, wherever it is killed', async () => {
    let last = 0;
    for (let round = 0; round < 12; round += 1) {
      const child = startChild(`r${round}`, 40);
      const ended = once(child, 'exit');
      const stopWatching = killAfterFirstChange(child, round * 43);
      await ended;
      stopWatching();
      const { rows, issues } = readTracker(readFileSync(path), settings());
      expect(issues).toEqual([]);
      expect(rows.length).toBeGreaterThanOrEqual(last);
      const own = rows.map((row) => row.caseNumber).filter((name) => name.startsWith(`r${round}-`));
      expect(own).toEqual(own.map((_, index) => `r${round}-${index + 1}`));
      last = rows.length;
    }
    expect(last).toBeGreaterThan(0);
    await sync([change('after', { total: number(1) })]);
    expect((await readTrackerFile(settings())).rows.at(-1)?.caseNumber).toBe('after');
    expect(existsSync(`${path}.bak`)).toBe(true);
  });
});
