import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { dfxml } from '../../src/hashsets/formats/dfxml.ts';
import { itWith } from '../peer-program.ts';
import { arbitraryRecord } from './arbitrary-records.ts';
import { readWhole, writeWhole } from './reading.ts';

const schema = resolve(import.meta.dirname, 'fixtures/dfxml/dfxml.xsd');
const names = [
  'abc.bin',
  'a&b <c>.bin',
  '"quoted" \'one\'.bin',
  'gr\u00fcn \u{1f600}.bin',
  ' blank ',
  'back\\slash',
  ']]>',
];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-dfxml-'));
  mkdirSync(join(folder, 'media'));
  for (const name of names) writeFileSync(join(folder, 'media', name), contentOf(name));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contentOf(name: string): string {
  return `content of ${name}`;
}

function digestOf(algorithm: string, name: string): string {
  return createHash(algorithm).update(contentOf(name)).digest('hex');
}

function run(program: string, args: readonly string[]) {
  return spawnSync(program, args, { cwd: join(folder, 'media'), encoding: 'utf8', timeout: 60_000 });
}

describe('a list as dfxml', () => {
  itWith('xmllint')('is accepted by the schema, whatever the records hold', async () => {
    const records = fc.sample(arbitraryRecord, { numRuns: 400, seed: 17 });
    const members = new Map<string, unknown>([
      ['error', 'x'],
      ['name_type', 'r'],
      ['alloc', '1'],
      ['inode', '7'],
      ['mtime', '2024-02-29T01:02:03.5+02:00'],
      ['bkup_time', '2024-02-29T01:02:03Z'],
      ['libmagic', '<&'],
      ['sha512', 'ab'.repeat(64)],
    ]);
    const md5 = digestOf('md5', 'x') as never;
    const full = {
      place: {},
      digests: { md5 },
      sizeBytes: 3,
      attributes: { names: ['a', 'b'], unknownMembers: members },
    };
    for (const lineEnd of ['lf', 'crlf'] as const) {
      const { bytes, summary } = await writeWhole(dfxml, [...records, full], { lineEnd, setName: 'A & B' });
      expect(summary.records).toBeGreaterThan(200);
      const path = join(folder, `${lineEnd}.xml`);
      writeFileSync(path, bytes);
      const { status, stderr } = run('xmllint', ['--nonet', '--noout', '--schema', schema, path]);
      expect(stderr.trim()).toBe(`${path} validates`);
      expect(status).toBe(0);
    }
  });

  for (const [program, args] of [
    ['hashdeep', ['-c', 'md5,sha1,sha256,tiger,whirlpool']],
    ['md5deep', ['-z']],
    ['md5deep', ['-p', '4']],
    ['sha256deep', []],
  ] as const) {
    itWith(program)(`is read as ${program} -d ${args.join(' ')} writes it`, async () => {
      const { stdout } = run(program, ['-d', '-l', ...args, ...names]);
      const { records, issues } = await readWhole(dfxml, stdout);
      expect(issues).toEqual([]);
      // With -p md5deep writes the whole path in spite of -l.
      const found = new Map(records.map((record) => [record.attributes?.names?.[0]?.split('/').at(-1), record]));
      expect([...found.keys()].sort()).toEqual([...names].sort());
      for (const name of names) {
        const record = found.get(name);
        expect(record?.sizeBytes).toBe(Buffer.byteLength(contentOf(name)));
        expect(Object.keys(record?.digests ?? {}).length).toBe(program === 'hashdeep' ? 3 : 1);
        for (const [algorithm, value] of Object.entries(record?.digests ?? {})) {
          expect(value).toBe(digestOf(algorithm, name));
        }
      }
      if (program === 'hashdeep') {
        expect(found.get('abc.bin')?.attributes?.unknownMembers?.get('tiger')).toMatch(/^[0-9a-f]{48}$/);
      }
    });
  }
});
