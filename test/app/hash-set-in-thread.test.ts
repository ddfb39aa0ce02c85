import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHashSetInThread, type OpenPackedOptions } from '../../src/app/hash-set-in-thread.ts';
import type { OpenHashSet } from '../../src/app/open-hash-set.ts';
import { openPackedHashSet } from '../../src/app/open-packed-hash-set.ts';
import type { CriskitError } from '../../src/core/errors.ts';
import { unpackRecords } from '../../src/core/packed-records.ts';
import type { PackedBatch } from '../../src/hashsets/contract.ts';
import { tempFolder } from '../cli/temp-lab.ts';
import { inPieces } from '../hashsets/reading.ts';

const samples = resolve(import.meta.dirname, '../../sample-data/hashsets');

function optionsWith(more: Partial<OpenPackedOptions> = {}): OpenPackedOptions {
  return { format: undefined, signal: new AbortController().signal, identified: true, ...more };
}

/** All that is read of it, and what it says of itself in the end; or the error. */
async function outcomeOf(opening: Promise<OpenHashSet<PackedBatch>>): Promise<unknown> {
  try {
    const source = await opening;
    try {
      const batches: unknown[] = [];
      for await (const { packed, ...batch } of source.batches)
        batches.push({ ...batch, records: [...unpackRecords(packed)] });
      const { format, reason, wrappings } = source;
      return { batches, format, reason, wrappings, document: source.document() };
    } finally {
      await source.close();
    }
  } catch (error) {
    return { ...(error as CriskitError), message: (error as CriskitError).message };
  }
}

/** Digests, one to a line. */
function invented(count: number): Buffer {
  const some = Array.from({ length: 5000 }, (_, index) => createHash('md5').update(String(index)).digest('hex'));
  return Buffer.alloc(count * 33, `${some.join('\n')}\n`);
}

function fileOf(content: Uint8Array | string, name = 'list.txt'): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, content);
  return path;
}

const placeOfTemporaryFiles = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';

/** A folder in which temporary files are made for the length of a test. */
function temporaryFolder(): string {
  const [folder, before] = [tempFolder(), process.env[placeOfTemporaryFiles]];
  process.env[placeOfTemporaryFiles] = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env[placeOfTemporaryFiles];
    else process.env[placeOfTemporaryFiles] = before;
  });
  return folder;
}

describe('a hash set that is read in a thread', () => {
  it.each([
    'plain',
    'vics-2',
    'ncmec-xml',
    'hashkeeper',
    'encase',
    'nsrl-v3',
  ])('is what it is in any: %s', async (id) => {
    const [name = ''] = readdirSync(join(samples, id)).filter((file) => /^sample\.(?!hke$)/.test(file));
    const path = join(samples, id, name);
    const found = await outcomeOf(openHashSetInThread(path, optionsWith()));
    expect(found).toEqual(await outcomeOf(openPackedHashSet({ path }, optionsWith())));
    expect(found).toMatchObject({ format: { id }, document: { name } });
  });

  it.each([
    ['that is cut off', '{"value":[{"MD5":"900150983cd24fb0d6963f7d28e17f72"}', {}],
    ['of another format than was said', 'a\n', { format: 'vics-2' }],
    ['of a format that there is not', 'a\n', { format: 'vics-9' }],
    ['with a line of more than a megabyte', `${'a'.repeat(2_000_000)}\n`, { format: 'plain' }],
    ['whose columns are not there', 'MD5,Name\n', { mapping: { columns: new Map([['X', 'md5' as const]]) } }],
    ['with a value that is none', 'a\n', { format: 'plain', mapping: { fixed: new Map([['kind' as const, 'x']]) } }],
  ])('fails as in any, for one %s', async (_, content, more) => {
    const path = fileOf(content);
    const found = await outcomeOf(openHashSetInThread(path, optionsWith(more)));
    expect(found).toEqual(await outcomeOf(openPackedHashSet({ path }, optionsWith(more))));
    expect(found).toHaveProperty('code');
  });

  it('fails as in any where there is none', async () => {
    const path = join(tempFolder(), 'nothing');
    const found = await outcomeOf(openHashSetInThread(path, optionsWith()));
    expect(found).toMatchObject({ code: 'INPUT_UNREADABLE', path });
  });

  it('comes in batches that are not many at a time, and tells how far it is', async () => {
    const content = invented(1_500_000);
    let bytes = 0;
    const path = fileOf(content);
    const source = await openHashSetInThread(path, optionsWith({ onBytes: (more) => (bytes += more) }));
    const batches = source.batches[Symbol.asyncIterator]();
    const first = await batches.next();
    await delay(300);
    expect(bytes).toBeLessThan(content.length / 2);
    let records = first.done === true ? 0 : first.value.packed.count;
    for await (const { packed } of { [Symbol.asyncIterator]: () => batches }) {
      records += packed.count;
      expect(packed.count).toBeLessThan(30_000);
    }
    expect([records, bytes]).toEqual([1_500_000, content.length]);
    await source.close();
  });

  it('leaves no temporary files', async () => {
    const database = readFileSync(join(samples, 'nsrl-v3', 'sample.db'));
    const path = fileOf(gzipSync(database), 'sample.db.gz');
    const folder = temporaryFolder();
    const source = await openHashSetInThread(path, optionsWith());
    const batches = source.batches[Symbol.asyncIterator]();
    expect((await batches.next()).done).toBe(false);
    const [made = ''] = readdirSync(folder);
    expect(readdirSync(join(folder, made))).toEqual(['1']);
    await source.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('needs no place for temporary files where it makes none', async () => {
    const database = readFileSync(join(samples, 'nsrl-v3', 'sample.db'));
    const packed = fileOf(gzipSync(database), 'sample.db.gz');
    const list = fileOf(invented(3));
    process.env[placeOfTemporaryFiles] = join(temporaryFolder(), 'is not there');
    const found = await outcomeOf(openHashSetInThread(list, optionsWith()));
    expect(found).toMatchObject({ format: { id: 'plain' } });
    expect(await outcomeOf(openHashSetInThread(packed, optionsWith()))).toMatchObject({ code: 'OUTPUT_FAILED' });
  });
});

describe('the thread of a hash set', () => {
  it('ends where nobody wants more', async () => {
    const path = fileOf(invented(1_000_000));
    const folder = temporaryFolder();
    const source = await openHashSetInThread(path, optionsWith());
    for await (const _ of source.batches) break;
    const startMs = performance.now();
    await source.close();
    expect(performance.now() - startMs).toBeLessThan(1500);
    await source.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is left at once with Ctrl-C', async () => {
    const stop = new AbortController();
    const { signal } = stop;
    const source = await openHashSetInThread(fileOf(invented(1_000_000)), optionsWith({ signal }));
    const batches = source.batches[Symbol.asyncIterator]();
    await batches.next();
    stop.abort();
    await expect(batches.next()).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await source.close();
    await expect(openHashSetInThread('/nowhere', optionsWith({ signal }))).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });

  it('is left also where its batches come faster than they are used', async () => {
    const stop = new AbortController();
    const { signal } = stop;
    const source = await openHashSetInThread(fileOf(invented(1_000_000)), optionsWith({ signal }));
    setTimeout(() => stop.abort(), 20);
    let records = 0;
    const use = async () => {
      for await (const { packed } of source.batches) {
        records += packed.count;
        for (const startMs = performance.now(); performance.now() - startMs < 30; );
      }
    };
    await expect(use()).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(records).toBeLessThan(500_000);
    await source.close();
  });

  it('is ended where it does not answer', async () => {
    const folder = temporaryFolder();
    const stop = new AbortController();
    const program = new URL('./threads/answers-nothing.ts', import.meta.url);
    const source = await openHashSetInThread('/nowhere', optionsWith({ signal: stop.signal }), program);
    const next = source.batches[Symbol.asyncIterator]().next();
    setTimeout(() => stop.abort(), 50);
    await expect(next).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await source.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that fails says why', async () => {
    const program = new URL('./threads/ends-early.ts', import.meta.url);
    // It may have failed before the set is open, or after.
    const reading = async () => {
      const source = await openHashSetInThread('/a', optionsWith(), program);
      await source.batches[Symbol.asyncIterator]()
        .next()
        .finally(() => source.close());
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('out of luck'),
    });
  });
});

describe('a hash set that is opened with packed records', () => {
  it('is the same from a pipe, and from a file that is large', async () => {
    const content = invented(270_000);
    expect(content.length).toBeGreaterThan(8 * 1024 * 1024);
    const fromPipe = openPackedHashSet({ name: 'list.txt', bytes: inPieces(content, 100_000) }, optionsWith());
    const outcome = await outcomeOf(fromPipe);
    expect(await outcomeOf(openPackedHashSet({ path: fileOf(content) }, optionsWith()))).toEqual(outcome);
    expect(outcome).toMatchObject({ document: { sizeBytes: content.length } });
  });

  it('is no folder', async () => {
    const path = join(tempFolder(), 'a');
    mkdirSync(path);
    await expect(openPackedHashSet({ path }, optionsWith())).rejects.toMatchObject({ code: 'INPUT_NOT_A_FILE' });
  });
});
