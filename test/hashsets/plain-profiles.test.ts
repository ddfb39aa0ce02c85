import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { algorithmTitle } from '../../src/core/digest.ts';
import { getFormat, recogniseFormat } from '../../src/hashsets/lookup.ts';
import { getProfile, listProfiles, profileOptions } from '../../src/hashsets/plain-profiles.ts';
import { readWhole, writeWhole } from './reading.ts';

const digests = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
} as const;
const record = { place: { line: 1 }, digests: digests as never };

const page = readFileSync(resolve(import.meta.dirname, '../../sample-data/hashsets/plain/README.md'), 'utf8');

describe('profiles', () => {
  it('stand in the order of their ids, which are distinct', () => {
    const ids = listProfiles().map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(
    listProfiles().map((profile) => [profile.id, profile] as const),
  )('%s writes what is read back, for each of its algorithms', async (_, profile) => {
    for (const algorithm of profile.algorithms) {
      const format = getFormat(profile.format);
      const { bytes } = await writeWhole(format, [record], profileOptions(profile, algorithm));
      expect(recogniseFormat(bytes, { name: 'list' }).format.id).toBe(profile.format);
      const { records, issues } = await readWhole(format, bytes);
      expect([records.map((read) => read.digests), issues]).toEqual([
        [{ [algorithm]: digests[algorithm as keyof typeof digests] }],
        [],
      ]);
    }
  });

  it.each(listProfiles().map((profile) => [profile.id, profile] as const))('%s stands so on the page', (_, profile) => {
    const { id, title, algorithms, headerLine, letterCase, lineEnd, source, verified } = profile;
    const cells = [
      `\`${id}\``,
      title,
      algorithms.map((algorithm) => algorithmTitle[algorithm]).join(', '),
      headerLine ? 'algorithm' : 'digest',
      letterCase,
      lineEnd === 'crlf' ? 'CR LF' : 'LF',
      verified ? source : `${source}; *unverified*`,
    ];
    expect(page).toContain(`| ${cells.join(' | ')} |\n`);
  });

  it('xways writes the name of the algorithm first, in capitals, with line ends of Windows', async () => {
    const { bytes } = await writeWhole(getFormat('plain'), [record], profileOptions(getProfile('xways'), undefined));
    expect(bytes.toString('latin1')).toBe('MD5\r\n900150983CD24FB0D6963F7D28E17F72\r\n');
  });

  it('of no such id are refused, with a suggestion or the list', () => {
    expect(() => getProfile('x-ways')).toThrow(
      expect.objectContaining({ code: 'FORMAT_UNKNOWN', hint: 'Did you mean xways?' }),
    );
    expect(() => getProfile('__proto__')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('axiom, belkasoft') }),
    );
  });
});
