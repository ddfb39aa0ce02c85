import type { Bench } from './bench.ts';
import { countKnownContents } from './known-files.ts';
import { writePlainList } from './md5-lists.ts';
import { benchExports } from './national-exports.ts';
import { benchImports, labOf, type NationalSet } from './national-imports.ts';
import { copyWithSqlite, indexSums, indexWithHfind, insertSorted, insertUnsorted } from './national-peers.ts';
import { benchQuestions } from './national-questions.ts';
import { knownFilesCategory, makeNationalSetting, type NationalSetting } from './national-setting.ts';
import { writeNsrlDatabase } from './nsrl-database-data.ts';
import { writeNsrlText } from './nsrl-text-data.ts';
import { writeVics } from './vics-data.ts';

/** Hash sets as long as those of a nation: taken in, asked and written. */
export const nationalLists: Bench = {
  name: 'national-lists',
  run: async function* (setting) {
    const national = await makeNationalSetting(setting);
    const { many } = national.sizes;
    const { vics, ...others } = nationalSets(national);
    yield* benchImports(national, vics, many);
    for (const set of Object.values(others)) yield* benchImports(national, set);
    const lab = labOf(national, vics, many);
    yield* benchQuestions(national, lab);
    yield* benchExports(national, lab);
  },
};

function nationalSets(setting: NationalSetting) {
  const { few, many, most, inDatabase } = setting.sizes;
  return {
    vics: {
      title: 'entries of VICS 2.0',
      fileName: 'vics.json',
      category: 'unidentified',
      counts: [few, many, ...most],
      goal: 400_000,
      write: writeVics,
      mediaIn: (count) => count,
      peers: () => insertUnsorted(setting),
    },
    nsrlText: {
      title: 'rows of NSRL, RDS 2.0 text',
      fileName: 'nsrl.txt',
      category: knownFilesCategory,
      counts: [few, many, ...most],
      goal: 400_000,
      write: writeNsrlText,
      mediaIn: countKnownContents,
      peers: (path, count) => indexWithHfind('nsrl-md5', path, count),
    },
    nsrlDatabase: {
      title: 'rows of NSRL, RDS 3 minimal database',
      fileName: 'nsrl.db',
      category: knownFilesCategory,
      counts: [inDatabase],
      write: writeNsrlDatabase,
      mediaIn: countKnownContents,
      peers: (path, count) => copyWithSqlite(setting, path, count),
    },
    plain: {
      title: 'MD5s in random order',
      fileName: 'plain.txt',
      category: 'unidentified',
      counts: [many],
      write: writePlainList,
      mediaIn: (count) => count,
      // What these two make stays: digests are looked up in it.
      peers: async (path, count) => [await insertSorted(setting, path, count), ...(await indexSums(setting, count))],
    },
  } satisfies Record<string, NationalSet>;
}
