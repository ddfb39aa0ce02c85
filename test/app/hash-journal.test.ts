import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashManifest } from '../../src/app/hash-manifest.ts';
import { noProgress } from '../../src/cli/progress-line.ts';
import { CriskitError } from '../../src/core/errors.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';
import { clockAt, JournaledRun, muchLater } from './journaled-run.ts';

const scratch = useScratchFolder();
const names = ['a.jpg', 'b.jpg', 'sub/c.png', 'sub/two\nlines', 'z z'];

function runWithMedia(folder = scratch.path): JournaledRun {
  const run = new JournaledRun(folder);
  for (const name of names) run.write(name, `content of ${name}`);
  return run;
}

/** Its journal holds every file. */
async function interruptedRun(folder?: string): Promise<JournaledRun> {
  const run = runWithMedia(folder);
  await run.interrupt();
  return run;
}

describe('a run that is interrupted', () => {
  it('leaves a journal for its owner alone, says how to go on, and goes on to the same result', async () => {
    const run = runWithMedia();
    const undisturbed = await run.hashUndisturbed();
    const error = await run.interrupt();
    expect(error).toMatchObject({ code: 'INTERRUPTED', hint: expect.stringContaining('--resume') });
    expect(readdirSync(scratch.path).toSorted()).toEqual(['media', 'out.csv.journal']);
    expect(process.platform === 'win32' ? 0 : statSync(run.journal).mode & 0o077).toBe(0);
    expect(await run.hash('resume')).toEqual({ text: undisturbed, resumed: names.length });
    expect(readdirSync(scratch.path).toSorted()).toEqual(['media', 'out.csv']);
    expect(run.warnings).toEqual([]);
  });

  it('is gone on with only where that is asked for; hashing anew discards the journal', async () => {
    const run = await interruptedRun();
    await expect(run.hash(undefined)).rejects.toMatchObject({
      code: 'JOURNAL_FOUND',
      message: expect.stringContaining('5 files hashed'),
      hint: expect.stringMatching(/--resume.*--rehash/),
    });
    expect(existsSync(run.output)).toBe(false);
    expect(await run.hash('rehash')).toMatchObject({ resumed: 0 });
    expect(existsSync(run.journal)).toBe(false);
  });

  it('and interrupted again keeps what both have hashed', async () => {
    const run = await interruptedRun();
    run.write('new', 'x');
    const controller = new AbortController();
    const progress = { ...noProgress, end: () => controller.abort() };
    await expect(run.hash('resume', { progress, signal: controller.signal })).rejects.toThrow(/Interrupted/);
    expect(await run.hash('resume')).toMatchObject({ resumed: names.length + 1 });
  });

  it('and has no journal is simply begun', async () => {
    const run = runWithMedia();
    expect(await run.hash('resume')).toMatchObject({ resumed: 0 });
  });

  it('before any file is hashed leaves nothing', async () => {
    const run = runWithMedia();
    await expect(run.hash(undefined, { signal: AbortSignal.abort() })).rejects.toThrow(/Interrupted/);
    expect(readdirSync(scratch.path)).toEqual(['media']);
  });

  it('keeps media kinds as well', async () => {
    const run = new JournaledRun(scratch.path);
    writeFileSync(join(run.media, 'gif'), Buffer.from('GIF89a\u0001\0\u0001\0\0\0\0;', 'latin1'));
    const undisturbed = await run.hashUndisturbed();
    expect(undisturbed).toContain('image');
    await run.interrupt();
    expect(await run.hash('resume')).toEqual({ text: undisturbed, resumed: 1 });
  });

  it('does not see its own files where the output stands in the folder that is hashed', async () => {
    const run = runWithMedia();
    const output = { path: join(run.media, 'sub/out.csv'), replace: true };
    await run.interrupt({ output: { ...output, journalUse: undefined } });
    expect(existsSync(`${output.path}.journal`)).toBe(true);
    await run.hash('resume', { output: { ...output, journalUse: 'resume' } });
    const paths = readFileSync(output.path, 'utf8').match(/^.*(journal|lock).*$/gm);
    expect(paths).toBeNull();
    expect(readdirSync(join(run.media, 'sub')).toSorted()).toEqual(['c.png', 'out.csv', 'two\nlines']);
  });
});

describe('a file that was hashed before the interruption', () => {
  const later = new Date('2001-01-01');

  it.each([
    ['another size', (path: string) => appendFileSync(path, '!')],
    [
      'the same size and time of modification',
      (path: string) => {
        const { atime, mtime } = statSync(path);
        writeFileSync(path, 'CONTENT'.padEnd(statSync(path).size, '.'));
        utimesSync(path, atime, mtime);
      },
    ],
    ['another time of modification', (path: string) => utimesSync(path, later, later)],
    [
      'the same content in another file',
      (path: string) => {
        copyFileSync(path, `${path}.copy`);
        renameSync(`${path}.copy`, path);
      },
    ],
  ])('is hashed again with %s', async (_, change) => {
    const run = await interruptedRun();
    change(join(run.media, 'b.jpg'));
    const undisturbed = await run.hashUndisturbed();
    expect(await run.hash('resume')).toEqual({ text: undisturbed, resumed: names.length - 1 });
  });

  it('and is gone, is not in the result; one that came since is', async () => {
    const run = await interruptedRun();
    rmSync(join(run.media, 'a.jpg'));
    run.write('sub/new', 'new');
    const undisturbed = await run.hashUndisturbed();
    const { text, resumed } = await run.hash('resume');
    expect([text, resumed]).toEqual([undisturbed, names.length - 1]);
    expect(text).toContain('sub/new');
    expect(text).not.toContain('a.jpg');
  });

  it('and changed within the two seconds before, or since, is not in the journal', async () => {
    const run = runWithMedia();
    const { ctimeMs } = statSync(join(run.media, 'z z'));
    const clock = clockAt(new Date(ctimeMs + 1900).toISOString());
    expect(await run.interrupt({ clock })).not.toMatchObject({ hint: expect.anything() });
    expect(existsSync(run.journal)).toBe(false);
    await run.interrupt({ clock: clockAt(new Date(ctimeMs + 2100).toISOString()) });
    expect(existsSync(run.journal)).toBe(true);
  });

  it('in vain is tried again', async () => {
    const run = runWithMedia();
    symlinkSync('a.jpg', join(run.media, 'link'));
    await run.interrupt();
    rmSync(join(run.media, 'link'));
    run.write('link', 'no link any more');
    expect((await run.hash('resume')).text).toContain('link');
  });
});

describe('a journal of another run', () => {
  it.each([
    ['algorithms', { algorithms: ['md5'] as const }, /algorithms: then md5, sha256, now md5/],
    ['links', { followLinks: true }, /links followed: then no, now yes/],
    ['media kinds', { format: 'hashdeep' }, /media kinds told: then yes, now no/],
  ])('is not gone on with: other %s', async (_, change, message) => {
    const run = await interruptedRun();
    const before = readFileSync(run.journal);
    for (const use of ['resume', undefined] as const) {
      await expect(run.hash(use, change)).rejects.toMatchObject({
        code: 'JOURNAL_DIFFERS',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('--rehash'),
      });
    }
    expect(readFileSync(run.journal)).toEqual(before);
    expect(await run.hash('rehash', change)).toMatchObject({ resumed: 0 });
  });

  it('is not gone on with: other paths', async () => {
    const run = await interruptedRun();
    mkdirSync(scratch.in('other\u001b'));
    const paths = [scratch.in('other\u001b')];
    await expect(run.hash('resume', { paths })).rejects.toMatchObject({
      message: expect.stringContaining('other\\x1b'),
    });
  });

  it('and what is no journal stays as it is, whatever is asked for', async () => {
    const run = runWithMedia();
    for (const content of ['my own notes', '\0'.repeat(5000), 'criskit-journey'.repeat(1000)]) {
      writeFileSync(run.journal, content);
      for (const use of ['resume', 'rehash', undefined] as const) {
        await expect(run.hash(use)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
      }
      expect(readFileSync(run.journal, 'utf8')).toBe(content);
    }
  });

  it.each([
    ['a link', (path: string) => symlinkSync(scratch.in('target'), path)],
    ['a link that leads nowhere', (path: string) => symlinkSync(scratch.in('nowhere'), path)],
    ['a folder', (path: string) => void mkdirSync(path)],
  ])('is no journal where %s stands in its place', async (_, put) => {
    const run = runWithMedia();
    await run.interrupt();
    renameSync(run.journal, scratch.in('target'));
    const before = readFileSync(scratch.in('target'));
    put(run.journal);
    for (const use of ['resume', 'rehash', undefined] as const) {
      await expect(run.hash(use)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    }
    expect(readFileSync(scratch.in('target'))).toEqual(before);
    expect(existsSync(scratch.in('nowhere'))).toBe(false);
  });
});

describe('an output that cannot be written', () => {
  it('is told before anything is hashed', async () => {
    const run = runWithMedia();
    writeFileSync(run.output, 'there');
    const untouched = {
      paths: [run.media],
      output: { path: run.output, replace: false, journalUse: undefined },
    } as const;
    await expect(run.hash(undefined, untouched)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    const nowhere = { output: { path: scratch.in('no/out'), replace: false, journalUse: undefined } } as const;
    await expect(run.hash(undefined, nowhere)).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
    expect(readdirSync(scratch.path).toSorted()).toEqual(['media', 'out.csv']);
  });
});

describe('a damaged journal', () => {
  it('that was torn in its last line loses that file only, and says nothing', async () => {
    const run = await interruptedRun();
    const bytes = readFileSync(run.journal);
    writeFileSync(run.journal, bytes.subarray(0, -10));
    expect(await run.hash('resume')).toMatchObject({ resumed: names.length - 1 });
    expect(run.warnings).toEqual([]);
  });

  it.each([
    ['a bad line', 'x\n'],
    ['NUL', `${'\0'.repeat(4096)}\n`],
    ['a huge line', `${'y'.repeat(20_000_000)}\n`],
    ['bytes that are no text', '\xff\xfe\n'],
  ])('that has %s in the middle says so, and uses the others', async (_, line) => {
    const run = await interruptedRun();
    const [header, first, ...others] = readFileSync(run.journal, 'latin1').split('\n');
    writeFileSync(run.journal, [header, `${first}\n${line}${others.join('\n')}`].join('\n'), 'latin1');
    expect(await run.hash('resume')).toMatchObject({ resumed: names.length });
    expect(run.warnings).toEqual([expect.stringMatching(/is damaged: 1 line cannot be read.*hashed again/)]);
  });

  it('in its first line is of no use, and discarded where that is asked for', async () => {
    const run = await interruptedRun();
    const text = readFileSync(run.journal, 'utf8');
    writeFileSync(run.journal, text.replace('md5', 'md6'));
    await expect(run.hash('resume')).rejects.toMatchObject({ code: 'JOURNAL_DIFFERS' });
    writeFileSync(run.journal, text.replace('criskit-journal 1', 'criskit-journal 9'));
    await expect(run.hash('resume')).rejects.toThrow(/another version/);
    expect(await run.hash('rehash')).toMatchObject({ resumed: 0 });
  });

  it.each([
    '',
    'criskit-jour',
    'criskit-journal 1 12345',
  ])('of which no line is whole counts as none: %j', async (text) => {
    const run = runWithMedia();
    writeFileSync(run.journal, text);
    expect(await run.hash(undefined)).toMatchObject({ resumed: 0 });
    expect(existsSync(run.journal)).toBe(false);
  });
});

describe('whatever happens to a journal', () => {
  it('a kill at any byte of it loses the torn line only', async () => {
    const run = await interruptedRun();
    const undisturbed = await run.hashUndisturbed();
    const whole = readFileSync(run.journal);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length }), async (length) => {
        const left = whole.subarray(0, length);
        writeFileSync(run.journal, left);
        const wholeLines = left.toString('latin1').split('\n').length - 1;
        expect(await run.hash('resume')).toEqual({ text: undisturbed, resumed: Math.max(0, wholeLines - 1) });
      }),
      { numRuns: 25 },
    );
    expect(run.warnings).toEqual([]);
  });

  it('no damage gives a wrong digest, or one of a file as it was before', async () => {
    const run = await interruptedRun();
    const whole = readFileSync(run.journal);
    const changed = join(run.media, 'a.jpg');
    const { atime, mtime } = statSync(changed);
    writeFileSync(changed, 'CONTENT of a.jpg');
    utimesSync(changed, atime, mtime);
    const undisturbed = await run.hashUndisturbed();
    const edit = fc.record({ at: fc.nat(), removed: fc.nat({ max: 40 }), added: fc.uint8Array({ maxLength: 40 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        let bytes: Uint8Array = whole;
        for (const { at, removed, added } of edits) {
          const from = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, from), added, bytes.subarray(from + removed)]);
        }
        rmSync(run.output, { force: true });
        writeFileSync(run.journal, bytes);
        const outcome = await run.hash('resume').then(
          ({ text }) => text,
          (error: unknown) => (error instanceof CriskitError ? error.code : error),
        );
        expect([undisturbed, 'JOURNAL_DIFFERS', 'OUTPUT_EXISTS']).toContain(outcome);
      }),
      { numRuns: 40 },
    );
  });

  it('files changed, replaced, gone and come between are told as they are', async () => {
    const kinds = ['same', 'grown', 'rewritten', 'replaced', 'gone', 'come'] as const;
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...kinds), { minLength: 5, maxLength: 5 }), async (changes) => {
        round += 1;
        const run = await interruptedRun(scratch.in(String(round)));
        for (const [index, name] of names.entries()) change(run, name, changes[index] ?? 'same');
        const undisturbed = await run.hashUndisturbed();
        const { text, resumed } = await run.hash('resume');
        expect(text).toBe(undisturbed);
        expect(resumed).toBe(changes.filter((kind) => kind === 'same' || kind === 'come').length);
      }),
      { numRuns: 10 },
    );
  });
});

function change(run: JournaledRun, name: string, kind: string): void {
  const path = join(run.media, name);
  const { atime, mtime, size } = statSync(path);
  if (kind === 'grown') appendFileSync(path, 'more');
  if (kind === 'rewritten') writeFileSync(path, 'r'.repeat(size));
  if (kind === 'replaced') {
    copyFileSync(path, `${path}.copy`);
    renameSync(`${path}.copy`, path);
  }
  if (kind === 'rewritten' || kind === 'replaced') utimesSync(path, atime, mtime);
  if (kind === 'gone') rmSync(path);
  if (kind === 'come') run.write(`${name} beside`, 'new');
}

describe('two runs for one output', () => {
  it('do not mix: the second one is told who is at it', async () => {
    const run = runWithMedia();
    let second: unknown;
    const progress = {
      ...noProgress,
      start: () => {
        second = run.hash('resume').catch((error: unknown) => error);
      },
    };
    await run.hash(undefined, { progress });
    expect(await second).toMatchObject({
      code: 'JOURNAL_BUSY',
      message: expect.stringContaining(`process ${process.pid}`),
      hint: expect.stringContaining('criskit-lock'),
    });
    expect(readdirSync(scratch.path).toSorted()).toEqual(['media', 'out.csv']);
  });
});

describe('what has no name', () => {
  it('keeps no journal', async () => {
    const run = runWithMedia();
    const { media } = run;
    const seen: string[][] = [];
    await hashManifest({
      paths: [media],
      algorithms: ['md5'],
      format: undefined,
      reading: { threads: 1 },
      followLinks: false,
      kinds: false,
      output: undefined,
      clock: muchLater,
      signal: new AbortController().signal,
      progress: { ...noProgress, end: () => seen.push(readdirSync(scratch.path)) },
      onWarning: () => undefined,
    });
    expect(seen).toEqual([['media']]);
  });
});
