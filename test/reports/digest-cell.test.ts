import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/containers/contract.ts';
import { type DigestLabel, readDigestCell } from '../../src/reports/digest-cell.ts';
import { md5, sha1, sha256 } from './reading.ts';

const text = (value: string): Cell => ({ kind: 'text', text: value });

describe('a digest cell', () => {
  it.each([
    [md5(1), 'md5', 'md5'],
    [md5(1).toUpperCase(), 'md5', 'md5'],
    [`\u00a0 ${md5(1)}\t\n`, 'any', 'md5'],
    [sha1(1), 'any', 'sha1'],
    [sha1(1), 'sha1', 'sha1'],
    [sha256(1), 'any', 'sha256'],
    [sha256(1), 'blake3', 'blake3'],
    ['0'.repeat(32), 'md5', 'md5'],
    ['12345678901234567890123456789e12', 'md5', 'md5'],
  ] as const)('holding %j under %s is a digest', (value, label, algorithm) => {
    expect(readDigestCell(text(value), label)).toEqual({
      kind: 'digest',
      algorithm,
      value: value.trim().toLowerCase(),
    });
  });

  it.each(['', ' \u00a0', '-', 'N/A', 'none'])('holding %j is blank', (value) => {
    expect(readDigestCell(text(value), 'md5')).toEqual({ kind: 'blank' });
  });

  it.each([
    [md5(1).slice(1), 'md5', 'digest-length'],
    [`${md5(1)}0`, 'md5', 'digest-length'],
    [md5(1).slice(1), 'any', 'digest-length'],
    ['abc', 'any', 'digest-length'],
    [`${md5(1)} ${md5(2)}`, 'md5', 'two-digests'],
    [`${md5(1)},${sha1(1)}`, 'any', 'two-digests'],
    [`${md5(1)}\n${md5(1)}`, 'md5', 'two-digests'],
    [sha1(1), 'md5', 'digest-column'],
    [sha256(1), 'md5', 'digest-column'],
    [md5(1), 'sha1', 'digest-column'],
    [md5(1), 'sha256', 'digest-column'],
    ['1.23E+31', 'md5', 'digest-number'],
    ['1,23E+31', 'any', 'digest-number'],
    ['1e31', 'md5', 'digest-number'],
    ['12345678901234500000000000000000', 'md5', 'digest-number'],
    [`0x${md5(1)}`, 'md5', 'digest-characters'],
    [`${md5(1).slice(1)}O`, 'md5', 'digest-characters'],
    [`${md5(1)}\u200b`, 'md5', 'digest-characters'],
    ['Identified', 'any', 'digest-characters'],
  ] as [string, DigestLabel, string][])('holding %j under %s is an issue: %s', (value, label, code) => {
    expect(readDigestCell(text(value), label)).toMatchObject({ kind: 'issue', code });
  });

  it.each([
    [{ kind: 'number', text: '1.23e+31' }, 'digest-number'],
    [{ kind: 'number', text: '12345678901234567890123456789012' }, 'digest-number'],
    [{ kind: 'date', text: '2023-03-15' }, 'digest-number'],
    [{ kind: 'error', text: '#N/A' }, 'digest-number'],
    [{ kind: 'formula', text: md5(1) }, 'formula'],
    [{ kind: 'blank', text: '', merged: true }, 'merged-cell'],
  ] as [Cell, string][])('of kind %j is an issue: %s', (cell, code) => {
    expect(readDigestCell(cell, 'any')).toMatchObject({ kind: 'issue', code });
  });
});
