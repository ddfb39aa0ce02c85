import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrackerFile } from '../../src/tracker/sync-file.ts';
import { runJson, runMain } from './run-main.ts';
import { invented, labAfter, md5, type TempLab, tempLab } from './temp-lab.ts';

const names = ['a', 'b', 'c', 'd', 'e'];

/** Case 24-0001 with five files, one of them twice, and an empty one. */
async function sendFiles(lab: TempLab): Promise<void> {
  for (const name of names) lab.write(`media/${name}.png`, invented(name));
  lab.write('media/again.png', invented('e'));
  lab.write('media/empty.png', '');
  await lab.json(['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
  await lab.json(['submit', 'prepare', '24-0001', 'media']);
}

function digest(name: string): string {
  return md5(invented(name));
}

/** Where "again.png" stands first in the manifest, the digest of "e" does. */
const inOrder = ['a', 'e', 'b', 'c', 'd'].map(digest);

async function reply(lab: TempLab, document: string, contents: readonly string[], ...more: readonly string[]) {
  const rows = contents.map((name) => `${digest(name)},Recognized`);
  lab.write(document, `${['MD5,Result', ...rows].join('\n')}\n`);
  const argv = ['--lab', lab.folder, 'import', document, '--case', '24-0001', '--yes', ...more];
  const { stdout } = await runMain([...argv, '--json'], { cwd: lab.cwd });
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function statusOf(lab: TempLab): Promise<string | undefined> {
  const { rows } = await readTrackerFile({ path: join(lab.folder, 'tracker.xlsx'), aliases: {} });
  return rows[0]?.cells.status?.text;
}

describe('submit batch', () => {
  it('writes numbered lots: one digest a line, each once, in the order of the manifest, and nothing else', async () => {
    const lab = await labAfter(sendFiles);
    const made = await lab.json(['submit', 'batch', '24-0001', '--size', '2']);
    expect(made).toMatchObject({
      case: '24-0001',
      submissions: [1],
      algorithm: 'md5',
      digests: 5,
      count: 3,
      leftOut: { nothing: 1, repeated: 1, answered: 0, withoutDigest: 0 },
      written: true,
    });
    const folder = join(lab.folder, 'submissions/24-0001-lots');
    expect(readdirSync(folder).toSorted()).toEqual([1, 2, 3].map((n) => `24-0001-lot-0${n}-of-03.txt`));
    const texts = [1, 2, 3].map((n) => readFileSync(join(folder, `24-0001-lot-0${n}-of-03.txt`), 'utf8'));
    expect(texts.join('')).toBe(inOrder.map((value) => `${value}\n`).join(''));
    expect(texts.map((text) => text.split('\n').length - 1)).toEqual([2, 2, 1]);
    const { stdout } = await lab.run('submit', 'batch', '24-0001', '--size', '2', '-o', 'usb');
    expect(stdout).toContain('Wrote 3 lots of 5 MD5 digests; they were made before, none was added:');
    expect(stdout).toContain('left out: 1 file, of zero length, or a digest of zeros');
    expect(readFileSync(join(lab.cwd, 'usb/24-0001-lot-03-of-03.txt'), 'utf8')).toBe(texts[2]);
    expect(await lab.json(['submit', 'lots', '24-0001'], 1)).toMatchObject({ lots: [{}, {}, {}] });
  });

  it('follows with its numbers where other lots are made, by size or algorithm', async () => {
    const lab = await labAfter(sendFiles);
    await lab.json(['submit', 'batch', '24-0001', '--size', '3']);
    const more = await lab.json(['submit', 'batch', '24-0001', '--algorithm', 'sha1']);
    expect(more).toMatchObject({ lots: [{ number: 3, lastNumber: 3, algorithm: 'sha1', digests: 5 }] });
    expect(more['lots']).toMatchObject([{ path: expect.stringContaining('24-0001-lot-03-of-03.txt') }]);
    expect(await lab.json(['submit', 'batch', '24-0001', '--size', '3'])).toMatchObject({ isRepeated: true });
  });

  it('writes nothing in a dry run', async () => {
    const lab = await labAfter(sendFiles);
    expect(await lab.json(['submit', 'batch', '24-0001', '--dry-run'])).toMatchObject({
      count: 1,
      lots: [],
      written: false,
    });
    expect(await lab.json(['submit', 'lots', '24-0001'])).toMatchObject({ lots: [] });
    expect(readdirSync(join(lab.folder, 'submissions'))).toEqual(['24-0001-1']);
  });

  it('leaves out what has an answer, where that is asked, until nothing is left', async () => {
    const lab = await labAfter(sendFiles);
    await lab.json(['submit', 'batch', '24-0001', '--size', '2']);
    await reply(lab, 'one.csv', ['a', 'e']);
    const rest = await lab.json(['submit', 'batch', '24-0001', '--only-unanswered']);
    expect(rest).toMatchObject({ digests: 3, leftOut: { answered: 3 }, lots: [{ number: 4, digests: 3 }] });
    await reply(lab, 'two.csv', ['b', 'c', 'd']);
    const none = await lab.json(['submit', 'batch', '24-0001', '--only-unanswered']);
    expect(none).toMatchObject({ digests: 0, lots: [], written: false });
    await lab.json(['undo', '2', '--reason', 'wrong']);
    expect(await lab.json(['submit', 'batch', '24-0001', '--only-unanswered'])).toMatchObject({
      digests: 3,
      isRepeated: true,
    });
  });

  it('takes one submission where it is named, and tells what was hashed without the algorithm', async () => {
    const lab = await labAfter(sendFiles);
    lab.write('more/z.png', invented('z'));
    await lab.json(['submit', 'prepare', '24-0001', 'more']);
    expect(await lab.json(['submit', 'batch', '24-0001', '--submission', '2'])).toMatchObject({
      submissions: [2],
      digests: 1,
      lots: [{ submissions: [2] }],
    });
    expect(await lab.json(['submit', 'batch', '24-0001', '--algorithm', 'blake3'])).toMatchObject({
      digests: 0,
      leftOut: { withoutDigest: 7, nothing: 1 },
    });
  });

  it.each([
    ['an unknown case', ['24-0009'], 'NOT_FOUND'],
    ['a case that sent nothing', ['24-0002'], 'NOT_FOUND'],
    ['an unknown submission', ['24-0001', '--submission', '9'], 'NOT_FOUND'],
    ['a size of nothing', ['24-0001', '--size', '0'], 'USAGE'],
    ['a size that is no number', ['24-0001', '--size', 'ten'], 'USAGE'],
    ['a size beyond all measure', ['24-0001', '--size', '100001'], 'USAGE'],
    ['an unknown algorithm', ['24-0001', '--algorithm', 'crc32'], 'USAGE'],
  ])('is refused with %s', async (_, argv, code) => {
    const lab = await labAfter(sendFiles);
    await lab.json(['case', 'add', '24-0002', '--agency', 'PD', '--agency-case', 'A2']);
    expect(await lab.json(['submit', 'batch', ...argv], 2)).toMatchObject({ error: { code } });
  });

  it('says where its folder cannot be made; the lots are kept, and the same command elsewhere writes them', async () => {
    const lab = await labAfter(sendFiles);
    lab.write('file', 'not a folder');
    expect(await lab.json(['submit', 'batch', '24-0001', '-o', 'file/lots'], 3)).toMatchObject({
      error: { code: 'OUTPUT_FAILED' },
    });
    expect(await lab.json(['submit', 'batch', '24-0001', '-o', 'usb'])).toMatchObject({ isRepeated: true });
    expect(readdirSync(join(lab.cwd, 'usb'))).toEqual(['24-0001-lot-01-of-01.txt']);
  });

  it('replaces no folder, and names files safely whatever the case is called', async () => {
    const lab = await tempLab();
    lab.write('media/a.png', invented('a'));
    await lab.json(['case', 'add', '../24/1', '--agency', 'PD', '--agency-case', 'A1']);
    await lab.json(['submit', 'prepare', '../24/1', 'media']);
    const made = await lab.json(['submit', 'batch', '../24/1']);
    expect(made['lots']).toMatchObject([
      { path: join(lab.folder, 'submissions/.._24_1-lots/.._24_1-lot-01-of-01.txt') },
    ]);
    mkdirSync(join(lab.cwd, 'usb/.._24_1-lot-01-of-01.txt'), { recursive: true });
    expect(await lab.json(['submit', 'batch', '../24/1', '-o', 'usb'], 3)).toMatchObject({
      error: { code: 'OUTPUT_FAILED' },
    });
  });

  it('notes that the portal takes a hundred, where lots are larger', async () => {
    const lab = await labAfter(sendFiles);
    expect((await lab.run('submit', 'batch', '24-0001', '--size', '500')).stdout).toContain('up to 100 hash values');
  });
});

describe('replies to lots', () => {
  it('are compared with the lot that holds all their digests, and the case is returned when each has its answer', async () => {
    const lab = await labAfter(sendFiles);
    await lab.json(['submit', 'batch', '24-0001', '--size', '2']);
    const first = await reply(lab, 'one.csv', ['a', 'e']);
    expect(first).toMatchObject({
      lot: 1,
      submission: 1,
      sent: { files: 3, media: 2 },
      outcomes: { recognized: { image: 3 }, 'not-mentioned': { image: 0 } },
      findings: [],
      advice: [expect.stringContaining('lies in lot 1')],
    });
    expect(await statusOf(lab)).toBe('partly returned');
    const lots = await lab.json(['submit', 'lots', '24-0001'], 1);
    expect(lots).toMatchObject({
      lots: [
        { number: 1, state: 'answered', answered: 2, digests: 2, imports: [1] },
        { number: 2, state: 'waiting', answered: 0, imports: [] },
        { number: 3, state: 'waiting', digests: 1 },
      ],
    });
    expect(await lab.json(['reconcile', '--case', '24-0001'])).toMatchObject({
      findings: [{ kind: 'lot-unanswered', weight: 'note', message: 'Lots 2 and 3 have no answer yet.' }],
    });
    await reply(lab, 'two.csv', ['b']);
    expect((await lab.run('submit', 'lots', '24-0001')).stdout).toContain('partly (1 of 2)');
    expect(await statusOf(lab)).toBe('partly returned');
    await reply(lab, 'three.csv', ['c']);
    expect((await lab.run('case', 'show', '24-0001')).stdout).toContain(
      'Put to the portal in 3 lots, without a whole answer: 3',
    );
    await reply(lab, 'four.csv', ['d']);
    expect(await lab.json(['submit', 'lots', '24-0001'])).toMatchObject({ lots: [{ state: 'answered' }, {}, {}] });
    expect(await statusOf(lab)).toBe('returned');
    const { stdout } = await lab.run('case', 'show', '24-0001');
    expect(stdout).toContain('Put to the portal in 3 lots, each with its answer');
    await lab.json(['undo', '4', '--reason', 'wrong']);
    expect(await statusOf(lab)).toBe('partly returned');
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
  });

  it('are compared with the lot that is named, and only its files can be missing', async () => {
    const lab = await labAfter(sendFiles);
    await lab.json(['submit', 'batch', '24-0001', '--size', '3']);
    const named = await reply(lab, 'one.csv', ['a', 'e', 'c'], '--lot', '1');
    expect(named).toMatchObject({ lot: 1, outcomes: { recognized: { image: 3 }, 'not-mentioned': { image: 1 } } });
    expect(named['findings']).toMatchObject([{ kind: 'not-sent' }, { kind: 'not-mentioned', subject: 'b.png' }]);
    expect(named['advice']).toEqual(['1 record of the report is about what was sent outside lot 1.']);
    expect((await lab.run('import', 'one.csv', '--case', '24-0001')).stdout).toContain('lot 1 of submission 1');
  });

  it('are compared with everything where they cover more than a lot, or have no digest', async () => {
    const lab = await labAfter(sendFiles);
    await lab.json(['submit', 'batch', '24-0001', '--size', '2']);
    const both = await reply(lab, 'one.csv', ['a', 'b'], '--dry-run');
    expect(both).toMatchObject({ lot: null, sent: { files: 7 } });
    expect(both['advice']).toEqual([expect.stringContaining('--lot NUMBER')]);
    lab.write('names.csv', 'File Name,Result\na.png,Recognized\n');
    const byName = await lab.json(['import', 'names.csv', '--case', '24-0001', '--dry-run'], 1);
    expect(byName).toMatchObject({ lot: null });
  });

  it('know nothing of lots where the case has none', async () => {
    const lab = await labAfter(sendFiles);
    const whole = await reply(lab, 'one.csv', ['a']);
    expect(whole).toMatchObject({ lot: null, advice: [], sent: { files: 7 } });
    expect(await lab.json(['case', 'show', '24-0001'])).toMatchObject({ lots: [] });
  });

  it.each([
    ['an unknown lot', ['--lot', '9'], 'NOT_FOUND'],
    ['no number', ['--lot', 'one'], 'USAGE'],
    ['a submission that the lot is not of', ['--lot', '1', '--submission', '2'], 'NOT_FOUND'],
  ])('are refused with %s', async (_, argv, code) => {
    const lab = await labAfter(sendFiles);
    lab.write('more/z.png', invented('z'));
    await lab.json(['submit', 'prepare', '24-0001', 'more']);
    await lab.json(['submit', 'batch', '24-0001', '--submission', '1']);
    writeFileSync(join(lab.cwd, 'one.csv'), `MD5,Result\n${digest('a')},Recognized\n`);
    const refused = await lab.json(['import', 'one.csv', '--case', '24-0001', '--yes', ...argv], 2);
    expect(refused).toMatchObject({ error: { code } });
  });

  it('are late when a lot waits for longer than the lab follows up', async () => {
    const lab = await labAfter(sendFiles);
    await lab.json(['submit', 'batch', '24-0001', '--size', '2']);
    await reply(lab, 'one.csv', ['a', 'e']);
    const at = { cwd: lab.cwd, nowUtc: '2027-06-01T10:00:00.000Z' };
    await runJson(['--lab', lab.folder, 'tracker', 'sync'], at);
    expect(await statusOf(lab)).toBe('late');
    expect(await runJson(['--lab', lab.folder, 'reconcile'], at, 1)).toMatchObject({
      findings: [{ kind: 'lot-unanswered', weight: 'difference' }],
    });
  });
});
