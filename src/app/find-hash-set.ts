import { CriskitError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { ImportEntry } from '../store/contract.ts';
import type { Lab } from './lab.ts';

export interface HashSetChoice {
  /** Every import of the set that is meant, by number. */
  readonly versions: readonly ImportEntry[];
  /** The one that is meant: in force where only a name was given. */
  readonly entry: ImportEntry;
}

/**
 * The hash set that a number of an import, a name, or `NAME@VERSION` names; a name stands for the import in force. Throws
 * NOT_FOUND, CONFLICT where several could be meant.
 */
export async function findHashSet(lab: Lab, text: string): Promise<HashSetChoice> {
  const sets = await lab.store.listImports({ kind: 'hash-set' });
  const found = byNumber(sets, text) ?? byName(sets, text) ?? byVersion(sets, text);
  if (found !== undefined) return { entry: found, versions: versionsOf(sets, found) };
  throw new CriskitError('NOT_FOUND', `There is no hash set "${printable(text)}" in this lab.`, {
    hint: 'criskit hashset list --all shows them with their numbers.',
  });
}

function byNumber(sets: readonly ImportEntry[], text: string): ImportEntry | undefined {
  if (!/^[1-9]\d{0,14}$/.test(text)) return undefined;
  const found = sets.find(({ importId }) => importId === Number(text));
  const named = sets.filter(({ setName, importId }) => setName === text && importId !== found?.importId);
  return found !== undefined && named.length > 0 ? onlyOne([found, ...named], text) : found;
}

/** In force where one is, otherwise the last one that was. */
function byName(sets: readonly ImportEntry[], text: string): ImportEntry | undefined {
  const named = sets.filter(({ setName }) => setName === text);
  const inForce = named.filter(({ state }) => state === 'in-force');
  return inForce.length > 0 ? onlyOne(inForce, text) : lastOf(named, text);
}

function lastOf(sets: readonly ImportEntry[], text: string): ImportEntry | undefined {
  const categories = Map.groupBy(sets, ({ categoryId }) => categoryId);
  return categories.size > 1
    ? onlyOne(
        [...categories.values()].flatMap((list) => list.slice(-1)),
        text,
      )
    : sets.at(-1);
}

function byVersion(sets: readonly ImportEntry[], text: string): ImportEntry | undefined {
  const at = text.lastIndexOf('@');
  if (at <= 0) return undefined;
  const [name, version] = [text.slice(0, at), text.slice(at + 1)];
  const named = sets.filter(({ setName, setVersion }) => setName === name && setVersion === version);
  const inForce = named.filter(({ state }) => state === 'in-force');
  return named.length === 0 ? undefined : onlyOne(inForce.length > 0 ? inForce : named, text);
}

function onlyOne(sets: readonly ImportEntry[], text: string): ImportEntry | undefined {
  if (sets.length <= 1) return sets[0];
  const list = sets.map(({ importId, categoryId }) => `${importId} in ${categoryId ?? 'no category'}`).join(', ');
  throw new CriskitError('CONFLICT', `Several imports could be meant by "${printable(text)}": ${list}.`, {
    hint: 'Give the number of the import.',
  });
}

function versionsOf(sets: readonly ImportEntry[], { setName, categoryId }: ImportEntry): readonly ImportEntry[] {
  return sets.filter((set) => set.setName === setName && set.categoryId === categoryId);
}
