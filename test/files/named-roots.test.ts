import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelRoots } from '../../src/files/named-roots.ts';

function labels(...paths: string[]): string[] {
  return labelRoots(paths).roots.map(({ label }) => label.join('/'));
}

describe('labelRoots', () => {
  it('leaves a single path without a label', () => {
    expect(labels('/evidence/media')).toEqual(['']);
  });

  it('calls several by their names', () => {
    expect(labels('/evidence/a', '/other/b', '/c.jpg')).toEqual(['a', 'b', 'c.jpg']);
  });

  it('tells equal names apart by the folders above, and only those', () => {
    expect(labels('/one/media', '/two/media', '/two/rest')).toEqual(['one/media', 'two/media', 'rest']);
    expect(labels('/one/x/media', '/two/x/media')).toEqual(['one/x/media', 'two/x/media']);
  });

  it('lets no label be the beginning of another', () => {
    expect(labels('/b/media', '/c/media', '/d/b')).toEqual(['b/media', 'c/media', 'd/b']);
  });

  it('does not mind names of which one begins with the letters of the other', () => {
    expect(labels('/x/media', '/y/media-2')).toEqual(['media', 'media-2']);
  });

  it('says so where a path is named twice, however it is written', () => {
    const { roots, issues } = labelRoots(['/a/b', '/a/./b/', '/a/c/../b']);
    expect(roots.map(({ given }) => given)).toEqual(['/a/b']);
    expect(issues.map(({ code, path }) => [code, path])).toEqual([
      ['path-repeated', '/a/./b/'],
      ['path-repeated', '/a/c/../b'],
    ]);
  });

  it('says so where a path lies in another one, in either order', () => {
    for (const paths of [
      ['/a', '/a/b/c'],
      ['/a/b/c', '/a'],
    ]) {
      const { roots, issues } = labelRoots(paths);
      expect(roots.map(({ absolute }) => absolute)).toEqual([resolve('/a')]);
      expect(issues).toMatchObject([{ code: 'path-repeated', path: '/a/b/c' }]);
      expect(issues[0]?.message).toContain('/a, which is named as well');
    }
  });

  it('knows that everything lies in the root folder', () => {
    expect(labelRoots(['/', '/a']).issues).toHaveLength(1);
  });

  it('takes 50,000 files of the same name in a moment', () => {
    const paths = Array.from({ length: 50_000 }, (_, index) => `/evidence/${index}/1.jpg`);
    const found = labels(...paths);
    expect(new Set(found).size).toBe(50_000);
    expect(found[7]).toBe('7/1.jpg');
  });

  it('has nothing to say of no path', () => {
    expect(labelRoots([])).toEqual({ roots: [], issues: [] });
  });
});
