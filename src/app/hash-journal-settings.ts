import { type Algorithm, algorithms as allAlgorithms } from '../core/digest.ts';
import { excerpt } from '../core/printable.ts';

/** What the digests of a journal, and the paths by which it knows files, depend on. */
export interface JournalSettings {
  /** Absolute, as they were named. */
  readonly paths: readonly string[];
  readonly algorithms: readonly Algorithm[];
  readonly followLinks: boolean;
  /** Whether the media kind is told. */
  readonly kinds: boolean;
}

/** Undefined where it is anything else. */
export function parseJournalSettings(value: unknown): JournalSettings | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('paths' in value && 'algorithms' in value && 'followLinks' in value && 'kinds' in value)) return undefined;
  const { paths, algorithms, followLinks, kinds } = value;
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) return undefined;
  if (!Array.isArray(algorithms) || !algorithms.every((name) => allAlgorithms.includes(name))) return undefined;
  if (typeof followLinks !== 'boolean' || typeof kinds !== 'boolean') return undefined;
  return { paths, algorithms, followLinks, kinds };
}

interface Aspect {
  readonly key: keyof JournalSettings;
  readonly title: string;
  readonly tell: (settings: JournalSettings) => string;
}

const yesOrNo = (isSo: boolean) => (isSo ? 'yes' : 'no');

const aspects: readonly Aspect[] = [
  { key: 'paths', title: 'paths', tell: ({ paths }) => excerpt(paths.join(', '), 200) },
  { key: 'algorithms', title: 'algorithms', tell: ({ algorithms }) => algorithms.join(', ') },
  { key: 'followLinks', title: 'links followed', tell: ({ followLinks }) => yesOrNo(followLinks) },
  { key: 'kinds', title: 'media kinds told', tell: ({ kinds }) => yesOrNo(kinds) },
];

/** What differs between the two, in words; empty where they agree. */
export function differencesOf(then: JournalSettings, now: JournalSettings): readonly string[] {
  return aspects
    .filter(({ key }) => JSON.stringify(then[key]) !== JSON.stringify(now[key]))
    .map(({ title, tell }) => `${title}: then ${tell(then)}, now ${tell(now)}`);
}
