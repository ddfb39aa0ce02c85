import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { entryOf, zipOf } from '../containers/archives/zip-bytes.ts';
import { md5, sha256, type TempLab, tempLab } from './temp-lab.ts';

const digest = (text: string) => md5(Buffer.from(text));
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const list = (...texts: readonly string[]) => texts.map((text) => `${digest(text)}\n`).join('');
const both = (...texts: readonly string[]) =>
  ['md5,sha1', ...texts.map((text) => `${digest(text)},${sha1(text)}`), ''].join('\n');

async function labWithSet(...texts: readonly string[]): Promise<TempLab> {
  const lab = await tempLab();
  lab.write('one.txt', list(...texts));
  await lab.json([
    'hashset',
    'import',
    'one.txt',
    '--category',
    'unidentified',
    '--set',
    'Known',
    '--set-version',
    '1',
  ]);
  return lab;
}

const linesOf = (lab: TempLab, name: string) =>
  readFileSync(join(lab.cwd, name), 'utf8').trim().split('\n').filter(Boolean);

describe('hashset diff', () => {
  it('compares versions, a set with a file, and files', async () => {
    const lab = await labWithSet('a', 'b', 'c');
    lab.write('two.csv', both('b', 'c', 'd'));
    const argv = ['hashset', 'import', 'two.csv', '--category', 'unidentified', '--set', 'Known', '--yes'];
    expect(await lab.json([...argv, '--set-version', '2'])).toMatchObject({
      version: { added: 1, removed: 1, changed: 2 },
    });
    const expected = { added: 1, removed: 1, changed: 2, same: 0, sharedCount: 0 };
    expect(await lab.json(['hashset', 'diff', 'db:Known@1', 'db:Known'], 1)).toMatchObject(expected);
    expect(await lab.json(['hashset', 'diff', 'one.txt', 'two.csv'], 1)).toMatchObject(expected);
    expect(await lab.json(['hashset', 'diff', 'db:1', 'two.csv'], 1)).toMatchObject(expected);
    expect(await lab.json(['hashset', 'diff', 'db:2', 'two.csv'])).toMatchObject({
      added: 0,
      removed: 0,
      changed: 0,
      same: 3,
    });
    const { stdout, code } = await lab.run('hashset', 'diff', 'db:1', 'db:2', '--list');
    expect(code).toBe(1);
    const wanted = [
      `removed,${digest('a')},,,,`,
      ...['b', 'c'].map((text) => `changed,${digest(text)},${sha1(text)},,,digests`),
      `added,${digest('d')},${sha1('d')},,,`,
    ];
    expect(stdout.trim().split('\r\n').slice(1).toSorted()).toEqual(wanted.toSorted());
    expect((await lab.run('hashset', 'diff', 'db:2', 'two.csv', '--list')).code).toBe(0);
  });

  it('tells the same MD5 with another SHA-1 as removed and added, and apart', async () => {
    const lab = await tempLab();
    lab.write('old.csv', both('a'));
    lab.write('new.csv', `md5,sha1\n${digest('a')},${sha1('b')}\n`);
    expect(await lab.json(['hashset', 'diff', 'old.csv', 'new.csv'], 1)).toMatchObject({
      added: 1,
      removed: 1,
      sharedCount: 1,
    });
  });
});

describe('hashset combine', () => {
  const combine = (...more: readonly string[]) => ['hashset', 'combine', ...more, '--format', 'plain'];

  it('joins, intersects and subtracts files and sets of the database', async () => {
    const lab = await labWithSet('a', 'b', 'c');
    lab.write('other.csv', both('b', 'c', 'd'));
    const sets = ['db:Known', 'other.csv'];
    const wanted = { union: ['a', 'b', 'c', 'd'], intersect: ['b', 'c'], subtract: ['a'] };
    for (const [name, texts] of Object.entries(wanted)) {
      const result = await lab.json(combine(`--${name}`, ...sets, '-o', `${name}.txt`));
      expect(result).toMatchObject({ contents: texts.length, sharedCount: 0, written: { records: texts.length } });
      expect(linesOf(lab, `${name}.txt`)).toEqual(texts.map(digest).toSorted());
      const { written } = result as { written: { sha256: string } };
      expect(written.sha256).toBe(sha256(readFileSync(join(lab.cwd, `${name}.txt`))));
    }
    expect(await lab.json(['hashset', 'exports'])).toMatchObject({ exports: [] });
    const csv = ['hashset', 'combine', '--intersect', ...sets, '--format', 'csv', '-o', 'rich.csv'];
    await lab.json(csv);
    expect(readFileSync(join(lab.cwd, 'rich.csv'), 'utf8').toLowerCase()).toContain(`${digest('b')},${sha1('b')}`);
  });

  it('works without a lab where only files are named', async () => {
    const lab = await tempLab();
    lab.write('x.txt', list('a'));
    lab.write('y.txt', list('b'));
    const { runMain } = await import('./run-main.ts');
    const result = await runMain(combine('--union', 'x.txt', 'y.txt', '-o', 'z.txt'), { cwd: lab.cwd });
    expect([result.code, linesOf(lab, 'z.txt').length]).toEqual([0, 2]);
  });

  it('reads packed files, and writes formats that count or check more than once', async () => {
    const lab = await tempLab();
    const temporary = join(lab.cwd, 'tmp');
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    lab.write('x.txt.gz', gzipSync(list('a', 'b')));
    lab.write('y.zip', zipOf([entryOf('y.csv', both('b', 'c'))]));
    const sets = ['x.txt.gz', 'y.zip'];
    const account = { contents: 3, sharedCount: 0, sets: [{ records: 2 }, { records: 2 }] };
    for (const format of ['encase', 'bloom', 'hashkeeper', 'kdb']) {
      const result = await lab.json([
        'hashset',
        'combine',
        '--union',
        ...sets,
        '--format',
        format,
        '-o',
        `${format}.x`,
      ]);
      const records = format === 'bloom' ? 2 : 3;
      expect(result).toMatchObject({ ...account, format, written: { records } });
    }
    expect(await lab.json(['hashset', 'diff', 'encase.x', 'x.txt.gz'], 1)).toMatchObject({ removed: 1, same: 2 });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('takes no file for a whole set that takes entries out', async () => {
    const lab = await tempLab();
    lab.write('x.txt', list('a'));
    const deleted = '<deletedImage><member id="42">M</member><id>a</id></deletedImage>';
    const page = `<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><images>${deleted}</images></queryResult>`;
    lab.write('page.xml', page);
    const refused = { error: { code: 'FORMAT_CANNOT' } };
    expect(await lab.json(combine('--union', 'x.txt', 'page.xml', '-o', 'z.txt'), 2)).toMatchObject(refused);
  });

  it('never joins digests that disagree, and says which: exit 1', async () => {
    const lab = await tempLab();
    lab.write('x.csv', both('a', 'c'));
    lab.write('y.csv', `md5,sha1\n${digest('a')},${sha1('b')}\n${digest('c')},${sha1('c')}\n`);
    const result = await lab.json(combine('--intersect', 'x.csv', 'y.csv', '-o', 'z.txt'), 1);
    expect(result).toMatchObject({ contents: 1, sharedCount: 1, shared: [{ algorithm: 'md5', value: digest('a') }] });
    expect(linesOf(lab, 'z.txt')).toEqual([digest('c')]);
  });

  it('tells lines that it cannot read, and writes nothing with --dry-run', async () => {
    const lab = await tempLab();
    lab.write('x.txt', `${list('a', 'b')}no digest here\n`);
    lab.write('y.txt', list('a'));
    const argv = combine('--subtract', 'x.txt', 'y.txt', '--input', 'plain', '--dry-run');
    expect(await lab.json(argv, 1)).toMatchObject({ contents: 1, written: null, sets: [{ issues: 1 }, { issues: 0 }] });
  });

  it('leaves out of a set in force what an open conflict keeps out of exports', async () => {
    const lab = await labWithSet('a', 'b');
    await lab.json(['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
    lab.write('reply.csv', `MD5,File Name,Result\n${digest('a')},a.png,Identified Child\n`);
    lab.write('reply2.csv', `MD5,File Name,Result\n${digest('a')},a.png,Unrecognized\n`);
    await lab.run('import', 'reply.csv', '--case', '24-0001', '--yes');
    await lab.run('import', 'reply2.csv', '--case', '24-0001', '--yes', '--accept-difference', 'a test');
    lab.write('none.txt', list('z'));
    const result = await lab.json(combine('--union', 'db:Known', 'none.txt', '-o', 'z.txt'));
    expect(result).toMatchObject({ contents: 2, sets: [{ leftOut: 1 }, { leftOut: 0 }] });
    expect(linesOf(lab, 'z.txt')).toEqual(['b', 'z'].map(digest).toSorted());
  });

  it.each([
    [['--union', 'x.txt', '-o', 'z'], 'USAGE'],
    [['x.txt', 'x.txt', '-o', 'z'], 'USAGE'],
    [['--union', '--subtract', 'x.txt', 'x.txt', '-o', 'z'], 'USAGE'],
    [['--union', 'x.txt', 'x.txt'], 'USAGE'],
    [['--union', 'x.txt', 'db:nothing', '-o', 'z'], 'NOT_FOUND'],
  ])('refuses %j', async (options, code) => {
    const lab = await tempLab();
    lab.write('x.txt', list('a'));
    expect(await lab.json(combine(...options), 2)).toMatchObject({ error: { code } });
    expect(existsSync(join(lab.cwd, 'z'))).toBe(false);
  });
});

describe('hashset exports', () => {
  const exporting = (file: string, ...more: readonly string[]) => [
    'hashset',
    'export',
    '--category',
    'unidentified',
    '--format',
    'plain',
    '-o',
    file,
    ...more,
  ];

  it('keeps whom an export was made for, and finds the stale ones by making them again', async () => {
    const lab = await labWithSet('a', 'b');
    const first = await lab.json(exporting('un.txt', '--for', 'FRED-3 AXIOM', '--case', 'upper', '--line-end', 'crlf'));
    await lab.json(exporting('day.txt', '--as-of', '2026-11-22'));
    expect(await lab.json(['hashset', 'exports'])).toMatchObject({
      exports: [
        { exportId: 1, madeFor: 'FRED-3 AXIOM', format: 'plain', records: 2, sha256: first['sha256'] },
        { exportId: 2, madeFor: null },
      ],
    });
    expect((await lab.run('hashset', 'exports')).stdout).toContain('FRED-3 AXIOM');
    expect(await lab.json(['hashset', 'exports', '--stale'])).toMatchObject({ stale: [], current: 2, replaced: 0 });
    lab.write('more.txt', list('a', 'b', 'c'));
    await lab.json(['hashset', 'import', 'more.txt', '--category', 'unidentified', '--set', 'More']);
    const stale = await lab.json(['hashset', 'exports', '--stale'], 1);
    expect(stale).toMatchObject({ stale: [{ exportId: 1, standing: 'stale', now: { records: 3 } }, {}] });
    await lab.json(exporting('un.txt', '--for', 'FRED-3 AXIOM', '--case', 'upper', '--line-end', 'crlf', '--force'));
    await lab.json(exporting('day.txt', '--as-of', '2026-11-22', '--force'));
    expect(await lab.json(['hashset', 'exports', '--stale'])).toMatchObject({ stale: [], current: 2, replaced: 2 });
    await lab.json(['undo', '2', '--reason', 'a test']);
    expect(await lab.json(['hashset', 'exports', '--stale'], 1)).toMatchObject({
      stale: [{ exportId: 3 }, { exportId: 4 }],
    });
  });

  it('makes formats with a name, a version, a rate or a database again with the same choices', async () => {
    const lab = await labWithSet('a', 'b');
    lab.write('sha1.csv', both('c'));
    await lab.json(['hashset', 'import', 'sha1.csv', '--category', 'unidentified', '--set', 'SHA-1']);
    const choices = [
      ['encase', '--set-name', 'Lab set'],
      ['ilook', '--format-version', 'V1', '--set-name', 'Lab'],
      ['bloom', '--false-positive-rate', '0.01'],
      ['hashkeeper', '--set-name', 'Lab set'],
      ['kdb'],
    ];
    for (const [format = '', ...more] of choices) {
      await lab.json([
        'hashset',
        'export',
        '--category',
        'unidentified',
        '--format',
        format,
        '-o',
        `${format}.x`,
        ...more,
      ]);
    }
    const current = choices.length;
    expect(await lab.json(['hashset', 'exports', '--stale'])).toMatchObject({ stale: [], current, replaced: 0 });
    await lab.json(['undo', '2', '--reason', 'a test']);
    const stale = choices.map(([format]) => ({ format, standing: 'stale' }));
    expect(await lab.json(['hashset', 'exports', '--stale'], 1)).toMatchObject({ stale, current: 0 });
  });

  it('says nothing went out where nothing did', async () => {
    const lab = await tempLab();
    expect((await lab.run('hashset', 'exports')).stdout).toContain('Nothing went out yet.');
    expect(await lab.json(['hashset', 'exports', '--stale'])).toMatchObject({ stale: [], current: 0 });
  });
});
