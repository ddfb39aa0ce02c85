import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { importHashSet } from '../../src/app/import-hash-set.ts';
import { matchMedia } from '../../src/app/match-media.ts';
import type { Digests } from '../../src/core/digest.ts';
import { noProgress } from '../../src/cli/progress-line.ts';
import { makeLab, type TestLab } from './tracker-lab.ts';

function digestsOf(text: string): Digests {
  const of = (algorithm: string) => createHash(algorithm).update(text).digest('hex');
  return { md5: of('md5'), sha1: of('sha1'), sha256: of('sha256') } as Digests;
}

async function labWith(csv: string, categoryId = 'known-victim'): Promise<TestLab> {
  const lab = await makeLab();
  onTestFinished(() => lab.close());
  const request = {
    input: { path: lab.write('set.csv', csv) },
    entry: undefined,
    format: 'csv',
    categoryId,
    acceptIssues: false,
  };
  await importHashSet(lab.lab, {
    algorithm: undefined,
    map: [],
    ...request,
    set: { name: 'a set', version: undefined, source: undefined, date: undefined },
    keepEarlier: false,
    supersedes: undefined,
    isDelta: false,
    approve: undefined,
    dryRun: false,
    signal: new AbortController().signal,
    progress: noProgress,
  });
  return lab;
}

const [a, b] = [digestsOf('a'), digestsOf('b')];

describe('a content of several digests', () => {
  it('matches by whichever digest the database has', async () => {
    const { lab } = await labWith(`md5,sha1\n${a.md5},\n,${b.sha1}\n`);
    const matches = await matchMedia(lab, [a, b, digestsOf('c'), {}]);
    expect(matches.map(({ known, foundBy }) => [known, foundBy])).toEqual([
      [true, 'md5'],
      [true, 'sha1'],
      [false, null],
      [false, null],
    ]);
    expect(matches[0]?.categories).toEqual(['known-victim']);
  });

  it('is found by the strongest digest that agrees', async () => {
    const { lab } = await labWith(`md5,sha256\n${a.md5},${a.sha256}\n`);
    expect(await matchMedia(lab, [a])).toMatchObject([{ known: true, foundBy: 'sha256', sharedByOthers: [] }]);
  });

  it('does not match where one digest agrees and another differs, and tells which', async () => {
    const { lab } = await labWith(`md5,sha1,sha256\n${a.md5},${b.sha1},${b.sha256}\n`);
    const [match] = await matchMedia(lab, [a]);
    expect(match).toMatchObject({ known: false, categories: [], mediaIds: [], sharedByOthers: ['md5'] });
    expect((await matchMedia(lab, [{ md5: a.md5 } as Digests]))[0]?.known).toBe(true);
  });

  it('matches the content that is its own where two share a digest', async () => {
    const other = digestsOf('other').sha256;
    const { lab } = await labWith(`md5,sha256\n${a.md5},${other}\n${a.md5},${a.sha256}\n`);
    const [match] = await matchMedia(lab, [a]);
    expect(match).toMatchObject({ known: true, foundBy: 'sha256' });
  });
});
