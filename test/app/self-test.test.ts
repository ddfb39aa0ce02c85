import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runSelfTest } from '../../src/app/self-test.ts';
import type { HashingUnderTest } from '../../src/hashing/self-test/digest-path.ts';
import { hashingOfCriskit } from '../../src/hashing/self-test/self-test.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const scratch = useScratchFolder();
const nowUtc = '2026-11-22T09:30:00.000Z';
const clock = { nowUtc: () => nowUtc, today: () => nowUtc.slice(0, 10) };
const { signal } = new AbortController();

/** Quick, and everything that needs threads or lanes differs. */
const hashing: HashingUnderTest = {
  ...hashingOfCriskit,
  makeLanes: () => undefined,
  hashFiles: async function* () {},
};

afterEach(() => vi.unstubAllEnvs());

/** So that what is left behind can be seen. */
function useTemporaryFolder(): void {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, scratch.path);
}

describe('runSelfTest', () => {
  it('says what computed the digests, and on which machine', async () => {
    const statement = await runSelfTest({ clock, signal, hashing });
    const versionOf = (path: string) =>
      (JSON.parse(readFileSync(join(root, path), 'utf8')) as { version: string }).version;
    expect(statement.madeAtUtc).toBe(nowUtc);
    expect(statement.program).toEqual({
      version: versionOf('package.json'),
      folder: join(root, '/'),
      node: process.versions.node,
      nodePath: process.execPath,
      v8: process.versions.v8,
      openssl: process.versions.openssl,
      blake3: { name: '@napi-rs/blake-hash', version: versionOf('node_modules/@napi-rs/blake-hash/package.json') },
      laneModule: {
        name: 'md5-lanes.wasm',
        sha256: createHash('sha256')
          .update(readFileSync(join(root, 'src/hashing/lanes/md5-lanes.wasm')))
          .digest('hex'),
      },
    });
    expect(statement.machine).toMatchObject({ architecture: process.arch, cores: expect.any(Number) });
    for (const text of [statement.machine.name, statement.machine.system, statement.machine.release])
      expect(text).not.toBe('');
  });

  it('tests the hashing that it is given, and removes its files', async () => {
    useTemporaryFolder();
    const { ok, differences } = await runSelfTest({ clock, signal, hashing });
    expect(ok).toBe(false);
    expect(differences.every(({ path }) => path.includes('file'))).toBe(true);
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('removes its files where it is interrupted', async () => {
    useTemporaryFolder();
    const stopped = runSelfTest({ clock, signal: AbortSignal.abort(), hashing });
    await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(readdirSync(scratch.path)).toEqual([]);
  });
});
