import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Seed } from './contract.ts';

const root = resolve(import.meta.dirname, '../..');
/** Larger ones would be mostly the same again, and slow. */
const largestSeedBytes = 150_000;

/** Every sample of the repository, in the order of the names: `sample-data/`, and folders called `samples` below `test/`. */
export function readSeeds(): readonly Seed[] {
  const samples = filesBelow(join(root, 'test')).filter((path) => path.split(sep).includes('samples'));
  return [...filesBelow(join(root, 'sample-data')), ...samples]
    .filter((path) => !/\.(?:ts|py|sh)$|README\.md$/.test(path) && statSync(path).size <= largestSeedBytes)
    .map((path) => ({ name: relative(root, path).split(sep).join('/'), bytes: readFileSync(path) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
