import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import { pathTextOfBytes } from '../../src/files/path-text.ts';
import type { HashSetRecord, WriteOptions } from '../../src/hashsets/contract.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { itWith } from '../peer-program.ts';
import { names, peerFiles, recordOf } from './peer-files.ts';
import { readWhole, writeWhole } from './reading.ts';

const files = peerFiles();
/** What can be named on a command line without ado. */
const easyNames = names.filter((name) => !name.startsWith('-'));

describe('a manifest in path text', () => {
  /** Linux names are bytes: a backslash, bytes that are no UTF-8, UTF-8, and `\\x41` spelt out. */
  const nameBytes = ['62 5c 78 34 31', 'ff fe 41', 'c3 bc 2c 20 e9', '5c 5c', '41 20'].map((bytes) =>
    Buffer.from(bytes.replaceAll(' ', ''), 'hex'),
  );

  function entries(): readonly HashSetRecord[] {
    mkdirSync(join(files.folder, 'bytes'), { recursive: true });
    return nameBytes.map((name, index) => {
      const content = Buffer.concat([name, Buffer.from('content')]);
      writeFileSync(Buffer.concat([Buffer.from(join(files.folder, 'bytes/')), name]), content);
      const digests = { md5: createHash('md5').update(content).digest('hex') } as Digests;
      const attributes = { names: [pathTextOfBytes(name)] };
      return { place: { line: index + 1 }, digests, sizeBytes: content.length, attributes };
    });
  }

  itWith('md5sum')('is accepted by md5sum -c for every name that a file can have', async () => {
    const path = await files.write('sum', entries(), { pathText: true });
    const { status, stdout } = files.run('md5sum', ['-c', '--strict', path], 'bytes');
    expect(status).toBe(0);
    expect(stdout.match(/: OK$/gm)?.length).toBe(nameBytes.length);
  });

  itWith('hashdeep')('passes hashdeep -a -k for every name that a file can have', async () => {
    const path = await files.write('hashdeep', entries(), { pathText: true });
    const { stdout } = spawnSync('sh', ['-c', `hashdeep -l -a -vv -k '${path}' *`], {
      cwd: join(files.folder, 'bytes'),
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
        cwd: join(files.folder, 'bytes'),
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
      const path = await files.write('hashdeep', easyNames.map(recordOf), { ...options, ...ends });
      const { status, stdout } = files.run('hashdeep', ['-l', '-a', '-vv', '-k', path, ...easyNames]);
      expect(stdout).toContain('Audit passed');
      expect(stdout).toMatch(/New files found: 0/);
      expect(stdout).toMatch(/Known files not found: 0/);
      expect(status).toBe(0);
    }
  });

  itWith('hashdeep')('fails there when a file is missing from it', async () => {
    const path = await files.write('hashdeep', easyNames.slice(1).map(recordOf));
    expect(files.run('hashdeep', ['-l', '-a', '-k', path, 'abc.bin']).stdout).toContain('Audit failed');
  });

  itWith('hashdeep')('is read as hashdeep writes it, columns that are not kept included', async () => {
    const { stdout } = files.run('hashdeep', ['-l', '-c', 'md5,tiger,sha256', ...easyNames]);
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
    const path = await files.write('vics-2', records);
    const filter = `(keys_unsorted == ["@odata.context", "value"])
      and (."@odata.context" == "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#Media")
      and ([.value[].MediaID] == [range(1; ${names.length + 1})])
      and all(.value[]; (.MD5 | test("^[0-9A-F]{32}$")) and (.SHA1 | test("^[0-9A-F]{40}$")) and (.MediaSize | type) == "number"
        and .Category == 1 and .VictimIdentified == "true" and .IsDistributed == "false" and (has("OffenderIdentified") | not))`;
    const { status, stdout, stderr } = files.run('jq', ['-e', filter, path]);
    expect(stderr).toBe('');
    expect(stdout.trim()).toBe('true');
    expect(status).toBe(0);
  });

  itWith('jq')('is indented as jq --indent 1 does it', async () => {
    const attributes = {
      names: ['a/b.jpg', 'c.jpg'],
      unknownMembers: new Map<string, unknown>([['Exifs', [{ MD5: 'x' }, {}]]]),
    };
    const path = await files.write('vics-2', [{ ...recordOf('abc.bin', 0), attributes }, recordOf('-dash', 1)]);
    const { stdout } = files.run('jq', ['--indent', '1', '.', path]);
    const written = (
      await writeWhole(getFormat('vics-2'), [{ ...recordOf('abc.bin', 0), attributes }, recordOf('-dash', 1)])
    ).bytes;
    expect(written.toString('utf8')).toBe(stdout);
  });
});
