import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAtomic, writeAtomicByPath } from '../../src/files/write-atomic.ts';
import { useScratchFolder } from './scratch-folder.ts';

const scratch = useScratchFolder();
const umask = process.umask();

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* failingChunks(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the source broke');
}

describe('writeAtomic', () => {
  it('writes, and tells size and SHA-256', async () => {
    const written = await writeAtomic(scratch.in('out'), chunksOf('one ', '', 'two'));
    expect(readFileSync(scratch.in('out'), 'utf8')).toBe('one two');
    expect(written).toEqual({ sizeBytes: 7, sha256: createHash('sha256').update('one two').digest('hex') });
    expect(readdirSync(scratch.path)).toEqual(['out']);
  });

  it('writes an empty file, and chunks larger than one write', async () => {
    expect(await writeAtomic(scratch.in('empty'), chunksOf())).toMatchObject({ sizeBytes: 0 });
    await writeAtomic(scratch.in('large'), chunksOf('x'.repeat(5_000_000)));
    expect(statSync(scratch.in('large')).size).toBe(5_000_000);
  });

  it('lets the group read and the world not, and gives exactly the mode that is asked for', async () => {
    await writeAtomic(scratch.in('a'), chunksOf('x'));
    await writeAtomic(scratch.in('b'), chunksOf('x'), { mode: 0o664 });
    expect(statSync(scratch.in('a')).mode & 0o777).toBe(0o640 & ~umask);
    expect(statSync(scratch.in('b')).mode & 0o777).toBe(0o664);
  });

  it('has the old content whole until the new one is verified', async () => {
    writeFileSync(scratch.in('out'), 'old');
    await writeAtomic(scratch.in('out'), chunksOf('new'), {
      verify: async (temporary) => {
        expect(readFileSync(temporary, 'utf8')).toBe('new');
        expect(readFileSync(scratch.in('out'), 'utf8')).toBe('old');
      },
    });
    expect(readFileSync(scratch.in('out'), 'utf8')).toBe('new');
  });

  it('writes through a link, and takes a name of 255 bytes', async () => {
    mkdirSync(scratch.in('share'));
    writeFileSync(scratch.in('share/real'), 'old');
    symlinkSync('share/real', scratch.in('link'));
    await writeAtomic(scratch.in('link'), chunksOf('new'));
    expect(readlinkSync(scratch.in('link'))).toBe('share/real');
    expect(readFileSync(scratch.in('share/real'), 'utf8')).toBe('new');
    await writeAtomic(scratch.in('n'.repeat(255)), chunksOf('x'));
  });
});

describe('writeAtomic, refusing to replace', () => {
  it('writes where nothing is', async () => {
    await writeAtomic(scratch.in('out'), chunksOf('new'), { ifExists: 'refuse' });
    expect(readFileSync(scratch.in('out'), 'utf8')).toBe('new');
    expect(readdirSync(scratch.path)).toEqual(['out']);
  });

  it('leaves what is there, before and while it writes', async () => {
    writeFileSync(scratch.in('out'), 'old');
    const refused = { code: 'OUTPUT_EXISTS' };
    await expect(writeAtomic(scratch.in('out'), chunksOf('new'), { ifExists: 'refuse' })).rejects.toMatchObject(
      refused,
    );
    const verify = async () => writeFileSync(scratch.in('late'), 'old');
    await expect(
      writeAtomic(scratch.in('late'), chunksOf('new'), { ifExists: 'refuse', verify }),
    ).rejects.toMatchObject(refused);
    expect(readFileSync(scratch.in('late'), 'utf8')).toBe('old');
    expect(readdirSync(scratch.path)).toEqual(['late', 'out']);
  });

  it('does the same on a file system without hard links', async () => {
    // No such file system can be mounted everywhere: the one answer by which it shows is put in by hand.
    const { link } = fsPromises;
    fsPromises.link = () => Promise.reject(Object.assign(new Error('EPERM: not permitted, link'), { code: 'EPERM' }));
    syncBuiltinESMExports();
    try {
      await writeAtomic(scratch.in('out'), chunksOf('new'), { ifExists: 'refuse' });
      const verify = async () => writeFileSync(scratch.in('late'), 'old');
      await expect(
        writeAtomic(scratch.in('late'), chunksOf('new'), { ifExists: 'refuse', verify }),
      ).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    } finally {
      fsPromises.link = link;
      syncBuiltinESMExports();
    }
    expect(readFileSync(scratch.in('out'), 'utf8')).toBe('new');
    expect(readFileSync(scratch.in('late'), 'utf8')).toBe('old');
    expect(readdirSync(scratch.path)).toEqual(['late', 'out']);
  });
});

describe('writeAtomic, failing', () => {
  const leftAlone = (): void => {
    expect(readFileSync(scratch.in('out'), 'utf8')).toBe('old');
    expect(readdirSync(scratch.path)).toEqual(['out']);
  };

  it('leaves everything as it was where the source, the check or the user stops it', async () => {
    writeFileSync(scratch.in('out'), 'old');
    await expect(writeAtomic(scratch.in('out'), failingChunks())).rejects.toThrow('the source broke');
    leftAlone();
    const verify = () => Promise.reject(new Error('reads back differently'));
    await expect(writeAtomic(scratch.in('out'), chunksOf('new'), { verify })).rejects.toThrow('reads back differently');
    leftAlone();
    const controller = new AbortController();
    for (const options of [
      { signal: AbortSignal.abort() },
      { signal: controller.signal, verify: async () => controller.abort() },
    ]) {
      await expect(writeAtomic(scratch.in('out'), chunksOf('new'), options)).rejects.toMatchObject({
        code: 'INTERRUPTED',
      });
      leftAlone();
    }
  });

  it.each([
    ['a folder that does not exist', 'no/out', /The folder does not exist/],
    ['a file in place of a folder', 'file/out', /file, not a folder/],
    ['a name that is too long', 'n'.repeat(256), /too long/],
  ])('says so of %s', async (_, name, hint) => {
    writeFileSync(scratch.in('file'), '');
    await expect(writeAtomic(scratch.in(name), chunksOf('x'))).rejects.toMatchObject({ code: 'OUTPUT_FAILED', hint });
    expect(readdirSync(scratch.path)).toEqual(['file']);
  });

  it('replaces no folder and no device', async () => {
    mkdirSync(scratch.in('folder'));
    await expect(writeAtomic(scratch.in('folder'), chunksOf('x'))).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
    await expect(writeAtomic('/dev/full', chunksOf('x'))).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  const script = `
    import { writeAtomic, writeAtomicByPath } from ${JSON.stringify(resolve(import.meta.dirname, '../../src/files/write-atomic.ts'))};
    async function* chunks() { for (let i = 0; i < 64; i += 1) yield Buffer.alloc(65536, 'x'); }
    process.on('SIGXFSZ', () => {});
    await writeAtomic(process.argv[1], chunks()).catch((error) => console.log(error.code, error.hint));
  `;
  const program = [process.execPath, '--input-type=module', '-e', script];

  it('says so where the system lets no file grow so large, and leaves nothing', () => {
    writeFileSync(scratch.in('out'), 'old');
    const run = spawnSync('bash', ['-c', 'ulimit -f 1024; exec "$@"', 'bash', ...program, scratch.in('out')]);
    expect(String(run.stdout)).toMatch(/^OUTPUT_FAILED The file would be larger/);
    leftAlone();
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!canMount)('says so where the disk is full, and leaves the old content whole (root only)', () => {
    const disk = scratch.in('disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    if (mounted.status !== 0) return;
    try {
      writeFileSync(join(disk, 'out'), 'old');
      const run = spawnSync(program[0] ?? '', [...program.slice(1), join(disk, 'out')]);
      expect(String(run.stdout)).toMatch(/^OUTPUT_FAILED The disk is full/);
      expect(readFileSync(join(disk, 'out'), 'utf8')).toBe('old');
      expect(readdirSync(disk)).toEqual(['out']);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

describe('writeAtomicByPath', () => {
  const content = 'x'.repeat(2_500_000);
  const write = async (path: string) => {
    expect(statSync(path).size).toBe(0);
    writeFileSync(path, content);
  };

  it('lets something else fill the file, and tells size and SHA-256 of what is there', async () => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const expected = { sizeBytes: content.length, sha256 };
    writeFileSync(scratch.in('out'), 'old');
    const written = await writeAtomicByPath(scratch.in('out'), write, {
      mode: 0o604,
      verify: async (temporary, told) => {
        expect(readFileSync(temporary, 'utf8')).toBe(content);
        expect(readFileSync(scratch.in('out'), 'utf8')).toBe('old');
        expect(told).toEqual(expected);
      },
    });
    expect(written).toEqual(expected);
    expect(statSync(scratch.in('out')).mode & 0o777).toBe(0o604);
    expect(readdirSync(scratch.path)).toEqual(['out']);
  });

  it('leaves what is there, and nothing else, when it is refused, fails or is interrupted', async () => {
    writeFileSync(scratch.in('out'), 'old');
    const controller = new AbortController();
    const fail = async (path: string) => {
      writeFileSync(path, 'half');
      throw new Error('the source broke');
    };
    const interrupt = async (path: string) => {
      writeFileSync(path, 'half');
      controller.abort();
    };
    const out = scratch.in('out');
    await expect(writeAtomicByPath(out, write, { ifExists: 'refuse' })).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
    });
    await expect(writeAtomicByPath(out, fail)).rejects.toThrow('the source broke');
    await expect(writeAtomicByPath(out, interrupt, { signal: controller.signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    await expect(
      writeAtomicByPath(out, write, { verify: () => Promise.reject(new Error('it differs')) }),
    ).rejects.toThrow('it differs');
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(scratch.path)).toEqual(['out']);
  });
});
