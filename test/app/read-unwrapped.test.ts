import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readUnwrapped } from '../../src/app/read-unwrapped.ts';
import { TemporaryFiles } from '../../src/app/temporary-files.ts';
import { unwrapHashSet } from '../../src/app/unwrap-hash-set.ts';
import type { HashSetFormat } from '../../src/hashsets/contract.ts';
import { readHashSet } from '../../src/hashsets/hash-set-source.ts';
import { tempFolder } from '../cli/temp-lab.ts';
import { entryOf, zipOf } from '../containers/archives/zip-bytes.ts';
import { inPieces } from '../hashsets/reading.ts';

/** No real database: it begins as one, and what counts is which file is opened. */
const database = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(200_000, 'a database ')]);

interface Seen {
  path: string;
  modes: readonly number[];
  content: Buffer;
  companion: string | undefined;
}

function formatThatLooks(seen: Seen, change: (path: string) => void = () => undefined): HashSetFormat {
  return {
    id: 'looks',
    title: '',
    extension: '.db',
    algorithms: ['md5'],
    carries: [],
    medium: 'database',
    recognise: () => undefined,
    async *readDatabase(path, { companion }) {
      const modes = [dirname(path), path].map((name) => statSync(name).mode & 0o777);
      const beside = await companion?.('.hke');
      Object.assign(seen, { path, modes, content: readFileSync(path), companion: beside?.toString() });
      change(path);
      yield { records: [], issues: [] };
    },
  };
}

async function look(
  given: Uint8Array,
  options: {
    readonly name?: string;
    readonly entry?: string;
    readonly piped?: true;
    readonly change?: (path: string) => void;
  } = {},
) {
  const { name = 'a.db' } = options;
  const path = join(tempFolder(), name);
  writeFileSync(path, given);
  writeFileSync(join(dirname(path), 'A.HKE'), 'beside');
  const seen: Seen = { path: '', modes: [], content: Buffer.alloc(0), companion: undefined };
  const hash = createHash('sha256');
  const files = new TemporaryFiles();
  const signal = new AbortController().signal;
  const input = options.piped === true ? { name, bytes: inPieces(given, 999) } : { path };
  const onChunk = (chunk: Uint8Array) => void hash.update(chunk);
  try {
    const unwrapped = await unwrapHashSet(input, { format: undefined, entry: options.entry, signal, onChunk, files });
    const format = formatThatLooks(seen, options.change);
    for await (const _ of readUnwrapped(format, unwrapped, {
      read: readHashSet,
      signal,
      files,
      reading: {},
      wholly: true,
      onChunk: undefined,
    }));
  } finally {
    await files.close();
  }
  return { ...seen, given: path, whole: hash.digest('hex') === createHash('sha256').update(given).digest('hex') };
}

describe('a database', () => {
  it('is read where it is, and wholly for its SHA-256', async () => {
    const { path, given, whole, companion } = await look(database);
    expect([path, whole, companion]).toEqual([given, true, 'beside']);
  });

  it.each([
    ['a gzip file', 'a.db.gz', gzipSync(database), 'beside'],
    ['a zip archive', 'b.zip', zipOf([entryOf('a.db', database)]), undefined],
    [
      'a zip archive with its companion',
      'b.zip',
      zipOf([entryOf('a.db', database), entryOf('a.hke', 'in it')]),
      'in it',
    ],
  ])('in %s becomes a temporary file of its owner', async (_, name, packed, beside) => {
    const { path, given, modes, content, companion, whole } = await look(packed, {
      name,
      ...(name.endsWith('.zip') ? { entry: 'a.db' } : {}),
    });
    expect(path).not.toBe(given);
    expect(modes).toEqual(process.platform === 'win32' ? [0o666, 0o666] : [0o700, 0o600]);
    expect(content.equals(database)).toBe(true);
    expect([companion, whole]).toEqual([beside, true]);
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('from a pipe does so as well', async () => {
    const { path, content, companion, whole } = await look(database, { piped: true });
    expect(content.equals(database)).toBe(true);
    expect([companion, whole, existsSync(dirname(path))]).toEqual([undefined, true, false]);
  });

  it('that changes while it is read is no input', async () => {
    const change = (path: string) => writeFileSync(path, 'x', { flag: 'a' });
    await expect(look(database, { change })).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
  });
});
