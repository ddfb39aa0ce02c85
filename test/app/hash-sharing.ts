import { importHashSet, type ImportedHashSet, type ImportHashSetRequest } from '../../src/app/import-hash-set.ts';
import type { Lab } from '../../src/app/lab.ts';
import { parseSettings } from '../../src/app/settings.ts';
import { actor, newLab } from '../store/sqlite/lab-database.ts';

/** A list of two kinds of entries; the digests of one that is deleted are not told. */
export interface Step {
  readonly id: string;
  readonly md5?: string;
  readonly sha1?: string;
  readonly kind?: 'image' | 'video';
}

/** A page of the service, with its entries in this order. One without digests is deleted. */
export function pageOf(...steps: readonly Step[]): string {
  const entries = steps.map(({ id, md5, sha1, kind = 'image' }) => {
    const named = `<member id="42">M</member><id>${id}</id>`;
    if (md5 === undefined && sha1 === undefined) {
      const name = kind === 'image' ? 'deletedImage' : 'deletedVideo';
      return `<${name}>${named}</${name}>`;
    }
    const digests = [
      md5 === undefined ? '' : `<md5>${md5}</md5>`,
      sha1 === undefined ? '' : `<sha1>${sha1}</sha1>`,
    ].join('');
    return `<${kind}>${named}<fingerprints>${digests}</fingerprints></${kind}>`;
  });
  return `<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2"><images>${entries.join('')}</images></queryResult>`;
}

/** A lab whose database keeps sets of that many records and more as segments. */
export async function labWith(segmentFrom: number): Promise<Lab> {
  const store = await newLab(undefined, { segmentFrom });
  const clock = { nowUtc: () => actor.atUtc, today: () => actor.atUtc.slice(0, 10) };
  const settings = parseSettings('', 'criskit.toml');
  return { folder: '/', settings, store, clock, actor: () => actor, close: async () => undefined };
}

const ignored = () => undefined;

/** Takes a page in as the next one of the set. */
export async function importPage(
  lab: Lab,
  content: string,
  more: Partial<ImportHashSetRequest> = {},
): Promise<ImportedHashSet> {
  return importHashSet(lab, {
    input: {
      name: 'page.xml',
      bytes: (async function* () {
        yield Buffer.from(content);
      })(),
    },
    entry: undefined,
    format: undefined,
    algorithm: undefined,
    map: [],
    categoryId: 'unidentified',
    set: { name: 'Hash sharing', version: undefined, source: undefined, date: undefined },
    keepEarlier: false,
    supersedes: undefined,
    isDelta: false,
    approve: undefined,
    acceptIssues: false,
    dryRun: false,
    signal: new AbortController().signal,
    progress: { isShown: false, start: ignored, expect: ignored, advance: ignored, end: ignored },
    ...more,
  });
}

/** What entries of the set in force say, such as `image a 11…`, in order. */
export async function entriesInForce(lab: Lab): Promise<readonly string[]> {
  const [set] = (await lab.store.listImports({ kind: 'hash-set', state: 'in-force' })).toReversed();
  const found: string[] = [];
  if (set === undefined) return found;
  for await (const records of lab.store.hashSetRecords(set.importId)) {
    for (const { kind, digests, attributes } of records)
      found.push([kind, attributes?.unknownMembers?.get('id'), ...Object.values(digests)].join(' '));
  }
  return found.toSorted();
}

/** The contents that an export of the category would hold, by their digests, in order. */
export async function contentsFiled(lab: Lab): Promise<readonly string[]> {
  const found: string[] = [];
  const { records } = await lab.store.recordsOf('unidentified', { orderBy: 'md5' });
  for await (const batch of records) for (const { digests } of batch) found.push(Object.values(digests).join(' '));
  return found.toSorted();
}
