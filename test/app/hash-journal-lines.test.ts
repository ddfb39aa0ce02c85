import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatJournalHeader,
  type JournaledFile,
  type JournalHeader,
  JournalLines,
  parseJournalHeader,
} from '../../src/app/hash-journal-lines.ts';
import { type Algorithm, algorithms, type Digest, digestSizeBytes } from '../../src/core/digest.ts';
import { mediaKinds } from '../../src/core/media.ts';
import { pathTextOfBytes } from '../../src/files/path-text.ts';

const header: JournalHeader = {
  begunAtUtc: '2026-11-22T09:30:00.000Z',
  token: '0123456789abcdef',
  settings: { paths: ['/Exhibit 4', '/ü\n'], algorithms: ['md5', 'sha256'], followLinks: false, kinds: true },
};
const lines = new JournalLines(header);

function digestOf(algorithm: Algorithm): fc.Arbitrary<Digest> {
  const sizeBytes = digestSizeBytes[algorithm];
  return fc
    .uint8Array({ minLength: sizeBytes, maxLength: sizeBytes })
    .map((bytes) => Buffer.from(bytes).toString('hex') as Digest);
}

const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const anyFile: fc.Arbitrary<JournaledFile> = fc.record({
  entry: fc.record({
    // Names of files are bytes: any of them, ends of lines and blanks above all.
    path: fc
      .oneof(
        fc.uint8Array({ minLength: 1 }),
        fc.string({ unit: fc.constantFrom('\n', ' ', '\\', 'x', '0', 'a', 'ä') }).map(Buffer.from),
      )
      .map((bytes) => pathTextOfBytes(bytes)),
    sizeBytes: fc.maxSafeNat(),
    kind: fc.constantFrom(...mediaKinds),
    digests: fc.record({ md5: digestOf('md5'), sha256: digestOf('sha256') }) as fc.Arbitrary<
      JournaledFile['entry']['digests']
    >,
  }),
  stamp: fc.record({ mtimeMs: anyNumber, ctimeMs: anyNumber, inode: fc.maxSafeNat() }),
});

describe('a line of a journal', () => {
  it('gives back the file that it was written of, and is one line', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const line = lines.format(file);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(lines.parse(line.slice(0, -1))).toEqual(file);
      }),
    );
  });

  it('is refused after any damage', () => {
    const damage = fc.record({
      at: fc.nat(),
      removed: fc.nat({ max: 3 }),
      added: fc.string({ unit: 'binary', maxLength: 3 }),
    });
    fc.assert(
      fc.property(anyFile, damage, (file, { at, removed, added }) => {
        const line = lines.format(file).slice(0, -1);
        const from = at % (line.length + 1);
        const damaged = line.slice(0, from) + added + line.slice(from + removed);
        fc.pre(damaged !== line);
        expect(lines.parse(damaged)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused in another journal, even one of the same run', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const other = new JournalLines({ ...header, token: 'fedcba9876543210' });
        expect(other.parse(lines.format(file).slice(0, -1))).toBeUndefined();
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['NUL', '\0'.repeat(300)],
    ['no fields', 'x y'],
    ['a long line', 'a '.repeat(100_000)],
    ['a name that objects have', '__proto__ constructor toString'],
  ])('is not made of %s', (_, line) => {
    expect(lines.parse(line)).toBeUndefined();
  });

  it('of which the check agrees is still read closely: numbers, kind and digests must be some', () => {
    const file = {
      entry: { path: 'a', sizeBytes: 1, kind: 'other', digests: {} },
      stamp: { mtimeMs: 1, ctimeMs: 1, inode: 1 },
    };
    const [md5, sha256] = ['0'.repeat(32), '0'.repeat(64)] as [Digest<'md5'>, Digest<'sha256'>];
    const forge = (change: object) => {
      const forged = { ...file, ...change } as JournaledFile;
      return lines.parse(lines.format(forged).slice(0, -1));
    };
    const entryWith = (change: object) => ({ entry: { ...file.entry, digests: { md5, sha256 }, ...change } });
    expect(forge(entryWith({}))).toBeDefined();
    expect(forge({})).toBeUndefined();
    expect(forge(entryWith({ digests: { md5, sha256: '__proto__' } }))).toBeUndefined();
    expect(forge(entryWith({ kind: '__proto__' }))).toBeUndefined();
    expect(forge(entryWith({ sizeBytes: '0x10' }))).toBeUndefined();
    expect(forge({ ...entryWith({}), stamp: { mtimeMs: Number.NaN, ctimeMs: 1, inode: 1 } })).toBeUndefined();
  });
});

describe('the first line of a journal', () => {
  const line = formatJournalHeader(header).slice(0, -1);

  it('gives back what it was written of', () => {
    expect(parseJournalHeader(line)).toEqual(header);
    expect(algorithms).toContain(header.settings.algorithms[0]);
  });

  it('is refused after any damage', () => {
    const places = Array.from(line, (_, at) => at);
    const damaged = places.flatMap((at) =>
      ['0', ' ', '\0', ''].map((character) => line.slice(0, at) + character + line.slice(at + 1)),
    );
    for (const text of damaged.filter((text) => text !== line)) {
      expect(['damaged', 'other-version']).toContain(parseJournalHeader(text));
    }
  });

  it('of another version is told as such', () => {
    expect(parseJournalHeader(line.replace('criskit-journal 1', 'criskit-journal 2'))).toBe('other-version');
  });

  it.each([
    ['no object', 'null'],
    ['too little', '{"token":"x"}'],
    ['an algorithm that is none', { algorithms: ['__proto__'] }],
    ['paths that are no text', { paths: [1] }],
    ['flags that are none', { kinds: 'yes' }],
  ])('is refused with %s, even if its check agrees', (_, change) => {
    const forged = (
      typeof change === 'string' ? JSON.parse(change) : { ...header, settings: { ...header.settings, ...change } }
    ) as JournalHeader | null;
    const { begunAtUtc, token, settings } = forged ?? {};
    expect(parseJournalHeader(formatJournalHeader({ begunAtUtc, token, settings } as JournalHeader).slice(0, -1))).toBe(
      'damaged',
    );
  });
});
