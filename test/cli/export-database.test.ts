import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeHashDatabase } from '../../src/app/write-hash-database.ts';
import type { HashSetFormat, HashSetRecord } from '../../src/hashsets/contract.ts';
import { kdb } from '../../src/hashsets/formats/kdb.ts';
import { itWith } from '../peer-program.ts';
import { md5, sha256, type TempLab, tempFolder, tempLab } from './temp-lab.ts';

const argv = ['hashset', 'export', '--category', 'known-victim', '--format', 'kdb', '-o', 'out.kdb'];

const known = ['a', 'b', 'c'].map((name) => md5(Buffer.from(name)));

async function labWithList(): Promise<TempLab> {
  const lab = await tempLab();
  lab.write('list.txt', `${known.join('\n')}\n`);
  await lab.json(['hashset', 'import', 'list.txt', '--category', 'known-victim']);
  return lab;
}

describe('hashset export as a database', () => {
  it('writes the file whole, notes its SHA-256, and a repetition changes nothing', async () => {
    const lab = await labWithList();
    const path = join(lab.cwd, 'out.kdb');
    const before = readdirSync(lab.cwd).sort();
    const planned = await lab.json([...argv, '--dry-run']);
    expect(readdirSync(lab.cwd).sort()).toEqual(before);
    const written = await lab.json(argv);
    expect(written).toMatchObject({ records: 3, sha256: sha256(readFileSync(path)) });
    expect(planned).toMatchObject({ records: 3, sha256: sha256(readFileSync(path)) });
    expect(readdirSync(lab.cwd).sort()).toEqual([...before, 'out.kdb'].sort());
    expect(await lab.json(argv)).toMatchObject({ sha256: sha256(readFileSync(path)) });
    writeFileSync(path, 'something else');
    expect(await lab.json(argv, 2)).toMatchObject({ error: { code: 'OUTPUT_EXISTS' } });
    expect(await lab.json([...argv, '--force'])).toMatchObject({ sha256: sha256(readFileSync(path)) });
  });

  itWith('hfind')('writes what hfind finds the digest in', async () => {
    const lab = await labWithList();
    await lab.json(argv);
    const find = (digest: string) =>
      execFileSync('hfind', ['-q', join(lab.cwd, 'out.kdb'), digest], { encoding: 'utf8' }).trim();
    expect([...known, md5(Buffer.from('d'))].map(find)).toEqual(['1', '1', '1', '0']);
  });
});

describe('a database that does not read back as written', () => {
  const record = { place: { line: 1 }, digests: { md5: md5(Buffer.from('a')) } } as unknown as HashSetRecord;

  async function* records(): AsyncGenerator<readonly HashSetRecord[]> {
    yield [record];
  }

  it('gets no name, and nothing is noted', async () => {
    const path = join(tempFolder(), 'out.kdb');
    const losing: HashSetFormat = {
      ...kdb,
      writeDatabase: async (all, to) => {
        for await (const _ of all);
        await kdb.writeDatabase(noRecords(), to);
      },
    };
    let noted = false;
    const target = {
      path,
      replace: false,
      signal: new AbortController().signal,
      beforeName: async () => {
        noted = true;
      },
    };
    await expect(writeHashDatabase(losing, records(), {}, target)).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS' });
    expect([noted, existsSync(path), readdirSync(join(path, '..'))]).toEqual([false, false, []]);
    expect(await writeHashDatabase(kdb, records(), {}, target)).toMatchObject({ records: 1 });
    expect([noted, existsSync(path)]).toEqual([true, true]);
  });

  async function* noRecords(): AsyncGenerator<readonly HashSetRecord[]> {}
});
