import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import type { HashSetRecord, WriteOptions } from '../../src/hashsets/contract.ts';
import { pathTextOfBytes } from '../../src/files/path-text.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { itWith } from '../peer-program.ts';
import { readWhole, writeWhole } from './reading.ts';

/** Names that manifests stumble over. None is a line end alone, which hashdeep cannot carry. */
const names = [
  'abc.bin',
  'dir/two words, and "more".bin',
  '-',
  '-dash',
  '#hash',
  'grün ü.bin',
  ' blank',
  'back\\slash',
];
/** What can be named on a command line without ado. */
const easyNames = names.filter((name) => !name.startsWith('-'));
const oddNames = [...names, 'line\nend', 'carriage\rreturn', '\\begins'];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-hashsets-'));
  for (const name of oddNames) {
    mkdirSync(dirname(join(folder, 'media', name)), { recursive: true });
    writeFileSync(join(folder, 'media', name), contentOf(name));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contentOf(name: string): Buffer {
  return Buffer.from(`content of ${name}`, 'utf8');
}

/** Digests by OpenSSL, as `node:crypto` has it. */
function recordOf(name: string, index: number): HashSetRecord {
  const content = contentOf(name);
  const digests = Object.fromEntries(
    ['md5', 'sha1', 'sha256'].map((algorithm) => [algorithm, createHash(algorithm).update(content).digest('hex')]),
  ) as Digests;
  return {
    place: { line: index + 1 },
    digests,
    sizeBytes: content.length,
    kind: 'other',
    attributes: { names: [name] },
  };
}

async function writeFile(id: string, records: readonly HashSetRecord[], options: WriteOptions = {}): Promise<string> {
  const path = join(folder, `${id}-${Object.values(options).join('-')}.set`);
  writeFileSync(path, (await writeWhole(getFormat(id), records, options)).bytes);
  return path;
}

function run(program: string, args: readonly string[], where = 'media') {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: join(folder, where),
    encoding: 'utf8',
    input: '',
  });
  return { status, stdout, stderr };
}

describe('a manifest as sum', () => {
  for (const [program, algorithm] of [
    ['md5sum', 'md5'],
    ['sha1sum', 'sha1'],
    ['sha256sum', 'sha256'],
  ] as const) {
    itWith(program)(`is accepted by ${program} -c --strict, odd names and all`, async () => {
      for (const options of [{ algorithm }, { algorithm, letterCase: 'upper', lineEnd: 'crlf' }] as const) {
        const path = await writeFile('sum', oddNames.map(recordOf), options);
        const { status, stdout, stderr } = run(program, ['-c', '--strict', path]);
        expect(stderr).toBe('');
        expect(stdout.match(/: OK$/gm)?.length).toBe(oddNames.length);
        expect(status).toBe(0);
      }
    });

    itWith(program)(`is read as ${program} writes it`, async () => {
      const { stdout } = run(program, ['--', ...oddNames]);
      const { records, issues } = await readWhole(getFormat('sum'), stdout);
      expect(issues).toEqual([]);
      expect(records).toEqual(
        oddNames.map((name, index) => {
          const { place, digests, attributes } = recordOf(name, index);
          // `md5sum -- -` reads its input, which is empty here.
          const value = name === '-' ? createHash(algorithm).digest('hex') : digests[algorithm];
          return { place, digests: { [algorithm]: value }, ...(name === '-' ? {} : { attributes }) };
        }),
      );
    });

    itWith(program)(`is read as ${program} --tag writes it`, async () => {
      const { stdout } = run(program, ['--tag', '--', ...oddNames.filter((name) => name !== '-')]);
      const { records, issues } = await readWhole(getFormat('sum'), stdout);
      expect(issues).toEqual([]);
      expect(records.map((record) => record.attributes?.names?.[0])).toEqual(oddNames.filter((name) => name !== '-'));
    });
  }

  itWith('rhash')('is read as rhash --bsd writes it', async () => {
    const { stdout } = run('rhash', ['--bsd', '--sha256', '--md5', 'abc.bin']);
    const { records, issues } = await readWhole(getFormat('sum'), stdout);
    expect(issues).toEqual([]);
    const { digests } = recordOf('abc.bin', 0);
    expect(records.map((record) => Object.values(record.digests)[0]).sort()).toEqual(
      [digests.md5, digests.sha256].sort(),
    );
  });

  itWith('md5deep')('is read as md5deep -z writes it', async () => {
    const { stdout } = run('md5deep', ['-j0', '-z', '-l', 'abc.bin', 'dir/two words, and "more".bin']);
    const { records, issues } = await readWhole(getFormat('sum'), stdout);
    expect(issues).toEqual([]);
    expect(records.map((record) => record.digests)).toEqual(
      ['abc.bin', 'dir/two words, and "more".bin'].map((name) => ({ md5: recordOf(name, 0).digests.md5 })),
    );
  });
});

describe('a hash set as sum', () => {
  itWith('md5deep')('is matched by md5deep -m, contents without name too', async () => {
    const [first, second] = names.map(recordOf);
    const { attributes: _, ...nameless } = first ?? recordOf('', 0);
    const path = await writeFile('sum', [nameless, ...(second === undefined ? [] : [second])]);
    const { stdout, status } = run('md5deep', [
      '-l',
      '-m',
      path,
      'abc.bin',
      'dir/two words, and "more".bin',
      './-dash',
    ]);
    expect(stdout.trim().split('\n')).toEqual(['abc.bin', 'dir/two words, and "more".bin']);
    expect(status).toBe(0);
  });

  itWith('hfind')('is indexed and found by hfind, and so is a plain list', async () => {
    const records = names
      .slice(0, 3)
      .map(recordOf)
      .sort((a, b) => (String(a.digests.md5) < String(b.digests.md5) ? -1 : 1));
    for (const id of ['sum', 'plain']) {
      const path = await writeFile(id, records);
      expect(run('hfind', ['-i', 'md5sum', path]).stdout).toContain('Index created');
      for (const { digests } of records)
        expect(run('hfind', ['-q', path, String(digests.md5)]).stdout.trim()).toBe('1');
      expect(run('hfind', ['-q', path, `${'0'.repeat(31)}1`]).stdout.trim()).toBe('0');
    }
  });
});

describe('a manifest in path text', () => {
  /** Linux names are bytes: a backslash, bytes that are no UTF-8, UTF-8, and `\\x41` spelt out. */
  const nameBytes = ['62 5c 78 34 31', 'ff fe 41', 'c3 bc 2c 20 e9', '5c 5c', '41 20'].map((bytes) =>
    Buffer.from(bytes.replaceAll(' ', ''), 'hex'),
  );

  function entries(): readonly HashSetRecord[] {
    mkdirSync(join(folder, 'bytes'), { recursive: true });
    return nameBytes.map((name, index) => {
      const content = Buffer.concat([name, Buffer.from('content')]);
      writeFileSync(Buffer.concat([Buffer.from(join(folder, 'bytes/')), name]), content);
      const digests = { md5: createHash('md5').update(content).digest('hex') } as Digests;
      const attributes = { names: [pathTextOfBytes(name)] };
      return { place: { line: index + 1 }, digests, sizeBytes: content.length, attributes };
    });
  }

  itWith('md5sum')('is accepted by md5sum -c for every name that a file can have', async () => {
    const path = await writeFile('sum', entries(), { pathText: true });
    const { status, stdout } = run('md5sum', ['-c', '--strict', path], 'bytes');
    expect(status).toBe(0);
    expect(stdout.match(/: OK$/gm)?.length).toBe(nameBytes.length);
  });

  itWith('hashdeep')('passes hashdeep -a -k for every name that a file can have', async () => {
    const path = await writeFile('hashdeep', entries(), { pathText: true });
    const { stdout } = spawnSync('sh', ['-c', `hashdeep -l -a -vv -k '${path}' *`], {
      cwd: join(folder, 'bytes'),
      encoding: 'utf8',
    });
    expect(stdout).toContain('Audit passed');
    expect(stdout).toContain(`Files matched: ${nameBytes.length}`);
  });

  for (const [program, id] of [
    ['md5sum', 'sum'],
    ['hashdeep', 'hashdeep'],
  ] as const) {
    itWith(program)(`is read as ${program} writes it`, async () => {
      const expected = entries().map((entry) => [entry.digests.md5, entry.attributes?.names?.[0]]);
      const { stdout } = spawnSync('sh', ['-c', program === 'md5sum' ? 'md5sum -- *' : 'hashdeep -l -c md5 *'], {
        cwd: join(folder, 'bytes'),
      });
      const { records, issues } = await readWhole(getFormat(id), stdout, { pathText: true });
      expect(issues).toEqual([]);
      expect(records.map(({ digests, attributes }) => [digests.md5, attributes?.names?.[0]]).sort()).toEqual(
        expected.sort(),
      );
    });
  }
});

describe('a manifest as hashdeep', () => {
  itWith('hashdeep')('passes hashdeep -a -vv -k with every file matched', async () => {
    const options: WriteOptions = { algorithms: ['md5', 'sha1', 'sha256'] };
    for (const ends of [{}, { lineEnd: 'crlf', letterCase: 'upper' }] as const) {
      const path = await writeFile('hashdeep', easyNames.map(recordOf), { ...options, ...ends });
      const { status, stdout } = run('hashdeep', ['-l', '-a', '-vv', '-k', path, ...easyNames]);
      expect(stdout).toContain('Audit passed');
      expect(stdout).toMatch(/New files found: 0/);
      expect(stdout).toMatch(/Known files not found: 0/);
      expect(status).toBe(0);
    }
  });

  itWith('hashdeep')('fails there when a file is missing from it', async () => {
    const path = await writeFile('hashdeep', easyNames.slice(1).map(recordOf));
    expect(run('hashdeep', ['-l', '-a', '-k', path, 'abc.bin']).stdout).toContain('Audit failed');
  });

  itWith('hashdeep')('is read as hashdeep writes it, columns that are not kept included', async () => {
    const { stdout } = run('hashdeep', ['-l', '-c', 'md5,tiger,sha256', ...easyNames]);
    const { records, issues } = await readWhole(getFormat('hashdeep'), stdout);
    expect(issues).toEqual([]);
    const expected = easyNames.map(recordOf);
    const byName = new Map(records.map((record) => [record.attributes?.names?.[0], record]));
    for (const record of expected) {
      const found = byName.get(record.attributes?.names?.[0]);
      expect(found?.digests).toEqual({ md5: record.digests.md5, sha256: record.digests.sha256 });
      expect(found?.sizeBytes).toBe(record.sizeBytes);
      expect(found?.attributes?.unknownMembers?.get('tiger')).toMatch(/^[0-9a-f]{48}$/);
    }
  });
});

describe('a hash set as vics-2', () => {
  itWith('jq')('has the shape that readers ask for', async () => {
    const attributes = {
      vicsCategory: { value: 1, scheme: 'vics-2/Default' },
      victimIdentified: true,
      isDistributed: false,
    };
    const records = names.map(recordOf).map((record) => ({ ...record, attributes }));
    const path = await writeFile('vics-2', records);
    const filter = `(keys_unsorted == ["@odata.context", "value"])
      and (."@odata.context" == "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media")
      and ([.value[].MediaID] == [range(1; ${names.length + 1})])
      and all(.value[]; (.MD5 | test("^[0-9A-F]{32}$")) and (.SHA1 | test("^[0-9A-F]{40}$")) and (.MediaSize | type) == "number"
        and .Category == 1 and .VictimIdentified == "true" and .IsDistributed == "false" and (has("OffenderIdentified") | not))`;
    const { status, stdout, stderr } = run('jq', ['-e', filter, path]);
    expect(stderr).toBe('');
    expect(stdout.trim()).toBe('true');
    expect(status).toBe(0);
  });

  itWith('jq')('is indented as jq --indent 1 does it', async () => {
    const attributes = {
      names: ['a/b.jpg', 'c.jpg'],
      unknownMembers: new Map<string, unknown>([['Exifs', [{ MD5: 'x' }, {}]]]),
    };
    const path = await writeFile('vics-2', [{ ...recordOf('abc.bin', 0), attributes }, recordOf('-dash', 1)]);
    const { stdout } = run('jq', ['--indent', '1', '.', path]);
    const written = (
      await writeWhole(getFormat('vics-2'), [{ ...recordOf('abc.bin', 0), attributes }, recordOf('-dash', 1)])
    ).bytes;
    expect(written.toString('utf8')).toBe(stdout);
  });
});
