import { mkdir, mkdtemp, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CriskitError, systemErrorCode, systemErrorText } from '../../core/errors.ts';
import { demoExports } from './demo-chapters.ts';

/** Beside the code, in a checkout as in an installed package. */
const samples = new URL('../../../sample-data/demo/', import.meta.url);
const parts = ['media', 'replies', 'hash-sets'];

/**
 * Makes the folder of the demo and copies the invented media, replies and hash set into it. `named` is absolute; without
 * it a new temporary folder is made. Throws OUTPUT_EXISTS where `named` holds something, OUTPUT_FAILED, INPUT_UNREADABLE.
 */
export async function makeDemoFolder(named: string | undefined): Promise<string> {
  const files = await readSamples();
  try {
    const folder = await realpath(
      named === undefined ? await mkdtemp(join(tmpdir(), 'criskit-demo-')) : await makeEmpty(named),
    );
    await mkdir(join(folder, demoExports), { mode: 0o750 });
    for (const { path, bytes } of files) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true, mode: 0o750 });
      await writeFile(target, bytes, { flag: 'wx', mode: 0o640 });
    }
    return folder;
  } catch (error) {
    if (error instanceof CriskitError) throw error;
    const path = named ?? tmpdir();
    throw new CriskitError('OUTPUT_FAILED', `The demo cannot be set up in ${path}: ${systemErrorText(error)}.`, {
      path,
      cause: error,
    });
  }
}

async function makeEmpty(folder: string): Promise<string> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return [];
    if (systemErrorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  });
  if (entries === undefined || entries.length > 0) {
    const what = entries === undefined ? 'is no folder' : 'is not empty';
    throw new CriskitError('OUTPUT_EXISTS', `${folder} ${what}; the demo touches nothing that is there.`, {
      path: folder,
      hint: 'Name a folder that does not exist yet, or none: then a temporary one is made.',
    });
  }
  await mkdir(folder, { recursive: true, mode: 0o750 });
  return folder;
}

async function readSamples(): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]> {
  try {
    const lists = await Promise.all(parts.map((part) => filesBelow(`${part}/`)));
    return await Promise.all(
      lists.flat().map(async (path) => ({ path, bytes: await readFile(new URL(encodePath(path), samples)) })),
    );
  } catch (error) {
    throw new CriskitError(
      'INPUT_UNREADABLE',
      `The sample data of the demo cannot be read: ${systemErrorText(error)}.`,
      {
        hint: 'It belongs to the package, in sample-data/demo. Install criskit anew.',
        cause: error,
      },
    );
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(new URL(encodePath(folder), samples), { withFileTypes: true });
  const lists = entries.map(async (entry) =>
    entry.isDirectory() ? filesBelow(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
  );
  return (await Promise.all(lists)).flat();
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
