import { describe, expect, it } from 'vitest';
import { digestOfPath } from '../../src/reports/path-digest.ts';
import { md5, sha1, sha256 } from './reading.ts';

/** Divided after so many digits each; the rest is the name. */
function divided(digits: string, ...lengths: readonly number[]): string {
  let from = 0;
  const folders = lengths.map((length) => digits.slice(from, (from += length)));
  return [...folders, digits.slice(from)].join('/');
}

describe('the digest of a path', () => {
  it.each([
    [md5(1), { md5: md5(1) }],
    [`${md5(1)}.jpg`, { md5: md5(1) }],
    [`/files/${md5(1)}.jpg`, { md5: md5(1) }],
    [`C:\\files\\${md5(1).toUpperCase()}.JPG`, { md5: md5(1) }],
    [`${sha1(1)}.jpg`, { sha1: sha1(1) }],
    [`${sha256(1)}.mp4`, { sha256: sha256(1) }],
    [`${md5(1).slice(0, 2)}/${md5(1).slice(2, 4)}/${md5(1)}.jpg`, { md5: md5(1) }],
    [`20240506/${md5(1)}.jpg`, { md5: md5(1) }],
  ])('is the last part of %j', (path, digests) => {
    expect(digestOfPath(path)).toMatchObject({ kind: 'digest', digests, isSharded: false });
  });

  it.each([
    [`${divided(md5(1), 2, 2)}.jpg`, { md5: md5(1) }],
    [`/files/${divided(md5(1), 2, 2)}.jpg`, { md5: md5(1) }],
    [divided(md5(1), 2, 2).replaceAll('/', '\\'), { md5: md5(1) }],
    [`x/${divided(md5(1), 8, 8, 8)}`, { md5: md5(1) }],
    [`${divided(sha1(1), 2, 2)}.jpg`, { sha1: sha1(1) }],
    [`${divided(sha256(1), 4)}.jpg`, { sha256: sha256(1) }],
  ])('is the last parts of %j together', (path, digests) => {
    expect(digestOfPath(path)).toMatchObject({ kind: 'digest', digests, isSharded: true });
  });

  it.each([
    `${divided(sha1(1), 4, 4)}.jpg`,
    `dead/beef/${divided(md5(1), 2, 2)}.jpg`,
    `${divided(sha256(1), 32)}.jpg`.replace(/^(.{16})(.{16})/, '$1/$2'),
  ])('may be one or another in %j', (path) => {
    expect(digestOfPath(path).kind).not.toBe('digest');
  });

  it.each([
    '',
    '/',
    'a.jpg',
    `s/${md5(1).slice(1)}.jpg`,
    `x${md5(1)}.jpg`,
    `${md5(1)}_1.jpg`,
    `${md5(1)}.jpg.txt`,
    `${divided(md5(1), 2, 2).replace('/', '/zz/')}.jpg`,
    `${divided(`0${md5(1)}`, 2, 2)}.jpg`,
    'hisisnotahashbutthirtytwocharsxx.',
    '/'.repeat(100_000),
    'a/'.repeat(100_000),
    'a'.repeat(100_000),
  ])('is not in %j', (path) => {
    expect(digestOfPath(path)).toEqual({ kind: 'none' });
  });
});
