import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DigestQuery, Store } from '../../../src/store/contract.ts';
import { openStore } from '../../../src/store/sqlite/open-store.ts';
import { actor, digestsOf, documentOf, newLab, packed, reportOf, says, temporaryFolder } from './lab-database.ts';

const many = 25_000;

/** More than the filter is made for, of contents that nobody knows but those named. */
function queriesOf(known: readonly string[]): readonly DigestQuery[] {
  const unknown = Array.from({ length: many }, (_, index) => digestsOf(`unknown ${index}`));
  return [...unknown, ...known.map(digestsOf)].flatMap(({ md5, sha1 }): DigestQuery[] => [
    { algorithm: 'md5', value: md5 },
    { algorithm: 'sha1', value: sha1 },
  ]);
}

async function known(store: Store, texts: readonly string[]): Promise<number> {
  const answers = await store.lookup(queriesOf(texts));
  expect(answers.slice(0, many * 2).filter((answer) => answer.known)).toEqual([]);
  return answers.filter((answer) => answer.known).length;
}

it('is made anew when rows were written, by this connection or by another', async () => {
  const path = join(temporaryFolder(), 'lab.db');
  const store = await newLab(path);
  expect(await known(store, ['a', 'b', 'c'])).toBe(0);
  await store.importReport(reportOf('one', [says(digestsOf('a'), 'identified', 1)]), actor);
  expect(await known(store, ['a', 'b', 'c'])).toBe(2);
  const other = await openStore({ path });
  await other.importReport(reportOf('two', [says(digestsOf('b'), 'identified', 1)]), actor);
  await other.close();
  expect(await known(store, ['a', 'b', 'c'])).toBe(4);
  await store.undoImport(1, 'x', actor);
  expect(await known(store, ['a', 'b', 'c'])).toBe(2);
});

it('lets every digest through that is in the table, whatever it begins with', async () => {
  const store = await newLab();
  const texts = Array.from({ length: 3000 }, (_, index) => `content ${index}`);
  const records = texts.map((text, index) => ({
    digests: digestsOf(text),
    place: { line: index + 1 },
    kind: 'image' as const,
  }));
  const batches = async function* () {
    yield records;
  };
  const request = { format: 'plain', categoryId: 'unidentified', setName: 's' };
  await store.importHashSet(request, packed(batches()), () => documentOf('s'), actor);
  expect(await known(store, texts)).toBe(6000);
});
