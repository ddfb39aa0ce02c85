import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runMain } from './run-main.ts';
import { md5, type TempLab, tempLab } from './temp-lab.ts';

const digest = (text: string) => md5(Buffer.from(text));
const list = (...texts: readonly string[]) => texts.map((text) => `${digest(text)}\n`).join('');

const into = (file: string, ...more: readonly string[]) => [
  'hashset',
  'import',
  file,
  '--category',
  'unidentified',
  '--set',
  'Task force',
  ...more,
];

const inOrder = (...texts: readonly string[]) => texts.toSorted((a, b) => (digest(a) < digest(b) ? -1 : 1));

const sharing = (...images: readonly string[]) =>
  `<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><images>${images.join('')}</images></queryResult>`;
const image = (id: string, text: string) =>
  `<image><member id="42">M</member><id>${id}</id><fingerprints><md5>${digest(text)}</md5></fingerprints></image>`;
const deleted = (id: string) => `<deletedImage><member id="42">M</member><id>${id}</id></deletedImage>`;

/** A lab in which version 1 of the set holds a, b and c. */
async function labWithSet(): Promise<TempLab> {
  const lab = await tempLab();
  lab.write('one.txt', list('a', 'b', 'c'));
  await lab.json(into('one.txt', '--set-version', '1', '--source', 'the task force', '--date', '2026-03-01'));
  return lab;
}

describe('hashset import of a name that is in force', () => {
  it('is a new version: tells what differs, replaces, and is undone', async () => {
    const lab = await labWithSet();
    lab.write('two.txt', list('b', 'c', 'd', 'e'));
    const argv = into('two.txt', '--set-version', '2');
    const version = { supersedes: 1, isDelta: false, added: 2, removed: 1, changed: 0 };
    expect(await lab.json([...argv, '--dry-run'])).toMatchObject({ import: { id: null }, version, written: false });
    expect(await lab.json([...argv, '--yes'])).toMatchObject({
      import: { id: 2 },
      set: { name: 'Task force', version: '2', source: null, date: null },
      version,
    });
    expect(await lab.json(['hashset', 'list'])).toMatchObject({
      sets: [{ id: 2, setVersion: '2', state: 'in-force' }],
    });
    expect(await lab.json(['hashset', 'list', '--all'])).toMatchObject({
      sets: [{ id: 1, setVersion: '1', setSource: 'the task force', setDate: '2026-03-01', state: 'superseded' }, {}],
    });
    expect(await lab.json(['lookup', digest('a')])).toMatchObject([{ known: false }]);
    await lab.json(['undo', '2', '--reason', 'the first was right']);
    expect(await lab.json(['lookup', digest('a'), digest('d')])).toMatchObject([{ known: true }, { known: false }]);
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
  });

  it('shows it and asks on a terminal', async () => {
    const lab = await labWithSet();
    lab.write('two.txt', list('b', 'd'));
    const argv = ['--lab', lab.folder, ...into('two.txt')];
    const no = await runMain(argv, { cwd: lab.cwd, answers: 'n\n' });
    expect(no.code).toBe(2);
    expect(no.stderr).toMatch(/added +1\n +removed +2\n +changed +0/);
    expect(no.stderr).toContain('in the place of import 1? [y/N]');
    expect(await lab.json(['lookup', digest('a')])).toMatchObject([{ known: true }]);
    expect((await runMain(argv, { cwd: lab.cwd, answers: 'y\n' })).code).toBe(0);
    expect(await lab.json(['lookup', digest('a')])).toMatchObject([{ known: false }]);
  });

  it('wants --yes of a script where media would leave the set, and not where it only grows', async () => {
    const lab = await labWithSet();
    lab.write('less.txt', list('a', 'b'));
    lab.write('more.txt', list('a', 'b', 'c', 'd'));
    expect(await lab.json(into('less.txt'), 2)).toMatchObject({ error: { code: 'NEEDS_CONFIRMATION' } });
    expect(await lab.json(['hashset', 'list'])).toMatchObject({ sets: [{ id: 1 }] });
    expect(await lab.json(into('more.txt'))).toMatchObject({ version: { added: 1, removed: 0 } });
    expect(await lab.json(into('less.txt', '--yes'))).toMatchObject({ version: { removed: 2 } });
  });

  it('stands beside the other with --keep-earlier; then the next one has to say whose place it takes', async () => {
    const lab = await labWithSet();
    for (const name of ['x', 'y']) lab.write(`${name}.txt`, list(name));
    expect(await lab.json(into('x.txt', '--keep-earlier'))).toMatchObject({ version: null });
    expect(await lab.json(['lookup', digest('a'), digest('x')])).toMatchObject([{ known: true }, { known: true }]);
    expect(await lab.json(into('y.txt', '--yes'), 1)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await lab.json(into('y.txt', '--yes', '--supersedes', '2'))).toMatchObject({ version: { supersedes: 2 } });
  });

  it('adds to the version before with --delta', async () => {
    const lab = await labWithSet();
    lab.write('delta.txt', list('d'));
    expect(await lab.json(into('delta.txt', '--delta'))).toMatchObject({
      version: { isDelta: true, carried: 3, added: 1, removed: 0 },
    });
    const why = await lab.run('why', digest('a'));
    expect(why.stdout).toMatch(/Taken over: +from import 1: delta.txt left it as it was/);
    expect(why.stdout).toMatch(/Document: +one.txt/);
    lab.write('other.txt', list('e'));
    const lone = ['hashset', 'import', 'other.txt', '--category', 'unidentified', '--set', 'Other', '--delta'];
    expect(await lab.json(lone, 2)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('tells what a page of hash sharing takes out and nobody knows, and leaves all else where it is', async () => {
    const lab = await labWithSet();
    lab.write('page.xml', sharing(image('1', 'd'), image('2', 'e'), deleted('3')));
    expect(await lab.json(into('page.xml', '--yes'), 1)).toMatchObject({
      issues: 1,
      firstIssues: [{ code: 'removal-not-done' }],
      idleRemovals: 0,
      version: { isDelta: true, carried: 3, added: 2, removed: 0, changed: 0 },
    });
    lab.write('deleted.xml', sharing(deleted('3')));
    expect(await lab.json(into('deleted.xml', '--yes'), 2)).toMatchObject({ error: { code: 'NO_RECORDS' } });
  });

  it('applies pages of hash sharing entry by entry, tells what they did, and gives back what a day had', async () => {
    const lab = await tempLab();
    lab.write('one.xml', sharing(image('1', 'a'), image('2', 'b'), image('3', 'c'), image('4', 'c')));
    lab.write('two.xml', sharing(image('1', 'd'), deleted('2'), deleted('3'), image('5', 'x'), deleted('5')));
    expect((await lab.run(...into('one.xml'))).stdout).toMatch(/records +4\n[^]*entries +0 updated, 0 taken out\n$/);
    const second = ['--lab', lab.folder, ...into('two.xml')];
    const nextDay = { cwd: lab.cwd, nowUtc: '2026-11-23T09:30:00.000Z' };
    expect(await runMain(second, nextDay)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    const { code, stdout } = await runMain([...second, '--yes'], nextDay);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'entries     1 updated, 2 taken out, 1 overtaken by a later one of the file, 1 said again, as others share a content with them',
    );
    expect(stdout).toMatch(/as a delta: 0 records stay\n +added +1\n +removed +2\n +changed +1\n/);
    const known = async () => {
      const answers = await lab.json(['lookup', ...['a', 'b', 'c', 'd', 'x'].map(digest)]);
      return (answers as unknown as { known: boolean }[]).map((answer) => answer.known);
    };
    expect(await known()).toEqual([false, false, true, true, false]);
    expect((await lab.run('why', digest('c'))).stdout).toContain('entry of import 1');
    const day = ['hashset', 'export', '--category', 'unidentified', '--format', 'plain', '--as-of', '2026-11-22'];
    await lab.json([...day, '-o', 'day.txt']);
    expect(readFileSync(join(lab.cwd, 'day.txt'), 'utf8')).toBe(list(...inOrder('a', 'b', 'c')));
    await lab.json(['undo', '2', '--reason', 'the wrong page']);
    expect(await known()).toEqual([true, true, true, false, false]);
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
  });

  it('takes out what a file says is deleted by its digests', async () => {
    const lab = await labWithSet();
    const attribute = (value: string, more: object) => ({ type: 'md5', category: 'Payload delivery', value, ...more });
    const event = {
      info: 'Another name',
      Attribute: [attribute(digest('d'), {}), attribute(digest('a'), { deleted: true })],
    };
    lab.write('event.json', JSON.stringify({ Event: event }));
    expect(await lab.json(into('event.json'), 2)).toMatchObject({ error: { code: 'NEEDS_CONFIRMATION' } });
    expect(await lab.json(into('event.json', '--yes'))).toMatchObject({
      format: 'misp',
      issues: 0,
      version: { isDelta: true, carried: 2, added: 1, removed: 1 },
    });
  });

  it.each([
    [['--date', '1.3.2026'], /--date must be a date/],
    [['--set-version', ' '], /version of the set must not be empty/],
    [['--source', 'a\u0007b'], /cannot be shown/],
    [['--supersedes', 'one'], /whole number/],
  ])('refuses %j', async (options, message) => {
    const lab = await labWithSet();
    const result = await lab.run(...into('one.txt', ...options));
    expect([result.code, result.stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('hashset show', () => {
  it('tells versions, document and exports of the set that is in force, and of one by its number or version', async () => {
    const lab = await labWithSet();
    await lab.json(['hashset', 'export', '--category', 'unidentified', '--format', 'plain', '-o', 'before.txt']);
    lab.write('two.txt', list('b', 'd'));
    await lab.json(into('two.txt', '--set-version', '2', '--yes'));
    const shown = await lab.json(['hashset', 'show', 'Task force']);
    expect(shown).toMatchObject({
      set: {
        id: 2,
        setVersion: '2',
        records: 2,
        categoryId: 'unidentified',
        format: 'plain',
        document: { name: 'two.txt' },
      },
      versions: [{ id: 1, setVersion: '1', state: 'superseded' }, { id: 2 }],
    });
    for (const name of ['1', 'Task force@1'])
      expect(await lab.json(['hashset', 'show', name])).toMatchObject({ set: { id: 1, setDate: '2026-03-01' } });
    const { stdout } = await lab.run('hashset', 'show', '1');
    expect(stdout).toMatch(/Source: +the task force/);
    expect(stdout).toMatch(/State: +superseded .*: a new version of the set took its place/);
    expect(await lab.json(['hashset', 'show', 'Task farce'], 2)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('names the numbers where a name stands for several', async () => {
    const lab = await labWithSet();
    lab.write('x.txt', list('x'));
    await lab.json(into('x.txt', '--keep-earlier'));
    const result = await lab.run('hashset', 'show', 'Task force');
    expect([result.code, result.stderr]).toEqual([1, expect.stringMatching(/1 in unidentified, 2 in unidentified/)]);
    lab.write('y.txt', list('y'));
    await lab.json(['hashset', 'import', 'y.txt', '--category', 'unidentified', '--set', '1']);
    expect(await lab.json(['hashset', 'show', '1'], 1)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await lab.json(['hashset', 'show', '3'])).toMatchObject({ set: { id: 3, setName: '1' } });
  });
});

describe('hashset remove', () => {
  it('takes the set out, says so in the log, and is undone by its own number', async () => {
    const lab = await labWithSet();
    lab.write('two.txt', list('b', 'd'));
    await lab.json(into('two.txt', '--yes'));
    const argv = ['hashset', 'remove', 'Task force', '--reason', 'the licence has ended'];
    expect(await lab.json([...argv, '--dry-run'])).toMatchObject({
      mediaChanged: 2,
      written: false,
      import: { id: null },
    });
    expect(await lab.json(argv, 2)).toMatchObject({ error: { code: 'NEEDS_CONFIRMATION' } });
    expect(await lab.json([...argv, '--yes'])).toMatchObject({
      removed: { id: 2 },
      import: { id: 3 },
      mediaChanged: 2,
    });
    expect(await lab.json(['hashset', 'list'])).toMatchObject({ sets: [] });
    expect(await lab.json(['lookup', digest('a'), digest('b')])).toMatchObject([{ known: false }, { known: false }]);
    expect(await lab.json([...argv, '--yes'])).toMatchObject({ import: { id: 3 }, written: false });
    expect(await lab.json(['hashset', 'remove', '1', '--yes'], 1)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect((await lab.run('history')).stdout).toContain('hash-set-removal');
    await lab.json(['undo', '3', '--reason', 'renewed']);
    expect(await lab.json(['lookup', digest('a'), digest('b')])).toMatchObject([{ known: false }, { known: true }]);
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
  });

  it('asks on a terminal', async () => {
    const lab = await labWithSet();
    const argv = ['--lab', lab.folder, 'hashset', 'remove', 'Task force'];
    const no = await runMain(argv, { cwd: lab.cwd, answers: 'n\n' });
    expect([no.code, no.stderr]).toEqual([2, expect.stringContaining('3 media would change category. [y/N]')]);
    expect((await runMain(argv, { cwd: lab.cwd, answers: 'y\n' })).code).toBe(0);
    expect(await lab.json(['db', 'stats'])).toMatchObject({ imports: 1 });
  });
});
