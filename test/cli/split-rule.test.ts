import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrackerFile } from '../../src/tracker/sync-file.ts';
import { runMain } from './run-main.ts';
import { invented, labWithReply, md5, type TempLab } from './temp-lab.ts';

/** Unrecognized hash values go nowhere, under the next version. */
function narrowRule(lab: TempLab, version = 2): void {
  const path = join(lab.folder, 'criskit.toml');
  const text = readFileSync(path, 'utf8');
  const changed = text
    .replace(/^version = \d+/m, `version = ${version}`)
    .replace('unrecognized = "unidentified"', 'unrecognized = "none"');
  writeFileSync(path, changed);
}

async function cellsOf(lab: TempLab) {
  const { rows } = await readTrackerFile({ path: join(lab.folder, 'tracker.xlsx'), aliases: {} });
  const row = rows.find(({ caseNumber }) => caseNumber === '24-0001');
  return [row?.cells.imagesKnown?.text, row?.cells.imagesUnidentified?.text];
}

describe('split-rule show', () => {
  it('shows the rule, what each version filed, and that the database agrees', async () => {
    const lab = await labWithReply();
    expect(await lab.json(['split-rule', 'show'])).toMatchObject({
      rule: { version: 1, byOutcome: { unrecognized: 'unidentified' } },
      versions: [{ version: 1, imports: 1, filed: [{ categoryId: 'known-victim' }, { categoryId: 'unidentified' }] }],
      agrees: true,
      disagreeing: 0,
    });
    const { stdout } = await lab.run('split-rule', 'show');
    expect(stdout).toContain('unrecognized = "unidentified"');
    expect(stdout).toContain('files 2 media (2 image) in unidentified today');
    expect(stdout).toContain('The database agrees with the rule');
  });

  it('says where the database does not agree: exit code 1', async () => {
    const lab = await labWithReply();
    narrowRule(lab);
    expect(await lab.json(['split-rule', 'show'], 1)).toMatchObject({ agrees: false, disagreeing: 1 });
    expect((await lab.run('split-rule', 'show')).stdout).toContain('split-rule apply --dry-run');
  });

  it('says where a version was used with another text', async () => {
    const lab = await labWithReply();
    narrowRule(lab, 1);
    expect(await lab.json(['split-rule', 'show'], 1)).toMatchObject({ isVersionTaken: true, agrees: false });
    expect((await lab.run('split-rule', 'show')).stdout).toContain('until the version in criskit.toml is raised');
  });

  it('works in a lab that used no rule yet', async () => {
    const { tempLab } = await import('./temp-lab.ts');
    expect(await (await tempLab()).json(['split-rule', 'show'])).toMatchObject({
      versions: [],
      media: 0,
      agrees: true,
    });
  });
});

describe('split-rule apply', () => {
  it('moves nothing before, shows what would move, moves it, syncs the spreadsheet, and is undone', async () => {
    const lab = await labWithReply();
    const c = md5(invented('c'));
    narrowRule(lab);
    expect(await lab.json(['lookup', c])).toMatchObject([{ categories: ['unidentified'] }]);
    const dry = await lab.json(['split-rule', 'apply', '--dry-run']);
    expect(dry).toMatchObject({
      import: { id: null },
      refiled: 1,
      moved: [{ before: ['unidentified'], after: [], counts: { image: 1 }, first: [{ digests: { md5: c } }] }],
      cases: [{ caseNumber: '24-0001', agency: 'PD', media: 1 }],
      written: false,
      unwritten: 'dry-run',
    });
    expect(await cellsOf(lab)).toEqual(['1', '2']);
    const applied = await lab.json(['split-rule', 'apply', '--yes', '--reason', 'Order of 12 May']);
    expect(applied).toMatchObject({
      import: { id: 2 },
      written: true,
      reason: 'Order of 12 May',
      tracker: { state: 'written' },
    });
    expect(await cellsOf(lab)).toEqual(['1', '1']);
    expect(await lab.json(['split-rule', 'show'])).toMatchObject({ agrees: true });
    expect(await lab.json(['split-rule', 'apply', '--yes'])).toMatchObject({
      written: false,
      unwritten: 'nothing-to-do',
    });
    const why = await lab.run('why', c);
    expect(why.stdout).toContain('Split rules applied to it since:');
    expect(why.stdout).toContain('import 2, in force: version 2 of the split rule');
    const history = await lab.json(['history', '--case', '24-0001']);
    expect(history['entries']).toContainEqual(expect.objectContaining({ action: 'split-rule-apply' }));
    expect(await lab.json(['undo', '2', '--reason', 'too narrow'])).toMatchObject({ mediaChanged: 1, written: true });
    expect(await cellsOf(lab)).toEqual(['1', '2']);
    expect(await lab.json(['undo', '2', '--reason', 'too narrow'])).toMatchObject({ written: false });
    expect(await lab.json(['undo', '2', '--reason', 'another'], 1)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
  });

  it('asks, and takes no for an answer', async () => {
    const lab = await labWithReply();
    narrowRule(lab);
    const argv = ['--lab', lab.folder, 'split-rule', 'apply'];
    const declined = await runMain(argv, { cwd: lab.cwd, answers: 'n\n' });
    expect(declined.code).toBe(1);
    expect(declined.stderr).toContain('From unidentified to no category: 1 media (1 image)');
    expect(declined.stderr).toContain('24-0001 (PD A1, examiner Robin Vance): 1 media');
    expect(await lab.json(['split-rule', 'apply'], 2)).toMatchObject({ error: { code: 'NEEDS_CONFIRMATION' } });
    expect((await runMain(argv, { cwd: lab.cwd, answers: 'y\n' })).stdout).toContain('Written as import 2');
  });

  it('and import are refused where the version stands for another rule', async () => {
    const lab = await labWithReply();
    narrowRule(lab, 1);
    const refused = { error: { code: 'SETTINGS_INVALID', hint: expect.stringContaining('raise the version to 2') } };
    expect(await lab.json(['split-rule', 'apply', '--yes'], 2)).toMatchObject(refused);
    expect(await lab.json(['split-rule', 'apply', '--dry-run'], 2)).toMatchObject(refused);
    lab.write('second.csv', `MD5,Result\n${md5(invented('d'))},Recognized\n`);
    expect(await lab.json(['import', 'second.csv', '--case', '24-0001', '--yes'], 2)).toMatchObject(refused);
  });

  it.each([
    ['an empty reason', ['--reason', ' ']],
    ['a word too many', ['now']],
    ['an option that does not exist', ['--version-number', '2']],
  ])('is refused with %s', async (_, argv) => {
    const lab = await labWithReply();
    expect(await lab.json(['split-rule', 'apply', ...argv], 2)).toMatchObject({ error: { code: 'USAGE' } });
  });

  it('leaves the rows pending where the workbook is open elsewhere', async () => {
    const lab = await labWithReply();
    narrowRule(lab);
    writeFileSync(join(lab.folder, '.~lock.tracker.xlsx#'), 'Kay,kay,DESK,21.05.2026 10:00,file:///profile;');
    expect(await lab.json(['split-rule', 'apply', '--yes'])).toMatchObject({
      written: true,
      tracker: { state: 'pending' },
    });
  });
});
