import { type Algorithm, algorithmTitle } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import type { HashSetFormat, WriteOptions } from './contract.ts';

/** The form of a text list that a program takes. */
export interface PlainProfile {
  readonly id: string;
  /** The program. */
  readonly title: string;
  /** The hash-set format that it is a form of. */
  readonly format: HashSetFormat['id'];
  /** The first is written unless another is asked for. Of unverified ones: those that programs of this kind know. */
  readonly algorithms: readonly [Algorithm, ...Algorithm[]];
  readonly headerLine: boolean;
  readonly letterCase: 'lower' | 'upper';
  readonly lineEnd: 'lf' | 'crlf';
  /** Where the form is taken from. */
  readonly source: string;
  /** False where no source or program confirms the form. */
  readonly verified: boolean;
}

/** What programs take of which nothing is published: the barest list. */
const unpublished = {
  format: 'plain',
  algorithms: ['md5', 'sha1', 'sha256'],
  headerLine: false,
  letterCase: 'lower',
  lineEnd: 'crlf',
  source: 'form not published',
  verified: false,
} as const satisfies Omit<PlainProfile, 'id' | 'title'>;

/** By id. */
const profiles: readonly PlainProfile[] = [
  { ...unpublished, id: 'axiom', title: 'Magnet AXIOM' },
  { ...unpublished, id: 'belkasoft', title: 'Belkasoft X' },
  { ...unpublished, id: 'cellebrite', title: 'Cellebrite Physical Analyzer, Inspector' },
  { ...unpublished, id: 'ftk', title: 'FTK, by its KFF Import Utility' },
  { ...unpublished, id: 'griffeye', title: 'Griffeye Analyze' },
  {
    id: 'nuix',
    title: 'Nuix Workstation',
    format: 'plain',
    algorithms: ['md5'],
    headerLine: false,
    letterCase: 'lower',
    lineEnd: 'lf',
    source: "Nuix's documentation: one digest per line, nothing behind it",
    verified: true,
  },
  { ...unpublished, id: 'osforensics', title: 'OSForensics' },
  {
    id: 'sleuthkit',
    title: 'Sleuth Kit (hfind), Autopsy',
    format: 'plain',
    algorithms: ['md5'],
    headerLine: false,
    letterCase: 'lower',
    lineEnd: 'lf',
    source: 'tested: hfind 4.11.1 indexes it and finds in it',
    verified: true,
  },
  {
    ...unpublished,
    id: 'xways',
    title: 'X-Ways Forensics',
    headerLine: true,
    letterCase: 'upper',
    source: 'the manual as users recall it',
  },
];

export function listProfiles(): readonly PlainProfile[] {
  return profiles;
}

/** Throws `FORMAT_UNKNOWN`, with a suggestion, where there is none of that id. */
export function getProfile(id: string): PlainProfile {
  const profile = profiles.find((known) => known.id === id);
  if (profile !== undefined) return profile;
  const ids = profiles.map((known) => known.id);
  const near = suggest(id, ids);
  throw new CriskitError('FORMAT_UNKNOWN', `There is no profile called "${excerpt(id)}".`, {
    hint: near === undefined ? `Profiles: ${ids.join(', ')}.` : `Did you mean ${near}?`,
  });
}

/** What the profile asks for. Throws `FORMAT_CANNOT` for an algorithm that its program does not take. */
export function profileOptions(profile: PlainProfile, asked: Algorithm | undefined): WriteOptions {
  const { algorithms, headerLine, letterCase, lineEnd } = profile;
  const algorithm = asked ?? algorithms[0];
  if (!algorithms.includes(algorithm)) {
    const taken = algorithms.map((one) => algorithmTitle[one]).join(', ');
    throw new CriskitError('FORMAT_CANNOT', `The profile ${profile.id} has no ${algorithmTitle[algorithm]}.`, {
      hint: `It takes ${taken}; --format ${profile.format} writes any other.`,
    });
  }
  return { algorithm, headerLine, letterCase, lineEnd };
}
