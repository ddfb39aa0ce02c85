import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import { type ManifestEntry, mediaKinds, totalOfKinds } from '../../src/core/media.ts';
import { derivedOutcomes, outcomes } from '../../src/core/outcome.ts';
import type { Accounting, ReturnedRecord } from '../../src/reconcile/contract.ts';
import { account, digestOf, md5, md5AndSha1, row, sentFile } from './invented.ts';

function totals(accounting: Accounting<ReturnedRecord>) {
  return Object.fromEntries(
    derivedOutcomes
      .map((outcome) => [outcome, totalOfKinds(accounting.outcomes[outcome])] as const)
      .filter(([, count]) => count > 0),
  );
}

function kinds(accounting: Accounting<ReturnedRecord>) {
  return accounting.findings.map((finding) => finding.kind);
}

describe('joining by digest', () => {
  it('counts each file under the outcome of its digest', () => {
    const sent = [sentFile('a.jpg'), sentFile('b.jpg'), sentFile('c.mp4', 'c', 'video')];
    const result = account(sent, [
      row(2, 'identified', { digests: md5('a.jpg') }),
      row(3, 'recognized', { digests: { sha1: digestOf('sha1', 'b.jpg') } }),
      row(4, 'unrecognized', { digests: md5AndSha1('c') }),
    ]);
    expect(totals(result)).toEqual({ identified: 1, recognized: 1, unrecognized: 1 });
    expect(result.outcomes.unrecognized.video).toBe(1);
    expect(result.findings).toEqual([]);
    expect(result.records[1]?.joinedTo).toEqual(md5AndSha1('b.jpg'));
  });

  it('says which files the report does not mention, and which digests were not sent', () => {
    const result = account([sentFile('a.jpg'), sentFile('b.jpg')], [row(2, 'identified', { digests: md5('zzz') })]);
    expect(totals(result)).toEqual({ 'not-mentioned': 2 });
    expect(kinds(result)).toEqual(['not-sent', 'not-mentioned', 'not-mentioned']);
    expect(result.findings[0]).toMatchObject({ subject: md5('zzz').md5, place: { line: 2 }, weight: 'difference' });
    expect(result.findings[1]).toMatchObject({ subject: 'a.jpg', expected: md5('a.jpg').md5 });
    expect(result.records).toHaveLength(1);
    expect(result.records[0]?.joinedTo).toBeUndefined();
    expect(result.blocking).toBe(false);
  });

  it('joins nothing where the digests of one row belong to different files', () => {
    const result = account(
      [sentFile('a'), sentFile('b')],
      [row(2, 'identified', { digests: { md5: digestOf('md5', 'a'), sha1: digestOf('sha1', 'b') } })],
    );
    expect(totals(result)).toEqual({ 'not-mentioned': 2 });
    expect(kinds(result)).toEqual(['digest-differs', 'not-mentioned', 'not-mentioned']);
  });

  it('counts for the digest where the name belongs to another file', () => {
    const result = account(
      [sentFile('a.jpg'), sentFile('b.jpg')],
      [row(2, 'identified', { digests: md5('a.jpg'), fileName: 'b.jpg' })],
    );
    expect(totals(result)).toEqual({ identified: 1, 'not-mentioned': 1 });
    expect(result.findings[0]).toMatchObject({
      kind: 'digest-differs',
      subject: 'b.jpg',
      found: md5('a.jpg').md5,
      expected: md5('b.jpg').md5,
    });
    expect(result.records[0]?.joinedTo).toEqual(md5AndSha1('a.jpg'));
  });

  it('counts for no file where a sent name comes back with a digest that was not sent', () => {
    const result = account([sentFile('a.jpg')], [row(2, 'identified', { digests: md5('other'), fileName: 'a.jpg' })]);
    expect(totals(result)).toEqual({ 'not-mentioned': 1 });
    expect(kinds(result)).toEqual(['digest-differs', 'not-mentioned']);
    expect(result.records[0]?.joinedTo).toBeUndefined();
  });

  it('does not mind a name that was never sent', () => {
    const result = account(
      [sentFile('a.jpg')],
      [row(2, 'recognized', { digests: md5('a.jpg'), fileName: '0001.jpg' })],
    );
    expect(result.findings).toEqual([]);
  });

  it('does not choose between two files that share an MD5, unless the name does', () => {
    const shared = digestOf('md5', 'shared');
    const twins: ManifestEntry[] = ['x', 'y'].map((name) => ({
      ...sentFile(`${name}.jpg`),
      digests: { md5: shared, sha1: digestOf('sha1', name) },
    }));
    const blind = account(twins, [row(2, 'identified', { digests: { md5: shared } })]);
    expect(kinds(blind)).toEqual(['digest-ambiguous', 'not-mentioned', 'not-mentioned']);
    expect(blind.records[0]?.joinedTo).toBeUndefined();
    const named = account(twins, [row(2, 'identified', { digests: { md5: shared }, fileName: 'Y.JPG' })]);
    expect(totals(named)).toEqual({ identified: 1, 'not-mentioned': 1 });
    expect(named.records[0]?.joinedTo).toEqual({ md5: shared, sha1: digestOf('sha1', 'y') });
  });

  it('does not join by name what has a digest that the manifest could not know', () => {
    const result = account(
      [{ ...sentFile('a.jpg'), digests: md5('a.jpg') }],
      [row(2, 'identified', { digests: { sha256: digestOf('sha256', 'a.jpg') } })],
    );
    expect(kinds(result)).toEqual(['not-sent', 'not-mentioned']);
  });
});

describe('joining by name', () => {
  const sent = [sentFile('pics/a.jpg'), sentFile('pics/b.jpg'), sentFile('old/b.jpg'), sentFile('old/C.JPG')];

  it.each([
    ['the whole path', 'pics/a.jpg', 'pics/a.jpg'],
    ['a path with backslashes under another root', 'E:\\export\\pics\\b.jpg', 'pics/b.jpg'],
    ['the base name where it is unique', 'a.jpg', 'pics/a.jpg'],
    ['another letter case where that is unique', 'c.jpg', 'old/C.JPG'],
    ['a leading ./', './old/b.jpg', 'old/b.jpg'],
  ])('knows %s', (_, fileName, path) => {
    const result = account(sent, [row(2, 'identified', { fileName })]);
    expect(result.records[0]?.joinedTo).toEqual(sentFile(path).digests);
    expect(kinds(result)).toEqual(['not-mentioned', 'not-mentioned', 'not-mentioned']);
  });

  it('joins nothing where several contents have the name', () => {
    const result = account(sent, [row(2, 'identified', { fileName: 'b.jpg' })]);
    expect(kinds(result)).toContain('name-ambiguous');
    expect(result.records).toEqual([]);
    expect(totals(result)).toEqual({ 'not-mentioned': 4 });
  });

  it('takes a name of several files of one content for that content', () => {
    const copies = [sentFile('x/a.jpg', 'same'), sentFile('y/a.jpg', 'same')];
    const result = account(copies, [row(2, 'recognized', { fileName: 'a.jpg' })]);
    expect(totals(result)).toEqual({ recognized: 2 });
    expect(result.findings).toEqual([]);
  });

  it('prefers the whole path only in a report that writes folders', () => {
    const both = [sentFile('a.jpg', 'root'), sentFile('sub/a.jpg', 'sub'), sentFile('sub/z.jpg')];
    const bare = account(both, [row(2, 'identified', { fileName: 'a.jpg' })]);
    expect(kinds(bare)).toContain('name-ambiguous');
    const foldered = account(both, [
      row(2, 'identified', { fileName: 'a.jpg' }),
      row(3, 'recognized', { fileName: 'sub/z.jpg' }),
    ]);
    expect(foldered.records[0]?.joinedTo).toEqual(md5AndSha1('root'));
  });

  it('respects letter case before it ignores it, and gives up where ignoring it finds two', () => {
    const cased = [sentFile('a.jpg', '1'), sentFile('A.jpg', '2'), sentFile('A.JPG', '3')];
    expect(account(cased, [row(2, 'identified', { fileName: 'A.jpg' })]).records[0]?.joinedTo).toEqual(md5AndSha1('2'));
    expect(kinds(account(cased, [row(2, 'identified', { fileName: 'a.JPG' })]))).toContain('name-ambiguous');
  });

  it('reads the code of a byte that is not UTF-8 as the manifest writes it', () => {
    const result = account([sentFile('odd\\xffname.jpg')], [row(2, 'identified', { fileName: 'odd\\xffname.jpg' })]);
    expect(totals(result)).toEqual({ identified: 1 });
  });

  it('says so where no such file was sent; __proto__ and the empty name are names like others', () => {
    const result = account(sent, [
      row(2, 'identified', { fileName: 'nowhere.jpg' }),
      row(3, 'identified', { fileName: '__proto__' }),
      row(4, 'identified', { fileName: '' }),
    ]);
    expect(kinds(result).filter((kind) => kind === 'not-sent')).toHaveLength(3);
    expect(result.records).toEqual([]);
  });
});

describe('one media more than once', () => {
  const sent = [sentFile('a.jpg')];

  it('notes the same outcome twice', () => {
    const result = account(sent, [
      row(2, 'identified', { digests: md5('a.jpg') }),
      row(3, 'identified', { digests: md5('a.jpg') }),
    ]);
    expect(result.findings).toMatchObject([{ kind: 'mentioned-twice', weight: 'note', place: { line: 3 } }]);
    expect(totals(result)).toEqual({ identified: 1 });
  });

  it('expects a row for each file of one content', () => {
    const copies = [sentFile('a.jpg', 'same'), sentFile('b.jpg', 'same')];
    const rows = [row(2, 'identified', { fileName: 'a.jpg' }), row(3, 'identified', { fileName: 'b.jpg' })];
    expect(account(copies, rows).findings).toEqual([]);
  });

  it.each([
    [['identified', 'recognized'], 'recognized', 'outcomes-differ'],
    [['identified', 'unrecognized'], 'unrecognized', 'outcomes-differ'],
    [['not-identified', 'identified'], 'not-identified', 'outcomes-differ'],
    [['recognized', 'unrecognized'], 'unrecognized', 'outcomes-differ'],
    [['recognized', 'unrecognized', 'not-identified'], 'not-identified', 'outcomes-differ'],
    [['recognized', 'not-identified'], 'recognized', 'mentioned-twice'],
    [['not-identified', 'unrecognized'], 'unrecognized', 'mentioned-twice'],
  ] as const)('%j counts as %s: %s', (stated, counted, kind) => {
    const result = account(
      sent,
      stated.map((outcome, index) => row(index + 2, outcome, { digests: md5('a.jpg') })),
    );
    expect(totals(result)).toEqual({ [counted]: 1 });
    expect(kinds(result)).toEqual([kind]);
    expect(result.records).toHaveLength(stated.length);
  });
});

describe('without a submission', () => {
  it('counts distinct media; a record without a digest is an issue', () => {
    const result = account(null, [
      row(2, 'identified', { digests: md5('a'), kind: 'image' }),
      row(3, 'identified', { digests: md5AndSha1('a') }),
      row(4, 'unrecognized', { digests: { sha1: digestOf('sha1', 'v') }, kind: 'video' }),
      row(5, 'recognized', { fileName: 'c.jpg' }),
    ]);
    expect(result.unit).toBe('media');
    expect(result.outcomes.identified.image).toBe(1);
    expect(result.outcomes.unrecognized.video).toBe(1);
    expect(result.records).toHaveLength(3);
    expect(result.issues).toMatchObject([{ code: 'no-digest', place: { line: 5 } }]);
    expect(kinds(result)).toEqual(['document-issues', 'nothing-to-compare', 'mentioned-twice']);
  });
});

describe('many files that are not mentioned', () => {
  it('are listed up to the limit, the rest as one', () => {
    const sent = Array.from({ length: 10 }, (_, index) => sentFile(`${index}.jpg`));
    const result = account(sent, [], { notMentionedLimit: 3, issueCount: 2 });
    expect(kinds(result)).toEqual(['document-issues', ...Array.from({ length: 4 }, () => 'not-mentioned')]);
    expect(result.findings.at(-1)).toMatchObject({ count: 7, weight: 'difference' });
  });
});

describe('always', () => {
  const contents = ['a', 'b', 'c', 'd'];
  const digestSets: ((content: string) => Digests)[] = [
    () => ({}),
    md5,
    md5AndSha1,
    (content) => ({ sha1: digestOf('sha1', content) }),
    (content) => ({ md5: digestOf('md5', content), sha1: digestOf('sha1', `not ${content}`) }),
  ];
  const names = ['a.jpg', 'x/a.jpg', 'B.jpg', 'x/b.jpg', 'y\\b.jpg'];
  const entry = fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom(...contents),
      fc.constantFrom(...mediaKinds),
      fc.integer({ min: 1, max: 4 }),
    )
    .map(([path, content, kind, set]) => ({
      ...sentFile(path, content, kind),
      digests: digestSets[set]?.(content) ?? {},
    }));
  const record = fc
    .tuple(
      fc.constantFrom(...outcomes),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(...contents, 'unsent'),
      fc.option(fc.constantFrom(...names, 'unsent.jpg'), { nil: undefined }),
      fc.constantFrom(...mediaKinds),
    )
    .map(([outcome, set, content, fileName, kind]) =>
      row(1, outcome, {
        digests: digestSets[set]?.(content) ?? {},
        kind,
        ...(fileName === undefined ? {} : { fileName }),
      }),
    );

  it('sent = identified + recognized + unrecognized + not-identified + not-mentioned, kind by kind', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 8 }),
        fc.array(record, { maxLength: 10 }),
        (sent, rows) => {
          const result = account(sent, rows);
          const sum = derivedOutcomes.reduce((total, outcome) => total + totalOfKinds(result.outcomes[outcome]), 0);
          expect(sum).toBe(sent.length);
          expect(result.units).toHaveLength(sent.length);
        },
      ),
    );
  });

  it('every record is stored, an issue or the subject of a finding; the order of the rows does not matter', () => {
    fc.assert(
      fc.property(
        fc.option(fc.array(entry, { minLength: 1, maxLength: 8 }), { nil: null }),
        fc.array(record, { maxLength: 10 }),
        (sent, rows) => {
          const result = account(sent, rows);
          const unplaced = result.findings.filter(
            ({ kind }) => kind === 'not-sent' || kind === 'name-ambiguous',
          ).length;
          expect(result.records.length + result.issues.length + unplaced).toBeGreaterThanOrEqual(rows.length);
          expect(totals(account(sent, rows.toReversed()))).toEqual(totals(result));
        },
      ),
    );
  });

  it('counts a file as identified only where every record joined to its content says identified', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 8 }),
        fc.array(record, { maxLength: 10 }),
        (sent, rows) => {
          const result = account(sent, rows);
          for (const unit of result.units.filter(({ outcome }) => outcome === 'identified')) {
            const about = result.records.filter(
              ({ joinedTo }) =>
                joinedTo !== undefined &&
                unit.digests.md5 !== undefined &&
                joinedTo.md5 === unit.digests.md5 &&
                joinedTo.sha1 === unit.digests.sha1,
            );
            expect(about.every(({ record: { outcome } }) => outcome === 'identified')).toBe(true);
          }
        },
      ),
    );
  });
});

describe('size', () => {
  it('is not impressed by a name of a hundred thousand folders', () => {
    const sent = [sentFile('x/a.jpg', '1'), sentFile('y/a.jpg', '2')];
    const rows = [row(2, 'identified', { fileName: `${'x/'.repeat(100_000)}a.jpg` })];
    expect(account(sent, rows).records[0]?.joinedTo).toEqual(md5AndSha1('1'));
  });

  it('accounts for 20,000 records against 80,000 files of one base name without comparing each with each', () => {
    const sent = Array.from({ length: 80_000 }, (_, index) => sentFile(`folder ${index}/same.jpg`));
    const rows = Array.from({ length: 20_000 }, (_, index) =>
      row(
        index,
        'recognized',
        index % 2 === 0
          ? { digests: md5(`folder ${index}/same.jpg`) }
          : { fileName: `C:\\x\\folder ${index}\\same.jpg` },
      ),
    );
    const result = account(sent, rows, { notMentionedLimit: 5 });
    expect(totals(result)).toEqual({ recognized: 20_000, 'not-mentioned': 60_000 });
  });
});
