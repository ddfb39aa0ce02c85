import { isUnknownMember } from './vics-members.ts';

/** How many lists of names are remembered: files have few, and one that has many may not fill the memory. */
const mostLists = 1000;

const known = new Map<string, readonly string[] | undefined>();

/**
 * The names of unknown members in their order, where an entry can hold them all beside what criskit knows and gives each back as
 * it is: texts and truths under names that nothing else has, in any letter case. Undefined for others.
 */
export function plainMemberNames(members: ReadonlyMap<string, unknown>): readonly string[] | undefined {
  let key = '';
  for (const [name, value] of members) {
    if (typeof value !== 'string' && typeof value !== 'boolean') return undefined;
    key += `${name}\n`;
  }
  if (!known.has(key)) {
    if (known.size >= mostLists) known.clear();
    known.set(key, plainNames([...members.keys()]));
  }
  return known.get(key);
}

function plainNames(names: readonly string[]): readonly string[] | undefined {
  const spellings = new Set(names.map((name) => name.toLowerCase()));
  const isPlain =
    spellings.size === names.length && names.every((name) => !name.includes('\n') && isUnknownMember(name));
  return isPlain ? names.toSorted() : undefined;
}
