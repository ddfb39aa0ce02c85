import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runJson } from './run-main.ts';
import { invented, md5, type TempLab, tempLab } from './temp-lab.ts';

const [a, b] = ['a', 'b'].map((name) => md5(invented(name))) as [string, string];

/** Two earlier cases hold "a", one of them by its submission alone; the report of a third identifies it. */
async function labWithPromotion(): Promise<TempLab> {
  const lab = await tempLab();
  const add = (number: string, officer: string) =>
    lab.json(['case', 'add', number, '--agency', 'PD', '--agency-case', `A-${number}`, '--officer', officer]);
  await add('24-0001', 'Det. Alpha');
  await add('24-0002', '=Det. Beta');
  await add('24-0003', 'Det. Gamma');
  for (const name of ['a', 'b']) lab.write(`media/${name}.png`, invented(name));
  lab.write('other/a.png', invented('a'));
  await lab.json(['submit', 'prepare', '24-0001', 'media']);
  await lab.json(['submit', 'prepare', '24-0002', 'other']);
  lab.write('one.csv', `MD5,File Name,Result\n${a},a.png,Recognized\n${b},b.png,Unrecognized\n`);
  await lab.json(['import', 'one.csv', '--case', '24-0001', '--yes']);
  lab.write('two.csv', `MD5,File Name,Result\n${a},x.png,Identified Child\n`);
  const argv = ['--lab', lab.folder, 'import', 'two.csv', '--case', '24-0003', '--yes'];
  await runJson(argv, { cwd: lab.cwd, nowUtc: '2026-12-01T09:00:00.000Z' });
  return lab;
}

const earlier = [
  {
    caseNumber: '24-0001',
    agency: 'PD',
    agencyCaseNumber: 'A-24-0001',
    officer: 'Det. Alpha',
    examiner: 'Robin Vance',
  },
  {
    caseNumber: '24-0002',
    agency: 'PD',
    agencyCaseNumber: 'A-24-0002',
    officer: '=Det. Beta',
    examiner: 'Robin Vance',
  },
];

describe('promotions', () => {
  it('names each media that became known, what promoted it, and every earlier case with its officer', async () => {
    const lab = await labWithPromotion();
    expect(await lab.json(['promotions'])).toMatchObject({
      promotions: [
        {
          digests: { md5: a },
          fileName: 'x.png',
          kind: 'image',
          before: { categories: ['unidentified'], outcomes: ['recognized'] },
          after: { categories: ['known-victim'], outcomes: ['identified'] },
          import: { id: 2, case: '24-0003', document: { name: 'two.csv' }, importedAtUtc: '2026-12-01T09:00:00.000Z' },
          cases: earlier,
        },
      ],
    });
    const { stdout } = await lab.run('promotions');
    expect(stdout).toContain(`MD5 ${a} "x.png"`);
    expect(stdout).toContain('from unidentified (recognized) to known-victim (identified)');
    expect(stdout).toContain('tell 24-0001 (PD A-24-0001, officer Det. Alpha, examiner Robin Vance)');
    expect(stdout).toContain('1 media promoted; 2 earlier cases of this lab to tell.');
  });

  it('are taken since a date, and of one case: the one that promoted or the ones that held', async () => {
    const lab = await labWithPromotion();
    const count = async (...argv: string[]) => {
      const { promotions } = await lab.json(['promotions', ...argv]);
      return (promotions as unknown[]).length;
    };
    expect(await count('--since', '2026-12-01')).toBe(1);
    expect(await count('--since', '2026-12-02')).toBe(0);
    expect(await count('--case', '24-0003')).toBe(1);
    expect(await count('--case', '24-0002')).toBe(1);
    await lab.json(['case', 'add', '24-0004', '--agency', 'PD', '--agency-case', 'x']);
    expect(await count('--case', '24-0004')).toBe(0);
    expect((await lab.run('promotions', '--since', '2027-01-01')).stdout).toContain('No media was promoted.');
  });

  it('go out as CSV, one line for each earlier case, safe for a spreadsheet program', async () => {
    const lab = await labWithPromotion();
    const { stdout } = await lab.run('promotions', '--format', 'csv');
    const lines = stdout.trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('earlier_case,agency,agency_case_number,officer,examiner');
    expect(lines[1]).toContain(',24-0003,24-0001,PD,A-24-0001,Det. Alpha,Robin Vance');
    expect(lines[2]).toContain(",24-0002,PD,A-24-0002,'=Det. Beta,");
    await lab.json(['promotions', '--format', 'csv', '-o', 'tell.csv']);
    expect(readFileSync(join(lab.cwd, 'tell.csv'), 'utf8')).toBe(stdout);
    expect(await lab.json(['promotions', '-o', 'tell.csv'], 2)).toMatchObject({ error: { code: 'OUTPUT_EXISTS' } });
    const { stdout: json } = await lab.run('promotions', '--format', 'json');
    expect(JSON.parse(json)).toEqual(await lab.json(['promotions']));
  });

  it('are none of an import that was undone', async () => {
    const lab = await labWithPromotion();
    await lab.json(['undo', '2', '--reason', 'wrong']);
    expect(await lab.json(['promotions'])).toEqual({ promotions: [] });
  });

  it('are told by the import itself, before and after', async () => {
    const lab = await labWithPromotion();
    await lab.json(['undo', '2', '--reason', 'wrong']);
    const preview = await lab.json(['import', 'two.csv', '--case', '24-0003', '--dry-run']);
    expect(preview).toMatchObject({ changes: { promoted: [{ cases: earlier }] } });
    const { stdout } = await lab.run('import', 'two.csv', '--case', '24-0003', '--yes');
    expect(stdout).toContain(
      'Other cases that hold it: 24-0001 (PD A-24-0001, officer Det. Alpha, examiner Robin Vance);',
    );
  });

  it.each([
    ['a date that does not exist', ['--since', '2026-02-30'], 'USAGE'],
    ['no date', ['--since', 'yesterday'], 'USAGE'],
    ['an unknown case', ['--case', '99-9999'], 'NOT_FOUND'],
    ['an unknown format', ['--format', 'xml'], 'USAGE'],
  ])('are refused with %s', async (_, argv, code) => {
    expect(await (await tempLab()).json(['promotions', ...argv], 2)).toMatchObject({ error: { code } });
  });
});
