import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RunResult, runMain } from './run-main.ts';
import { invented, labAfter, labWithReply, md5, sha256, type TempLab, tempLab } from './temp-lab.ts';

/** Case 24-0001 and a submission of five files. */
async function sendFiles(lab: TempLab): Promise<void> {
  for (const name of ['a', 'b', 'c', 'd', 'e']) lab.write(`media/${name}.png`, invented(name));
  await lab.json(['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
  await lab.json(['submit', 'prepare', '24-0001', 'media']);
}

const row = (name: string, word: string) => `${word};${name}.png;${md5(invented(name))}`;
const foreign = ['Befund;Datei;Summe', row('a', 'Bekannt'), row('b', 'Neu'), row('c', 'Neu'), ''].join('\n');
/** Header, digest, name, outcome, series and contact; identified, recognized, unrecognized. */
const answers = ['', '', '', '', '', '2', '-', '1'].join('\n');
const importing = ['import', 'neu.csv', '--case', '24-0001', '--teach', 'portal'];

async function answer(lab: TempLab, argv: readonly string[], typed: string, terminal = false): Promise<RunResult> {
  return runMain(['--lab', lab.folder, ...argv], { cwd: lab.cwd, answers: typed, terminal });
}

/** The same, and a layout that was taught while its first reply was read. */
async function teachLayout(lab: TempLab): Promise<void> {
  await sendFiles(lab);
  lab.write('neu.csv', foreign);
  const taught = await answer(lab, importing, `${answers}\ny\n`);
  expect([taught.code, taught.stderr]).toEqual([1, expect.stringContaining('The layout is kept')]);
}

describe('criskit import --teach', () => {
  it('teaches, keeps and imports; the next reply of the kind needs no answer', async () => {
    const lab = await labAfter(teachLayout);
    const path = join(lab.folder, 'layouts/portal.toml');
    expect(statSync(path).mode & 0o027).toBe(0);
    const shown = await lab.json(['case', 'show', '24-0001']);
    const taught = { name: 'portal', sha256: sha256(readFileSync(path)) };
    expect(shown).toMatchObject({ imports: [{ format: 'portal', summary: { taught, lines: { records: 3 } } }] });
    lab.write('next.csv', ['Befund;Datei;Summe', row('d', 'Bekannt'), row('e', 'neu'), ''].join('\n'));
    const next = await lab.json(['import', 'next.csv', '--case', '24-0001', '--yes'], 1);
    expect(next).toMatchObject({ layout: 'portal', taught, written: true, issues: [] });
  });

  it('keeps nothing with --dry-run, and shows what would be imported', async () => {
    const lab = await labAfter(sendFiles);
    lab.write('neu.csv', foreign);
    const { code, stdout } = await answer(lab, [...importing, '--dry-run'], `${answers}\n`);
    expect(code).toBe(1);
    expect(stdout).toContain('3 records');
    expect(readdirSync(lab.folder)).not.toContain('layouts');
  });

  it('keeps nothing where the input ends or Ctrl-C comes', async () => {
    const lab = await labAfter(sendFiles);
    lab.write('neu.csv', foreign);
    for (const [typed, terminal, code] of [
      ['', false, 2],
      ['\n\n', false, 2],
      ['\n\n\u0004', true, 2],
      ['\n\n\u0003', true, 130],
      ['\u0003', true, 130],
    ] as const) {
      const stopped = await answer(lab, importing, typed, terminal);
      expect([stopped.code, readdirSync(lab.folder).includes('layouts')]).toEqual([code, false]);
    }
  });

  it('keeps the layout where the import itself is declined', async () => {
    const lab = await labAfter(sendFiles);
    lab.write('neu.csv', foreign);
    expect((await answer(lab, importing, `${answers}\nn\n`)).code).toBe(1);
    expect(existsSync(join(lab.folder, 'layouts/portal.toml'))).toBe(true);
    expect(await lab.json(['history'])).not.toMatchObject({ entries: [{ action: 'import-report' }] });
  });

  it('without a terminal says how a layout is written by hand', async () => {
    const lab = await labAfter(sendFiles);
    lab.write('neu.csv', foreign);
    const error = { code: 'NEEDS_CONFIRMATION', hint: expect.stringMatching(/docs\/layouts\.md.*layout check/) };
    expect(await lab.json(importing, 2)).toMatchObject({ error });
  });

  it('takes no name that is in use, and not --layout as well', async () => {
    const lab = await labAfter(teachLayout);
    const twice = await answer(lab, importing, answers);
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('portal')]);
    const both = await answer(lab, [...importing, '--layout', 'status-column'], answers);
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--layout')]);
  });

  it('never shows text of the document raw', async () => {
    const lab = await labAfter(sendFiles);
    lab.write('neu.csv', foreign.replaceAll('Neu', '\u001b[31mNeu\u202e'));
    const { stdout, stderr } = await answer(lab, [...importing, '--dry-run'], `${answers}\n`);
    expect(stdout + stderr).not.toMatch(/\u001b|\u202e/);
    expect(stderr).toContain('\\x1b[31mNeu\\u202e');
  });
});

describe('criskit layout', () => {
  it('lists those of criskit and those that the lab was taught', async () => {
    const lab = await labAfter(teachLayout);
    const { layouts } = (await lab.json(['layout', 'list'])) as { layouts: Record<string, unknown>[] };
    expect(layouts).toContainEqual(expect.objectContaining({ name: 'status-column', origin: 'criskit', sha256: null }));
    expect(layouts.at(-1)).toMatchObject({
      name: 'portal',
      origin: 'taught',
      author: 'Robin Vance',
      date: '2026-11-22',
    });
    expect((await lab.run('layout', 'list')).stdout).toMatch(
      /^portal +taught +Layout portal +Robin Vance +2026-11-22$/m,
    );
  });

  it('shows the file as it is', async () => {
    const lab = await labAfter(teachLayout);
    const text = readFileSync(join(lab.folder, 'layouts/portal.toml'), 'utf8');
    expect((await lab.run('layout', 'show', 'portal')).stdout).toBe(text);
    expect(await lab.json(['layout', 'show', 'portl'], 2)).toMatchObject({
      error: { code: 'NOT_FOUND', hint: expect.stringContaining('"portal"') },
    });
    expect(await lab.json(['layout', 'show', 'status-column'], 2)).toMatchObject({
      error: { code: 'NOT_FOUND', message: expect.stringContaining('brings along') },
    });
  });

  it('checks a file against a reply, line by line', async () => {
    const lab = await labAfter(teachLayout);
    const check = ['layout', 'check', 'Lab/layouts/portal.toml'];
    expect(await lab.json([...check, 'neu.csv'])).toMatchObject({
      recognised: true,
      counts: { read: 4, records: 3, issues: 0, headings: 1 },
      lines: [
        { place: 'line 1', takenFor: 'heading', message: 'names the columns' },
        { place: 'line 2', takenFor: 'record', records: [{ outcome: 'identified', fileName: 'a.png' }] },
        { takenFor: 'record' },
        { takenFor: 'record' },
      ],
    });
    lab.write('other.csv', foreign.replace('Neu', 'Fraglich'));
    const { code, stdout } = await lab.run(...check, 'other.csv', '--case', '24-0001');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^line 3, column Befund +issue +"Fraglich" is no outcome/m);
    expect(stdout).toContain('4 lines = 2 records + 1 issue + 1 heading + 0 blanks');
    lab.write('foreign.csv', 'a,b\n1,2\n');
    const mismatch = await lab.run(...check, 'foreign.csv');
    expect([mismatch.code, mismatch.stdout]).toEqual([
      1,
      expect.stringMatching(/not recognised.*No row of the document/),
    ]);
  });

  it('names a mistake in a file with its line, also at an import', async () => {
    const lab = await labAfter(teachLayout);
    lab.write('Lab/layouts/broken.toml', 'format = 1\ntitle = 3\n');
    const error = { code: 'SETTINGS_INVALID', message: expect.stringContaining('broken.toml') };
    expect(await lab.json(['layout', 'list'], 2)).toMatchObject({ error });
    lab.write('next.csv', foreign.replace('Neu', 'neu'));
    expect(await lab.json(['import', 'next.csv', '--case', '24-0001', '--yes'], 2)).toMatchObject({ error });
  });
});

describe('criskit import --explain', () => {
  it('writes every line before anything else, as HTML or CSV', async () => {
    const lab = await labAfter(teachLayout);
    lab.write('next.csv', `${foreign.replace('Neu', 'Fraglich')}\n`);
    const argv = ['import', 'next.csv', '--case', '24-0001', '--dry-run', '--explain'];
    expect((await lab.run(...argv, 'x.html')).code).toBe(1);
    const page = readFileSync(join(lab.cwd, 'x.html'), 'utf8');
    expect(page).toContain('R record: <b>2</b>');
    expect(page).toContain('I issue: <b>1</b>');
    expect(page).toContain('B blank: <b>1</b>');
    expect(page).toContain('&quot;Fraglich&quot; is no outcome');
    expect(statSync(join(lab.cwd, 'x.html')).mode & 0o007).toBe(0);
    expect((await lab.run(...argv, 'x.csv')).code).toBe(1);
    expect(readFileSync(join(lab.cwd, 'x.csv'), 'utf8').split('\r\n')).toHaveLength(7);
  });

  it('shows records that could not be stored as the issues that they became', async () => {
    const lab = await tempLab();
    await lab.json(['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
    lab.write('reply.csv', `MD5,File Name,Result\n${md5(invented('a'))},a.png,Recognized\n,b.png,Recognized\n`);
    await lab.json(['import', 'reply.csv', '--case', '24-0001', '--yes', '--explain', 'x.csv'], 1);
    const lines = readFileSync(join(lab.cwd, 'x.csv'), 'utf8').split('\r\n');
    expect(lines[2]).toMatch(/^line 2,record,recognized,/);
    expect(lines[3]).toMatch(/^line 3,issue,recognized,,b\.png,.*has no digest, and there is no submission/);
  });

  it('replaces a file only with --force, and writes no other kind', async () => {
    const lab = await labWithReply();
    lab.write('x.html', 'mine');
    const argv = ['import', 'reply.csv', '--case', '24-0001', '--yes', '--explain'];
    expect(await lab.json([...argv, 'x.html'], 2)).toMatchObject({ error: { code: 'OUTPUT_EXISTS' } });
    expect(readFileSync(join(lab.cwd, 'x.html'), 'utf8')).toBe('mine');
    expect(await lab.json([...argv, 'x.pdf'], 2)).toMatchObject({ error: { code: 'USAGE' } });
    expect(await lab.json([...argv, 'x.html', '--force'])).toMatchObject({ unwritten: 'already-imported' });
    expect(readFileSync(join(lab.cwd, 'x.html'), 'utf8')).toContain('4 lines');
  });
});

describe('the preview', () => {
  async function labWithLongReply(): Promise<TempLab> {
    const lab = await labAfter(sendFiles);
    const bad = Array.from({ length: 25 }, (_, index) => `${'f'.repeat(31)},x${index}.png,Recognized`);
    const good = ['a', 'b', 'c', 'd'].map((name) => `${md5(invented(name))},${name}.png,Recognized`);
    lab.write('reply.csv', ['MD5,File Name,Result', ...good, ...bad, ''].join('\n'));
    return lab;
  }
  const argv = ['import', 'reply.csv', '--case', '24-0001'];

  it('shows the first three records of each outcome with their places', async () => {
    const lab = await labWithLongReply();
    const { stdout } = await lab.run(...argv, '--dry-run');
    const samples = stdout.split('\n').filter((line) => line.startsWith('  recognized: '));
    expect(samples).toEqual(
      ['a', 'b', 'c'].map((name, index) => `  recognized: line ${index + 2}: MD5 ${md5(invented(name))} "${name}.png"`),
    );
    expect(await lab.json([...argv, '--dry-run'], 1)).toMatchObject({
      samples: [
        { outcome: 'recognized', place: 'line 2', digests: { md5: md5(invented('a')) }, fileName: 'a.png' },
        { place: 'line 3' },
        { place: 'line 4' },
      ],
    });
  });

  it('cuts long lists before the question, and none with --dry-run', async () => {
    const lab = await labWithLongReply();
    const asked = await answer(lab, argv, 'n\n');
    expect(asked.stderr).toContain('… and 5 more');
    expect(asked.stderr).toContain('--dry-run shows all of them');
    const looked = await lab.run(...argv, '--dry-run');
    expect(looked.stdout).not.toContain('… and');
    expect(looked.stdout.match(/The digest has 31 characters/g)).toHaveLength(25);
  });
});
