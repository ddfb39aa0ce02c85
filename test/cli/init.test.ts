import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runMain } from './run-main.ts';
import { tempFolder, tempLab } from './temp-lab.ts';

function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !/-(wal|shm|writer)$/.test(name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'hex')]));
}

describe('criskit init', () => {
  it('makes settings, database and spreadsheet', async () => {
    const cwd = tempFolder();
    const { code, stdout } = await runMain(['init', 'a/b/Lab', '--agency', 'PD', '--json'], { cwd });
    expect(code).toBe(0);
    const folder = join(cwd, 'a/b/Lab');
    expect(JSON.parse(stdout)).toMatchObject({ folder, written: true, kept: [] });
    expect(Object.keys(contents(folder))).toEqual(['criskit.toml', 'lab.db', 'tracker.xlsx']);
    expect(readFileSync(join(folder, 'criskit.toml'), 'utf8')).toMatch(/name = "Lab"\nagency = "PD"/);
    expect((await runMain(['db', 'verify'], { cwd: folder })).code).toBe(0);
    expect((await runMain(['tracker', 'check'], { cwd: folder })).code).toBe(0);
  });

  it('changes nothing in a lab that exists, and says so', async () => {
    const lab = await tempLab();
    const before = contents(lab.folder);
    const { code, stdout } = await runMain(['init', lab.folder, '--name', 'Other'], { cwd: lab.cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('is a lab already; nothing was changed');
    expect(contents(lab.folder)).toEqual(before);
  });

  it.each([['criskit.toml'], ['lab.db'], ['tracker.xlsx']])('completes a lab without %s', async (missing) => {
    const lab = await tempLab();
    const before = contents(lab.folder);
    rmSync(join(lab.folder, missing));
    const { code, stdout } = await runMain(['init', lab.folder, '--json'], { cwd: lab.cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ made: [join(lab.folder, missing)], written: true });
    const { [missing]: _, ...kept } = before;
    expect(contents(lab.folder)).toMatchObject(kept);
    expect((await lab.run('db', 'verify')).code).toBe(0);
  });

  it('takes a folder with other things in it', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'notes.txt'), 'x');
    expect((await runMain(['init'], { cwd })).code).toBe(0);
    expect(Object.keys(contents(cwd))).toContain('notes.txt');
  });

  it('puts the spreadsheet where the settings say', async () => {
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'shared'));
    writeFileSync(join(cwd, 'criskit.toml'), '[tracker]\npath = "shared/cases.xlsx"\n');
    expect((await runMain(['init'], { cwd })).code).toBe(0);
    expect(statSync(join(cwd, 'shared/cases.xlsx')).size).toBeGreaterThan(1000);
  });

  it('writes nothing with --dry-run', async () => {
    const cwd = tempFolder();
    const { code, stdout } = await runMain(['init', 'Lab', '--dry-run', '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      written: false,
      made: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('stops where the folder is a file, and on settings that have a mistake', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'file'), '');
    expect((await runMain(['init', 'file'], { cwd })).code).toBe(3);
    writeFileSync(join(cwd, 'criskit.toml'), 'x = 1');
    expect((await runMain(['init'], { cwd })).code).toBe(2);
    expect(Object.keys(contents(cwd))).toEqual(['criskit.toml', 'file']);
  });
});
