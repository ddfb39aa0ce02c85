import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Algorithm, algorithms, type Digests } from '../../core/digest.ts';
import { CriskitError, systemErrorText } from '../../core/errors.ts';
import { countOf } from '../../core/units.ts';
import type { HashRequest, HashResult } from '../contract.ts';
import type { DigestPath, HashingUnderTest } from './digest-path.ts';
import type { TestContent } from './test-contents.ts';

interface FilesUnderTest {
  readonly hashFiles: HashingUnderTest['hashFiles'];
  readonly hasLanes: boolean;
  /** Of each content, by its name. */
  readonly paths: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

/** Writes each content to a file of the folder, and gives the paths by the contents' names. Throws `OUTPUT_FAILED`. */
export async function writeTestFiles(
  folder: string,
  contents: readonly TestContent[],
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const { name, bytes } of contents) {
    const path = join(folder, String(paths.size + 1));
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
      const message = `The files of the self-test cannot be written: ${systemErrorText(cause)}.`;
      const hint = 'TMPDIR (on Windows TEMP) names another place for temporary files.';
      throw new CriskitError('OUTPUT_FAILED', message, { path, cause, hint });
    });
    paths.set(name, path);
  }
  return paths;
}

interface Setting {
  readonly what: string;
  readonly algorithms: readonly Algorithm[];
  readonly threads: number;
  readonly lanes: boolean;
}

/** The whole way of a file, as `criskit hash` goes it: all algorithms in one read, on one thread and on several. */
export function filePaths(files: FilesUnderTest, contents: readonly TestContent[]): readonly DigestPath[] {
  const pathOf = (setting: Setting, itsContents: readonly TestContent[]): DigestPath => ({
    title: titleOf(setting, files.hasLanes),
    algorithms: setting.algorithms,
    contents: itsContents,
    compute: (wanted) => hashTestFiles(files, wanted, setting),
  });
  const usual = { what: 'files', algorithms, threads: 1, lanes: true };
  const [largest, ...others] = contents.toSorted((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 2);
  const alone = largest === undefined ? [] : [largest];
  return [
    pathOf(usual, contents),
    pathOf({ ...usual, threads: 3 }, contents),
    // Where there are no lanes these would be the same once more.
    ...(files.hasLanes ? [pathOf({ ...usual, lanes: false }, contents)] : []),
    ...(files.hasLanes ? [pathOf({ ...usual, threads: 3, lanes: false }, contents)] : []),
    pathOf({ ...usual, what: 'files, MD5 only', algorithms: ['md5'], threads: 3 }, contents),
    // Such a file leaves the lanes to others.
    { ...pathOf(usual, alone), title: 'a large file alone' },
    { ...pathOf({ ...usual, threads: 3 }, alone), title: 'a large file alone, shared by 3 threads' },
    { ...pathOf({ ...usual, threads: 3 }, [...alone, ...others]), title: 'two large files, shared by 3 threads' },
  ];
}

function titleOf({ what, threads, lanes }: Setting, hasLanes: boolean): string {
  return `${what}, ${countOf(threads, 'thread')}, MD5 ${lanes && hasLanes ? 'in lanes' : 'by OpenSSL'}`;
}

async function hashTestFiles(
  { hashFiles, paths, signal }: FilesUnderTest,
  contents: readonly TestContent[],
  { algorithms: wanted, threads, lanes }: Setting,
): Promise<readonly (Digests | Error)[]> {
  async function* requests(): AsyncGenerator<readonly HashRequest[]> {
    yield contents.map(({ name, sizeBytes }, index) => ({
      index,
      path: Buffer.from(paths.get(name) ?? ''),
      sizeBytes,
    }));
  }
  const found: (Digests | Error)[] = contents.map(() => new Error('no result came for the file'));
  const seen = new Set<number>();
  for await (const results of hashFiles(requests(), { algorithms: wanted, threads, lanes, signal })) {
    for (const result of results) {
      found[result.index] = seen.has(result.index) ? new Error('two results came for one file') : digestsOf(result);
      seen.add(result.index);
    }
  }
  return found;
}

function digestsOf(result: HashResult): Digests | Error {
  return result.kind === 'hashed' ? result.digests : new Error(result.message);
}
