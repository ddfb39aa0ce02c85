import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWith } from '../peer-program.ts';
import { runMain } from './run-main.ts';
import { invented, labWithReply, md5, sha256, tempLab } from './temp-lab.ts';

const digestsOf = (count: number) => Array.from({ length: count }, (_, index) => md5(Buffer.from(`media ${index}`)));

describe('hashset import', () => {
  it('takes a list into a category, and the same document again changes nothing', async () => {
    const lab = await tempLab();
    lab.write('list.txt', `MD5\n${digestsOf(5).join('\r\n')}\r\n`);
    const argv = ['hashset', 'import', 'list.txt', '--category', 'unidentified', '--set', 'From the task force'];
    expect(await lab.json([...argv, '--dry-run'])).toMatchObject({
      import: { id: null },
      records: 5,
      added: 5,
      written: false,
    });
    expect(await lab.json(['db', 'stats'])).toMatchObject({ media: 0 });
    expect(await lab.json(argv)).toMatchObject({
      import: { id: 1 },
      format: 'plain',
      records: 5,
      added: 5,
      known: 0,
      issues: 0,
      written: true,
      sha256: sha256(readFileSync(join(lab.cwd, 'list.txt'))),
    });
    expect(await lab.json(argv)).toMatchObject({ import: { id: 1 }, alreadyImported: 1, added: 0, written: false });
    expect(await lab.json(['hashset', 'list'])).toMatchObject({
      sets: [{ id: 1, setName: 'From the task force', records: 5 }],
    });
    expect(await lab.json(['lookup', ...digestsOf(1)])).toMatchObject([{ known: true, categories: ['unidentified'] }]);
    expect(await lab.json([...argv.slice(0, 3), '--category', 'known-victim'])).toMatchObject({ written: true });
  });

  it('takes columns by the titles that are named, and a value for every record', async () => {
    const lab = await tempLab();
    const [digest = ''] = digestsOf(1);
    lab.write('list.csv', `Summe;Notes\n${digest};x\n`);
    const argv = ['hashset', 'import', 'list.csv', '--category', 'unidentified', '--map', 'Summe=MD5', '--map'];
    expect(await lab.json([...argv, 'Note=skip'], 2)).toMatchObject({
      error: { code: 'USAGE', hint: expect.stringContaining('Did you mean "Notes"? Its columns: "Summe", "Notes".') },
    });
    expect(await lab.json([...argv, 'Notes=skip', '--map', 'series:=Operation = X'])).toMatchObject({
      format: 'csv',
      records: 1,
      issues: 0,
    });
    const { stdout } = await lab.run('why', digest);
    expect(stdout).toContain('Operation = X');
    const map = ['Summe=MD5', 'Notes=skip', 'series:=Operation = X'];
    expect(await lab.json(['history'])).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({ body: expect.objectContaining({ readAs: { map } }) }),
      ]),
    });
    expect(await lab.json([...argv, 'Notes=skip', '--format', 'plain'], 2)).toMatchObject({
      error: { code: 'FORMAT_CANNOT' },
    });
  });

  it('takes what b3sum writes for SHA-256, unless it is told better', async () => {
    const lab = await tempLab();
    const value = '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85';
    lab.write('list.b3', `${value}  abc.bin\n`);
    const argv = ['hashset', 'import', 'list.b3', '--category', 'unidentified', '--algorithm'];
    expect(await lab.json([...argv, 'md5'], 2)).toMatchObject({ error: { code: 'USAGE' } });
    expect(await lab.json([...argv, 'blake3'])).toMatchObject({ records: 1, issues: 0 });
    expect((await lab.run('why', value)).stdout).toMatch(/BLAKE3/);
  });

  it('counts lines that cannot be read, with their places: exit 1', async () => {
    const lab = await tempLab();
    lab.write('list.txt', [...digestsOf(3), digestsOf(1)[0]?.slice(1), 'x y z', ''].join('\n'));
    const result = await lab.run(
      'hashset',
      'import',
      'list.txt',
      '--category',
      'unidentified',
      '--format',
      'plain',
      '--json',
    );
    expect(result.code).toBe(1);
    expect(JSON.parse(result.stdout)).toMatchObject({ records: 3, issues: 2, written: true });
    expect(result.stderr).toMatch(/line 4: /);
    expect(result.stderr).toMatch(/line 5: /);
  });

  it('writes nothing where most of it cannot be read, unless that is accepted', async () => {
    const lab = await tempLab();
    lab.write('list.txt', [...digestsOf(2), 'a', 'b', 'c', ''].join('\n'));
    const argv = ['hashset', 'import', 'list.txt', '--category', 'unidentified', '--format', 'plain'];
    expect(await lab.json(argv, 1)).toMatchObject({ error: { code: 'ACCOUNTING_DIFFERS', place: 'line 3' } });
    expect(await lab.json(['db', 'stats'])).toMatchObject({ media: 0, imports: 0 });
    expect(await lab.json([...argv, '--accept-issues'], 1)).toMatchObject({ records: 2, issues: 3, written: true });
  });

  it.each([
    ['nothing', '', 'INPUT_EMPTY'],
    ['a header of CSV alone', 'MD5,File Name\n', 'NO_RECORDS'],
    ['prose', 'Dear colleague,\nplease find attached.\n', 'FORMAT_UNKNOWN'],
    ['zeros', '\0'.repeat(4096), 'FORMAT_UNKNOWN'],
  ])('refuses a file of %s', async (_, content, code) => {
    const lab = await tempLab();
    lab.write('list.txt', content);
    expect(await lab.json(['hashset', 'import', 'list.txt', '--category', 'unidentified'], 2)).toMatchObject({
      error: { code },
    });
  });

  it('refuses folders, files that are not there, unknown categories and formats', async () => {
    const lab = await tempLab();
    lab.write('list.txt', `${digestsOf(1).join()}\n`);
    const attempt = (file: string, ...options: string[]) =>
      lab.run('hashset', 'import', file, '--category', ...options);
    expect((await attempt('.', 'unidentified')).code).toBe(2);
    expect((await attempt('missing', 'unidentified')).code).toBe(3);
    expect((await attempt('list.txt', 'unidentifed')).stderr).toMatch(
      /Categories of this lab: known-victim, unidentified/,
    );
    expect((await attempt('list.txt', 'unidentified', '--format', 'plian')).stderr).toMatch(/Did you mean plain/);
  });

  it('asks on a terminal, and takes no for an answer', async () => {
    const lab = await tempLab();
    lab.write('list.txt', `${digestsOf(1).join()}\n`);
    const argv = ['--lab', lab.folder, 'hashset', 'import', 'list.txt', '--category', 'unidentified'];
    const no = await runMain(argv, { cwd: lab.cwd, answers: 'n\n' });
    expect(no.code).toBe(2);
    expect(no.stderr).toContain('[y/N]');
    expect((await runMain(argv, { cwd: lab.cwd, answers: 'yes\n' })).code).toBe(0);
  });

  it('takes the end of the input for no, and Ctrl-C at the question for an interruption', async () => {
    const lab = await tempLab();
    lab.write('list.txt', `${digestsOf(1).join()}\n`);
    const argv = ['--lab', lab.folder, 'hashset', 'import', 'list.txt', '--category', 'unidentified'];
    const ended = await runMain(argv, { cwd: lab.cwd, answers: '', terminal: true });
    const stopped = await runMain(argv, { cwd: lab.cwd, answers: '\u0003', terminal: true });
    expect([ended.code, stopped.code]).toEqual([2, 130]);
    expect(stopped.stderr).toContain('Interrupted; nothing was written.');
    expect((await lab.json(['db', 'stats']))['imports']).toBe(0);
  });
});

describe('hashset import of a list of known files', () => {
  const entry = (digest: string, category: number) =>
    JSON.stringify({ MediaID: 0, MD5: digest, SHA1: '', Category: category, MediaSize: '3' });
  const document = (category: number) =>
    `{"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/1.2.xml#Media","value":[${digestsOf(3)
      .map((digest) => entry(digest, category))
      .join()}]}`;
  const argv = ['hashset', 'import', 'nist.json', '--category'];

  it('stops where the category raises alerts, and says which do not', async () => {
    const lab = await tempLab();
    lab.write('nist.json', document(8));
    expect(await lab.json([...argv, 'known-victim'], 2)).toMatchObject({ error: { code: 'FORMAT_CANNOT' } });
    const settings = readFileSync(join(lab.folder, 'criskit.toml'), 'utf8');
    expect((await lab.run(...argv, 'unidentified')).stderr).toMatch(/known files.*raises alerts[^]*criskit\.toml/);
    lab.write(
      'Lab/criskit.toml',
      `${settings}\n[[categories]]\nid = "harmless"\ntitle = "Harmless"\nkind = "ignorable"\n`,
    );
    expect((await lab.run(...argv, 'unidentified')).stderr).toMatch(/kind ignorable in this lab: harmless/);
    for (const more of [['--dry-run'], ['--format', 'vics-1']]) {
      expect(await lab.json([...argv, 'unidentified', ...more], 2)).toMatchObject({ error: { code: 'FORMAT_CANNOT' } });
    }
    expect(await lab.json(['db', 'stats'])).toMatchObject({ media: 0, imports: 0 });
    expect(await lab.json([...argv, 'harmless'])).toMatchObject({ format: 'nist-caid', records: 3, written: true });
  });

  it('takes no list of another kind for one, whatever format is named', async () => {
    const lab = await tempLab();
    const settings = readFileSync(join(lab.folder, 'criskit.toml'), 'utf8');
    lab.write(
      'Lab/criskit.toml',
      `${settings}\n[[categories]]\nid = "harmless"\ntitle = "Harmless"\nkind = "ignorable"\n`,
    );
    lab.write('nist.json', document(1));
    expect(await lab.json([...argv, 'harmless', '--format', 'nist-caid'], 2)).toMatchObject({
      error: { code: 'NO_RECORDS' },
    });
    expect(await lab.json([...argv, 'known-victim'])).toMatchObject({ format: 'vics-1', records: 3 });
  });
});

describe('hashset export', () => {
  it('gives the members that were agreed, and the same bytes again', async () => {
    const lab = await labWithReply();
    const argv = ['hashset', 'export', '--category', 'known-victim', '--format', 'vics-2', '-o', 'kv.json'];
    const first = await lab.json(argv);
    expect(first).toMatchObject({ written: 'kv.json', records: 1, leftOut: 0, unchanged: false });
    expect(first['notCarried']).toContainEqual({ what: 'SHA-256', records: 1 });
    expect(first['sha256']).toBe(sha256(readFileSync(join(lab.cwd, 'kv.json'))));
    expect(statSync(join(lab.cwd, 'kv.json')).mode & 0o007).toBe(0);
    expect(await lab.json(argv)).toMatchObject({ sha256: first['sha256'], unchanged: true });
    rmSync(join(lab.cwd, 'kv.json'));
    expect(await lab.json(argv)).toMatchObject({ sha256: first['sha256'], unchanged: false });
    const { stdout } = await lab.run('why', md5(invented('a')));
    expect(stdout).toContain('kv.json');
  });

  it('replaces another file only when forced', async () => {
    const lab = await labWithReply();
    lab.write('out.txt', 'something else');
    const argv = ['hashset', 'export', '--category', 'unidentified', '--format', 'plain', '-o', 'out.txt'];
    expect(await lab.json(argv, 2)).toMatchObject({ error: { code: 'OUTPUT_EXISTS' } });
    expect(readFileSync(join(lab.cwd, 'out.txt'), 'utf8')).toBe('something else');
    expect(await lab.json([...argv, '--force'])).toMatchObject({ records: 2 });
    const wanted = [md5(invented('b')), md5(invented('c'))].toSorted();
    expect(readFileSync(join(lab.cwd, 'out.txt'), 'utf8')).toBe(wanted.map((line) => `${line}\n`).join(''));
  });

  it('writes a header line, upper case, and line ends of Windows', async () => {
    const lab = await labWithReply();
    await lab.json([
      'hashset',
      'export',
      '--category',
      'known-victim',
      '--format',
      'plain',
      '-o',
      'kv.txt',
      '--header-line',
      '--case',
      'upper',
      '--line-end',
      'crlf',
      '--algorithm',
      'sha1',
    ]);
    expect(readFileSync(join(lab.cwd, 'kv.txt'), 'latin1')).toMatch(/^SHA-?1\r\n[0-9A-F]{40}\r\n$/i);
  });

  it('writes the list that one program takes, says where that form is not verified, and lets options go before', async () => {
    const lab = await labWithReply();
    const argv = ['hashset', 'export', '--category', 'known-victim', '--profile'];
    const { stdout, stderr } = await lab.run(...argv, 'xways', '-o', 'kv.txt', '--algorithm', 'sha1');
    expect(readFileSync(join(lab.cwd, 'kv.txt'), 'latin1')).toMatch(/^SHA-1\r\n[0-9A-F]{40}\r\n$/);
    expect(stdout).toContain('(xways)');
    expect(stderr).toMatch(/Not verified: .*X-Ways Forensics/);
    expect(await lab.json([...argv, 'sleuthkit', '-o', 'kv.md5', '--case', 'upper'])).toMatchObject({
      format: 'plain',
      unverified: false,
    });
    expect(readFileSync(join(lab.cwd, 'kv.md5'), 'latin1')).toMatch(/^[0-9A-F]{32}\n$/);
  });

  it('goes back to a day', async () => {
    const lab = await labWithReply();
    const argv = ['hashset', 'export', '--category', 'known-victim', '--format', 'plain'];
    expect(await lab.json([...argv, '-o', 'before.txt', '--as-of', '2026-11-21'])).toMatchObject({ records: 0 });
    expect(await lab.json([...argv, '-o', 'after.txt', '--as-of', '2026-11-22'])).toMatchObject({ records: 1 });
    expect(await lab.json([...argv, '-o', 'x.txt', '--as-of', '22.11.2026'], 2)).toMatchObject({
      error: { code: 'USAGE' },
    });
  });

  it('writes nothing with --dry-run', async () => {
    const lab = await labWithReply();
    const argv = ['hashset', 'export', '--category', 'known-victim', '--format', 'csv', '-o', 'kv.csv', '--dry-run'];
    expect(await lab.json(argv)).toMatchObject({ written: null, records: 1 });
    expect(existsSync(join(lab.cwd, 'kv.csv'))).toBe(false);
  });

  it.each([
    [['--category', 'known-victm', '--format', 'plain'], 'NOT_FOUND'],
    [['--category', 'known-victim', '--format', 'vics'], 'FORMAT_UNKNOWN'],
    [['--category', 'known-victim', '--format', 'plain', '--algorithm', 'md4'], 'USAGE'],
    [['--category', 'known-victim'], 'USAGE'],
    [['--category', 'known-victim', '--format', 'csv', '--profile', 'xways'], 'USAGE'],
    [['--category', 'known-victim', '--profile', 'x-way'], 'FORMAT_UNKNOWN'],
    [['--category', 'known-victim', '--profile', 'sleuthkit', '--algorithm', 'sha1'], 'FORMAT_CANNOT'],
    [['--category', 'known-victim', '--format', 'vics-2', '--algorithm', 'blake3'], 'FORMAT_CANNOT'],
  ])('refuses %j', async (options, code) => {
    const lab = await labWithReply();
    expect(await lab.json(['hashset', 'export', '-o', 'x', ...options], 2)).toMatchObject({ error: { code } });
    expect(existsSync(join(lab.cwd, 'x'))).toBe(false);
  });

  it('leaves nothing behind where the folder does not exist', async () => {
    const lab = await labWithReply();
    const argv = ['hashset', 'export', '--category', 'known-victim', '--format', 'plain', '-o', 'no/such/kv.txt'];
    expect(await lab.json(argv, 3)).toMatchObject({ error: { code: 'OUTPUT_FAILED' } });
  });

  itWith('md5sum')('as sum is accepted by md5sum -c', async () => {
    const lab = await labWithReply();
    await lab.json(['hashset', 'export', '--category', 'unidentified', '--format', 'sum', '-o', 'un.md5']);
    const said = execFileSync('md5sum', ['-c', '--strict', '../un.md5'], {
      cwd: join(lab.cwd, 'media'),
      encoding: 'utf8',
    });
    expect(said.match(/OK$/gm)).toHaveLength(2);
  });

  itWith('md5deep')('as sum is taken by md5deep -m', async () => {
    const lab = await labWithReply();
    await lab.json(['hashset', 'export', '--category', 'known-victim', '--format', 'sum', '-o', 'kv.txt']);
    const said = execFileSync('md5deep', ['-m', 'kv.txt', '-r', '-b', 'media'], { cwd: lab.cwd, encoding: 'utf8' });
    expect(said.trim()).toBe('a.png');
  });
});

describe('hashset formats', () => {
  it('lists every format with what it can do', async () => {
    const lab = await tempLab();
    const { formats } = (await lab.json(['hashset', 'formats'])) as { formats: { id: string }[] };
    expect(formats.map(({ id }) => id)).toEqual(expect.arrayContaining(['csv', 'hashdeep', 'plain', 'sum', 'vics-2']));
  });

  it('lists the profiles for single programs, each with whether anything confirms it', async () => {
    const lab = await tempLab();
    const { profiles } = (await lab.json(['hashset', 'formats'])) as { profiles: unknown[] };
    expect(profiles).toContainEqual(expect.objectContaining({ id: 'xways', headerLine: true, verified: false }));
    const { stdout } = await lab.run('hashset', 'formats');
    expect(stdout).toMatch(/^xways +X-Ways Forensics +plain +MD5, SHA-1, SHA-256 +algorithm +upper +crlf +no$/m);
  });
});

describe('a file that grows', () => {
  it('is another document', async () => {
    const lab = await tempLab();
    writeFileSync(join(lab.cwd, 'list.txt'), `${digestsOf(2).join('\n')}\n`);
    const argv = ['hashset', 'import', 'list.txt', '--category', 'unidentified'];
    await lab.json(argv);
    appendFileSync(join(lab.cwd, 'list.txt'), `${digestsOf(3).at(-1)}\n`);
    expect(await lab.json(argv)).toMatchObject({ import: { id: 2 }, records: 3, added: 1, known: 2 });
  });
});
