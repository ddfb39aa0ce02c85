import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/cli/registry.ts';
import { runMain } from './run-main.ts';
import { tempFolder, tempLab } from './temp-lab.ts';

const root = resolve(import.meta.dirname, '../..');
const here = { cwd: root };

describe('help', () => {
  it('lists every command on standard output', async () => {
    const { code, stdout, stderr } = await runMain(['--help'], here);
    expect([code, stderr]).toEqual([0, '']);
    for (const { name, summary } of registry) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(summary);
    }
  });

  it('without a command goes to standard error, exit 2', async () => {
    const { code, stdout, stderr } = await runMain([], here);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: criskit');
  });

  it('of a group lists its commands', async () => {
    const asked = await runMain(['case', '--help'], here);
    expect(asked.code).toBe(0);
    expect(asked.stdout).toContain('case add');
    expect(asked.stdout).not.toContain('db verify');
    expect((await runMain(['db'], here)).code).toBe(2);
  });

  it.each(registry.map(({ name }) => name))('of "%s" shows its options and examples', async (name) => {
    const command = await registry.find((entry) => entry.name === name)?.load();
    const { code, stdout } = await runMain([...name.split(' '), '--help'], here);
    expect(code).toBe(0);
    for (const option of Object.keys(command?.options ?? {})) expect(stdout).toContain(`--${option}`);
    expect(command?.examples.length).toBeGreaterThan(0);
    for (const { line } of command?.examples ?? []) expect(stdout).toContain(line);
    expect(await runMain(['help', ...name.split(' ')], here)).toMatchObject({ code: 0, stdout });
  });

  it('names no option twice and no letter for two options', async () => {
    for (const { load } of registry) {
      const options = Object.entries((await load()).options);
      const letters = options.flatMap(([, { short }]) => short ?? []);
      expect(new Set([...letters, 'q', 'h']).size).toBe(letters.length + 2);
      expect(options.filter(([option]) => ['lab', 'json', 'quiet', 'help'].includes(option))).toEqual([]);
    }
  });
});

describe('--version', () => {
  it('is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await runMain(['--version'], here)).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('what is not understood', () => {
  it.each([
    [['improt'], /no command "improt"/, /"criskit import"/],
    [['case', 'lsit'], /no command "case lsit"/, /"criskit case list"/],
    [['hashset', 'exprot'], /no command/, /"criskit hashset export"/],
    [['qqqqqqqqqq'], /no command/, /--help lists/],
    [['--jsn', 'case', 'list'], /no option --jsn before/, /--json/],
    [['case', 'list', '--jsno'], /unknown option '--jsno'/i, /--json/],
    [['import', 'x', '--case', '1', '--dryrun'], /unknown option/i, /--dry-run/],
    [['case', 'add', '1', '--agency', 'x'], /required option '--agency-case <NUMBER>' not specified/i, /--help/],
    [['case', 'add'], /required option|missing required argument/i, /--help/],
    [['case', 'list', 'extra'], /too many arguments/i, /--help/],
    [['why'], /missing required argument/i, /--help/],
    [['hashset', 'export', '--category'], /argument missing/i, /--help/],
    [['match', 'x', '--format', 'xml'], /allowed choices are table, csv, json/i, /--help/],
    [['--lab'], /--lab needs/, /^$/],
  ])('%j', async (argv, message, hint) => {
    const result = await runMain(argv, here);
    expect([result.code, result.stdout]).toEqual([2, '']);
    const [first = '', second = ''] = result.stderr.split('\n');
    expect(first).toMatch(message);
    expect(second).toMatch(hint);
    const json = await runMain(['--json', ...argv], here);
    expect(json.stderr).toBe('');
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'USAGE', path: null, place: null } });
  });

  it('shows control characters of the command line escaped', async () => {
    const { stderr } = await runMain(['\u001b[31mred'], here);
    expect(stderr).toContain('\\x1b[31mred');
    expect(stderr).not.toContain('\u001b');
  });
});

describe('global options', () => {
  it('stand before and after the name of the command', async () => {
    const lab = await tempLab();
    const forms = [
      ['--lab', lab.folder, '--json', 'case', 'list'],
      ['case', '--json', 'list', '--lab', lab.folder],
      ['case', 'list', `--lab=${lab.folder}`, '--json'],
      [`--lab=${lab.folder}`, 'case', 'list', '--json', '--quiet'],
    ];
    for (const argv of forms) {
      expect(await runMain(argv, here)).toEqual({ code: 0, stdout: '{"cases":[]}\n', stderr: '' });
    }
  });

  it('behind -- are values like any other', async () => {
    const result = await runMain(['lookup', '--', '--json'], { cwd: (await tempLab()).folder });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('"--json"');
  });

  it('colour an error only on a terminal that wants it', async () => {
    const red = '\u001b[31mcriskit:';
    expect((await runMain(['x'], { ...here, terminal: true })).stderr).toContain(red);
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      expect((await runMain(['x'], { ...here, terminal: true, env })).stderr).not.toContain('\u001b');
    }
    expect((await runMain(['--no-color', 'x'], { ...here, terminal: true })).stderr).not.toContain('\u001b');
    expect((await runMain(['x'], here)).stderr).not.toContain('\u001b');
  });
});

describe('the lab', () => {
  it('is named by --lab, else CRISKIT_LAB, else found upwards', async () => {
    const [near, far] = [await tempLab(), await tempLab()];
    await near.run('case', 'add', 'NEAR', '--agency', 'x', '--agency-case', 'x');
    await far.run('case', 'add', 'FAR', '--agency', 'x', '--agency-case', 'x');
    near.write('Lab/deep/er/x', 'x');
    const cwd = join(near.folder, 'deep', 'er');
    const env = { CRISKIT_LAB: far.folder };
    expect((await runMain(['case', 'list'], { cwd })).stdout).toContain('NEAR');
    expect((await runMain(['case', 'list'], { cwd, env })).stdout).toContain('FAR');
    expect((await runMain(['case', 'list', '--lab', near.folder], { cwd, env })).stdout).toContain('NEAR');
    expect((await runMain(['case', 'list'], { cwd, env: { CRISKIT_LAB: '' } })).stdout).toContain('NEAR');
  });

  it('that is nowhere is an error that says what to do', async () => {
    const cwd = tempFolder();
    const result = await runMain(['case', 'list', '--json'], { cwd });
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: { code: 'LAB_NOT_FOUND', hint: expect.stringContaining('criskit init') },
    });
    for (const argv of [
      ['case', 'list', '--lab', 'nowhere'],
      ['case', 'list'],
    ]) {
      const named = await runMain(argv, { cwd, env: { CRISKIT_LAB: '/nowhere' } });
      expect(named.stderr).toMatch(/criskit\.toml/);
      expect(named.code).toBe(2);
    }
  });

  it('with a mistake in its settings stops every command, with the place', async () => {
    const lab = await tempLab();
    lab.write('Lab/criskit.toml', '[lab]\nexaminr = "x"\n');
    const result = await lab.run('case', 'list', '--json');
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: { code: 'SETTINGS_INVALID', place: 'line 2', hint: 'Did you mean "examiner"?' },
    });
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x5b]), /not UTF-8/],
    ['broken TOML', '[lab', /not well-formed TOML/],
  ])('with %s for settings says so', async (_, bytes, message) => {
    const lab = await tempLab();
    lab.write('Lab/criskit.toml', bytes);
    const result = await lab.run('case', 'list');
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(message);
  });
});
