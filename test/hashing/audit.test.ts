import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Algorithm, Digests } from '../../src/core/digest.ts';
import { algorithms } from '../../src/core/digest.ts';
import { type AuditEntry, type AuditReport, auditManifest } from '../../src/hashing/audit.ts';
import { digestsOf } from './digests-of.ts';

/** A file of that content, of which `known` digests are known. */
function file(
  path: string,
  content: string,
  known: readonly Algorithm[] = ['md5', 'sha1'],
  sizeBytes = content.length,
): AuditEntry {
  return { path, sizeBytes, digests: known.length > 0 ? digestsOf(Buffer.from(content), known) : {} };
}

/** One line of text for each line of the report. */
function shown({ lines }: AuditReport): string[] {
  return lines.map((line) => {
    if (line.kind === 'moved') return `moved ${line.from} to ${line.path}`;
    return line.kind === 'changed' ? `changed ${line.path}: ${line.differs.join(', ')}` : `${line.kind} ${line.path}`;
  });
}

describe('auditManifest', () => {
  it('tells matched, changed, moved, new and missing apart, in the order of the paths', () => {
    const manifest = [file('same', 'A'), file('edited', 'B'), file('old/place', 'C'), file('gone', 'D')];
    const found = [file('new', 'E'), file('place', 'C'), file('edited', 'bb'), file('same', 'A')];
    const report = auditManifest(manifest, found);
    expect(shown(report)).toEqual([
      'changed edited: size, md5, sha1',
      'missing gone',
      'new new',
      'moved old/place to place',
      'matched same',
    ]);
    expect(report.counts).toEqual({ matched: 1, changed: 1, moved: 1, new: 1, missing: 1, unverified: 0 });
  });

  it('finds nothing in nothing, all missing, all new', () => {
    expect(auditManifest([], []).lines).toEqual([]);
    expect(shown(auditManifest([file('a', 'A')], []))).toEqual(['missing a']);
    expect(shown(auditManifest([], [file('a', 'A')]))).toEqual(['new a']);
  });

  it('compares by the algorithms that both know, and takes one that differs for a change', () => {
    expect(shown(auditManifest([file('a', 'A', ['md5'])], [file('a', 'A', algorithms)]))).toEqual(['matched a']);
    const mixed: Digests = { ...digestsOf(Buffer.from('A'), ['md5']), ...digestsOf(Buffer.from('B'), ['sha1']) };
    expect(shown(auditManifest([{ path: 'a', digests: mixed }], [file('a', 'A')]))).toEqual(['changed a: sha1']);
  });

  it('takes a size that differs for a change though the digest agrees', () => {
    expect(shown(auditManifest([file('a', 'A', ['md5'], 7)], [file('a', 'A')]))).toEqual(['changed a: size']);
  });

  it('never calls matched what it could not compare', () => {
    const manifest = [file('a', 'A', ['sha256']), file('b', 'B'), file('c', 'C')];
    const found = [file('a', 'A', ['md5']), file('b', 'B', []), file('c', 'changed', [])];
    expect(shown(auditManifest(manifest, found))).toEqual(['unverified a', 'unverified b', 'changed c: size']);
  });

  it('pairs moved files one to one, in the order of the paths on both sides', () => {
    const manifest = ['m3', 'm1', 'm2'].map((path) => file(path, 'A'));
    const found = ['f2', 'f1'].map((path) => file(path, 'A'));
    expect(shown(auditManifest(manifest, found))).toEqual(['moved m1 to f1', 'moved m2 to f2', 'missing m3']);
    expect(shown(auditManifest(found, manifest))).toEqual(['moved f1 to m1', 'moved f2 to m2', 'new m3']);
  });

  it('calls a second copy of a matched file new', () => {
    expect(shown(auditManifest([file('a', 'A')], [file('a', 'A'), file('b', 'A')]))).toEqual(['matched a', 'new b']);
  });

  it('calls two files that took each other’s place changed', () => {
    const found = [file('a', 'B'), file('b', 'A')];
    const lines = shown(auditManifest([file('a', 'A'), file('b', 'B')], found));
    expect(lines).toEqual(['changed a: md5, sha1', 'changed b: md5, sha1']);
  });

  it('never calls a file without content moved', () => {
    expect(shown(auditManifest([file('a', '')], [file('b', '')]))).toEqual(['missing a', 'new b']);
  });

  it('does not take one file for another because one of two digests agrees', () => {
    const collision: Digests = { ...digestsOf(Buffer.from('A'), ['md5']), ...digestsOf(Buffer.from('B'), ['sha1']) };
    expect(shown(auditManifest([{ path: 'a', digests: collision }], [file('b', 'A')]))).toEqual(['missing a', 'new b']);
  });

  it('looks behind a file with the same MD5 for the one that is the same in all', () => {
    const collision: Digests = { ...digestsOf(Buffer.from('A'), ['md5']), ...digestsOf(Buffer.from('B'), ['sha1']) };
    const found = [{ path: 'b', digests: collision }, file('c', 'A', ['md5'])];
    expect(shown(auditManifest([file('a', 'A')], found))).toEqual(['new b', 'moved a to c']);
  });

  it('judges a path that the manifest has twice, twice', () => {
    const manifest = [file('a', 'A'), file('a', 'B')];
    expect(shown(auditManifest(manifest, [file('a', 'A')]))).toEqual(['changed a: md5, sha1', 'matched a']);
    expect(shown(auditManifest(manifest, []))).toEqual(['missing a', 'missing a']);
  });

  it('refuses a file that is found twice', () => {
    expect(() => auditManifest([], [file('a', 'A'), file('a', 'A')])).toThrow(/twice/);
  });

  it('pairs 20,000 copies of one content in a moment', () => {
    const copies = (prefix: string) =>
      Array.from({ length: 20_000 }, (_, index) => file(`${prefix}${index}`, 'A', ['md5']));
    expect(auditManifest(copies('a'), copies('b')).counts.moved).toBe(20_000);
  });
});

describe('auditManifest, whatever it is given', () => {
  const entries = (side: fc.Arbitrary<readonly Algorithm[]>) =>
    fc.uniqueArray(
      fc
        .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.constantFrom('', 'A', 'B', 'C'), side)
        .map(([path, content, known]) => file(path, content, known)),
      { selector: ({ path }) => path },
    );
  const manifests = entries(fc.constantFrom<(readonly Algorithm[])[]>(['md5'], ['sha1'], ['md5', 'sha1']));
  const founds = entries(fc.constantFrom<(readonly Algorithm[])[]>(['md5', 'sha1'], []));

  it('accounts for every line and every file exactly once', () => {
    fc.assert(
      fc.property(manifests, founds, (manifest, found) => {
        const { lines, counts } = auditManifest(manifest, found);
        const inBoth = counts.matched + counts.changed + counts.unverified + counts.moved;
        expect(inBoth + counts.missing).toBe(manifest.length);
        expect(inBoth + counts.new).toBe(found.length);
        const before = lines.flatMap((line) =>
          line.kind === 'moved' ? line.from : line.kind === 'new' ? [] : line.path,
        );
        const now = lines.flatMap((line) => (line.kind === 'missing' ? [] : line.path));
        expect(before.toSorted()).toEqual(manifest.map(({ path }) => path).toSorted());
        expect(now.toSorted()).toEqual(found.map(({ path }) => path).toSorted());
      }),
    );
  });

  it('does not depend on the order of what it is given', () => {
    const shuffled = fc
      .tuple(manifests, founds)
      .chain(([manifest, found]) =>
        fc.tuple(
          fc.constant([manifest, found] as const),
          fc.shuffledSubarray([...manifest], { minLength: manifest.length }),
          fc.shuffledSubarray([...found], { minLength: found.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([[manifest, found], otherManifest, otherFound]) => {
        expect(auditManifest(otherManifest, otherFound)).toEqual(auditManifest(manifest, found));
      }),
    );
  });
});
