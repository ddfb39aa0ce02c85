import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { itWith } from '../peer-program.ts';
import { readWhole, writeWhole } from './reading.ts';

const samples = resolve(import.meta.dirname, '../../sample-data/hashsets');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-vics-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', input: '' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

/** With all that an entry can say. */
function recordOf(index: number, scheme: string): HashSetRecord {
  const hexadecimal = (length: number) => `${index}`.padStart(length, '0');
  return {
    place: {},
    digests: { md5: hexadecimal(32), sha1: hexadecimal(40) } as unknown as Digests,
    sizeBytes: index * 1000,
    attributes: {
      vicsCategory: { value: index % 3, scheme },
      series: 'Größe "x"',
      victimIdentified: true,
      isDistributed: false,
      photoDna: 'AbC+/=',
      names: ['a/b.jpg', 'c\\d.jpg'],
    },
  };
}

async function write(id: string, scheme: string, version: string) {
  const records = [1, 2, 3].map((index) => recordOf(index, scheme));
  const path = join(folder, `${id}-${version}.json`);
  const { bytes } = await writeWhole(getFormat(id), records, { version });
  writeFileSync(path, bytes);
  return { path, bytes };
}

describe('a hash set as vics-1', () => {
  for (const version of ['1.1', '1.2', '1.3']) {
    itWith('jq')(`of version ${version} has the shape that readers ask for`, async () => {
      const { path } = await write('vics-1', 'vics-1', version);
      const filter = `(keys_unsorted == ["odata.metadata", "value"])
        and (."odata.metadata" == "http://github.com/ICMEC/ProjectVic/DataModels/${version}.xml#Media")
        and ([.value[].MediaID] == [1, 2, 3])
        and ([.value[].Category] == [1, 2, 0])
        and all(.value[]; (.MD5 | test("^[0-9A-F]{32}$")) and (.SHA1 | test("^[0-9A-F]{40}$"))
          and (.MediaSize | type) == "string" and .VictimIdentified == "true" and .IsDistributed == "false"
          and (has("OffenderIdentified") | not) and (has("PhotoDNA") | not)
          and .AlternativeHashes == [{MD5: .MD5, HashName: "PhotoDNA", HashValue: "AbC+/="}])`;
      expect(run('jq', ['-e', filter, path]).trim()).toBe('true');
    });
  }

  itWith('jq')('is indented as jq --indent 1 does it', async () => {
    const { path, bytes } = await write('vics-1', 'vics-1', '1.3');
    expect(run('jq', ['--indent', '1', '.', path])).toBe(bytes.toString('utf8'));
  });
});

describe('Python', () => {
  /** The digests of an unknown document, read as a reader of the field would: a list, or cases that hold lists. */
  const program = `
import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8-sig"))
for entry in document["value"]:
    for media in entry.get("Media", [entry]):
        hashes = {h.get("HashName"): h.get("HashValue") for h in media.get("AlternativeHashes", [])}
        print((media.get("MD5") or "").lower(), (media.get("SHA1") or hashes.get("SHA1") or "").lower(), int(media.get("MediaSize") or -1))
`;

  for (const [id, scheme] of [
    ['vics-1', 'vics-1'],
    ['vics-2', 'vics-2/Default'],
  ] as const) {
    itWith('python3')(`reads what was written as ${id}`, async () => {
      const { path, bytes } = await write(id, scheme, '1.3');
      const { records } = await readWhole(getFormat(id), bytes);
      expect(records.length).toBe(3);
      expect(run('python3', ['-c', program, path]).trim().split('\n')).toEqual(records.map(lineOf));
    });
  }

  for (const id of ['vics-1', 'vics-2', 'nist-caid']) {
    itWith('python3')(`reads every record of the sample of ${id} as criskit does`, async () => {
      const path = join(samples, id, 'sample.json');
      const expected = run('python3', ['-c', program, path]).trim().split('\n');
      const { records, issues } = await readSample(id, path);
      for (const record of records) expect(lineOf(record)).toBe(expected[(record.place.row ?? 0) - 1]);
      expect(records.length + issues.length).toBe(expected.length);
      expect(records.length).toBeGreaterThan(2);
    });
  }

  function lineOf({ digests, sizeBytes = -1 }: HashSetRecord): string {
    return `${digests.md5 ?? ''} ${digests.sha1 ?? ''} ${sizeBytes}`;
  }

  async function readSample(id: string, path: string) {
    return readWhole(getFormat(id), readFileSync(path));
  }
});

describe('the list of NIST', () => {
  itWith('jq')('is read as jq does', async () => {
    const path = join(samples, 'nist-caid', 'sample.json');
    const filter =
      '.value[] | select(.MD5 | length == 32) | .MD5 + " " + .SHA1 + " " + .MediaSize + " " + (.Category | tostring)';
    const { records } = await readWhole(getFormat('nist-caid'), readFileSync(path));
    const lines = records.map(
      ({ digests, sizeBytes, attributes }) =>
        `${digests.md5} ${digests.sha1 ?? ''} ${sizeBytes} ${attributes?.vicsCategory?.value}`,
    );
    expect(run('jq', ['-r', filter, path]).trim().split('\n')).toEqual(lines);
  });
});
