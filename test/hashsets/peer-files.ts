import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import type { HashSetRecord, WriteOptions } from '../../src/hashsets/contract.ts';
import { getFormat } from '../../src/hashsets/lookup.ts';
import { writeWhole } from './reading.ts';

/** Names that lists stumble over. None is a line end alone, which hashdeep cannot carry. */
export const names = [
  'abc.bin',
  'dir/two words, and "more".bin',
  'two words (1).bin',
  'a) = b',
  '-',
  '-dash',
  '#hash',
  'grün ü.bin',
  ' blank',
  'back\\slash',
];
/** The same and others, which only some formats can carry. */
export const oddNames = [...names, 'line\nend', 'carriage\rreturn', '\\begins'];

/** Files of these names for programs to hash, and the lists that they are given. */
export interface PeerFiles {
  readonly folder: string;
  /** Writes a list of that format beside the files; gives its path. */
  write(id: string, records: readonly HashSetRecord[], options?: WriteOptions): Promise<string>;
  /** From the folder that holds the files, or another one beside it. */
  run(program: string, args: readonly string[], where?: string): PeerResult;
}

interface PeerResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** For a test file: makes the files before its tests, and takes them away after them. */
export function peerFiles(): PeerFiles {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'criskit-peers-'));
    for (const name of oddNames) {
      mkdirSync(dirname(join(folder, 'media', name)), { recursive: true });
      writeFileSync(join(folder, 'media', name), contentOf(name));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get folder() {
      return folder;
    },
    async write(id, records, options = {}) {
      const path = join(folder, `${id}-${Object.values(options).join('-')}.set`);
      writeFileSync(path, (await writeWhole(getFormat(id), records, options)).bytes);
      return path;
    },
    run(program, args, where = 'media') {
      const cwd = join(folder, where);
      const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', input: '' });
      return { status, stdout, stderr };
    },
  };
}

function contentOf(name: string): Buffer {
  return Buffer.from(`content of ${name}`, 'utf8');
}

/** What a list says of a file, digests by OpenSSL, as `node:crypto` has it. */
export function recordOf(name: string, index = 0): HashSetRecord {
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
