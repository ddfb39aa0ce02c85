import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchSetting } from './bench.ts';
import { makeLab } from './criskit-runs.ts';

/** What the parts of the bench of national lists share. */
export interface NationalSetting extends BenchSetting {
  readonly sizes: NationalSizes;
  /** A lab without any hash set, to be copied. */
  readonly emptyLab: string;
  /** MD5s as md5sum writes them: the list that hfind looks digests up in. */
  readonly sums: string;
  /** The same MD5s as a table of SQLite. */
  readonly peerDatabase: string;
}

/** Numbers of records. */
interface NationalSizes {
  readonly few: number;
  readonly many: number;
  /** In large runs only. */
  readonly most: readonly number[];
  /** Of the set that is a database. */
  readonly inDatabase: number;
  readonly questions: number;
}

/** Of kind ignorable, as lists of known files require. */
export const knownFilesCategory = 'known-files';

export async function makeNationalSetting(setting: BenchSetting): Promise<NationalSetting> {
  const { folder, isQuick, isLarge } = setting;
  const million = isQuick ? 2000 : 1_000_000;
  const emptyLab = join(folder, 'empty');
  await makeLab(emptyLab);
  const category = `\n[[categories]]\nid = "${knownFilesCategory}"\ntitle = "Known files"\nkind = "ignorable"\n`;
  appendFileSync(join(emptyLab, 'criskit.toml'), category);
  return {
    ...setting,
    sizes: {
      few: 2 * million,
      many: 10 * million,
      most: isLarge ? [30 * million] : [],
      inDatabase: 5 * million,
      questions: million,
    },
    emptyLab,
    sums: join(folder, 'sums.txt'),
    peerDatabase: join(folder, 'peer.db'),
  };
}
