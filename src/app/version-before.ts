import type { Lab } from './lab.ts';

/** The import whose place the next version of a set takes. */
export interface VersionQuery {
  readonly categoryId: string;
  /** Of the set. */
  readonly name: string;
  /** Where it was said. */
  readonly supersedes: number | undefined;
}

/** Null where there is none, and where it cannot be told, of which the store says why it refuses the import. */
export async function findVersionBefore(
  lab: Lab,
  { categoryId, name, supersedes }: VersionQuery,
): Promise<number | null> {
  if (supersedes !== undefined) return supersedes;
  const sets = await lab.store.listImports({ kind: 'hash-set', state: 'in-force' });
  const [first, ...others] = sets.filter((set) => set.setName === name && set.categoryId === categoryId);
  return first === undefined || others.length > 0 ? null : first.importId;
}
