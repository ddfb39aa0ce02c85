import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { HashSetFormat, HashSetRecord } from '../../src/hashsets/contract.ts';
import { caseUco } from '../../src/hashsets/formats/case-uco.ts';
import { misp } from '../../src/hashsets/formats/misp.ts';
import { stix } from '../../src/hashsets/formats/stix.ts';
import { itWith } from '../peer-program.ts';
import { arbitraryRecord } from './arbitrary-records.ts';
import { readWhole, writeWhole } from './reading.ts';

function run(program: string, args: readonly string[], input: Uint8Array): string {
  const { status, stdout } = spawnSync(program, args, { input, encoding: 'utf8', timeout: 60_000 });
  expect(status).toBe(0);
  return stdout;
}

async function written(format: HashSetFormat) {
  const records = fc.sample(arbitraryRecord, { numRuns: 200, seed: 18 });
  const { bytes } = await writeWhole(format, records);
  return { bytes, records: (await readWhole(format, bytes)).records };
}

function digestCount(records: readonly HashSetRecord[]): number {
  return records.reduce((sum, { digests }) => sum + Object.keys(digests).length, 0);
}

describe('a hash set as case-uco', () => {
  itWith('rdfpipe')('is read by rdflib as the files, names, sizes and digests that it says', async () => {
    const { bytes, records } = await written(caseUco);
    expect(records.length).toBeGreaterThan(100);
    const triples = run('rdfpipe', ['--no-guess', '-i', 'json-ld', '-o', 'nt', '-'], bytes).split('\n');
    const uco = 'https://ontology.unifiedcyberontology.org/uco';
    const count = (pattern: string) => triples.filter((triple) => triple.includes(pattern)).length;
    expect(count(`<${uco}/observable/File>`)).toBe(records.length);
    expect(count(`<${uco}/observable/ContentDataFacet>`)).toBe(records.length);
    expect(count(`<${uco}/observable/hash>`)).toBe(digestCount(records));
    expect(count(`<${uco}/observable/FileFacet>`)).toBe(records.filter(({ attributes }) => attributes?.names).length);
    expect(count(`<${uco}/observable/sizeInBytes>`)).toBe(
      records.filter(({ sizeBytes }) => sizeBytes !== undefined).length,
    );
    for (const { digests } of records) {
      for (const value of Object.values(digests)) {
        expect(count(`"${value}"^^<http://www.w3.org/2001/XMLSchema#hexBinary>`)).toBe(1);
      }
    }
  });
});

describe('a hash set as stix', () => {
  itWith('jq')('is a bundle of files, each with a hash and an identifier of its own kind', async () => {
    const { bytes, records } = await written(stix);
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
    const filter = `.type == "bundle" and (.id | test("^bundle--${uuid}")) and (.objects | length) == ${records.length}
      and all(.objects[]; .type == "file" and .spec_version == "2.1" and (.id | test("^file--${uuid}"))
        and (.hashes | length) > 0 and ((.hashes | keys) - ["MD5", "SHA-1", "SHA-256"] == []))
      and ([.objects[].hashes | length] | add) == ${digestCount(records)}
      and ([.. | select(. == null)] | length) == 0`;
    expect(run('jq', ['-e', filter], bytes).trim()).toBe('true');
  });
});

describe('a hash set as misp', () => {
  itWith('jq')('is an event of file objects whose attributes have all that the template asks for', async () => {
    const { bytes, records } = await written(misp);
    const filter = `(.Event | keys_unsorted) == ["info", "Object"] and (.Event.Object | length) == ${records.length}
      and all(.Event.Object[]; .name == "file" and .template_uuid == "688c46fb-5edb-40a3-8273-1af7923e2215"
        and (.Attribute | length) > 0 and all(.Attribute[]; (.value | type) == "string" and .value != "" and (.category | length) > 0)
        and ([.Attribute[].uuid] | length == (unique | length)))
      and ([.Event.Object[].Attribute[] | select(.type | test("^(md5|sha1|sha256)$"))] | length) == ${digestCount(records)}`;
    expect(run('jq', ['-e', filter], bytes).trim()).toBe('true');
  });
});
