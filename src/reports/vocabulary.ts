import { CriskitError } from '../core/errors.ts';
import type { Outcome } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';

/** The words in which reports state an outcome: NCMEC's, older ones, and those that the lab adds. */
export interface Vocabulary {
  /**
   * The outcome that the whole phrase states, letter case, blanks, hyphens and plural aside. Undefined for any other
   * phrase, also for one that merely contains a known one: "not identified" never passes for "identified".
   */
  outcomeOf(phrase: string): Outcome | undefined;
}

interface BuiltInWords {
  readonly outcome: Outcome;
  readonly states: readonly string[];
  /** What may follow a state; the empty text where it may stand alone. */
  readonly subjects: readonly string[];
}

const victims = ['', 'child', 'victim', 'child victim'] as const;
const values = ['', 'hash value'] as const;

/**
 * "Identified child", "recognized" and "unrecognized hash value" are NCMEC's (LESP, 2011), "child victim" is of its
 * programme's name (CVIP), "known victim" and "not identified" of lab procedures (CC SOP-32), "confirmed" and
 * "unconfirmed" of NCVIS. Left out on purpose: "newly identified child victim" is a submission of its own and no answer
 * to one (FBI guide, CC SOP-32), and "of interest" or "appears to" say nothing that is certain.
 */
const builtInWords: readonly BuiltInWords[] = [
  { outcome: 'identified', states: ['identified', 'confirmed'], subjects: victims },
  { outcome: 'identified', states: ['known'], subjects: ['child', 'victim', 'child victim'] },
  { outcome: 'identified', states: ['child', 'victim', 'child victim'], subjects: ['identified', 'confirmed'] },
  { outcome: 'recognized', states: ['recognized'], subjects: values },
  { outcome: 'unrecognized', states: ['unrecognized', 'not recognized'], subjects: values },
  {
    outcome: 'not-identified',
    states: ['not identified', 'unidentified', 'un identified', 'unconfirmed', 'not confirmed'],
    subjects: victims,
  },
  {
    outcome: 'not-identified',
    states: ['child', 'victim', 'child victim'],
    subjects: ['not identified', 'unidentified'],
  },
];

/** "Known victim images", "unrecognized files": what the phrase counts does not change what it states. */
const counted = ['', 'file', 'image', 'video', 'image and video', 'media', 'hash'] as const;

const noun = '(?:file|image|picture|photo|video|movie|media|item|hash value|hash)';

/**
 * How sentences and headings lead up to a state ("the following files were", "images depicting an"). There is nothing in
 * it that could deny, doubt or limit what follows: no "not", "no", "newly", "possibly", "appear to".
 */
const leadingWords = new RegExp(
  `^(?:list of )?(?:the )?(?:following )?(?:${noun} (?:(?:and|or) ${noun} )?)?(?:(?:that|which) )?` +
    '(?:(?:is|are|was|were|ha[sv]e? been) )?(?:identified as |classified as )?' +
    '(?:(?:depict|depicting|show|showing|of|contain|containing) )?(?:(?:an?|the) )?',
);

/** What may follow a state in a sentence without changing it. */
const trailingWords = /(?: by ncmec| in cris)?(?: as follow| below|(?: are)? listed below)?$/;

/**
 * The built-in words and the lab's own. Throws `SETTINGS_INVALID` where a word of the lab is empty, or is stated to
 * mean something else than it already does.
 */
export function createVocabulary(labWords: ReadonlyMap<string, Outcome> = new Map()): Vocabulary {
  const words = new Map<string, Outcome>(builtInPhrases());
  const outcomeOf = (phrase: string): Outcome | undefined => words.get(phrase) ?? outcomeOfSentence(phrase, words);
  const vocabulary: Vocabulary = {
    outcomeOf: (phrase) => (phrase.length > longestPhrase ? undefined : outcomeOf(normalisePhrase(phrase))),
  };
  for (const [word, outcome] of labWords) {
    const fault = faultOfWord(vocabulary, word, outcome);
    if (fault === undefined) {
      words.set(normalisePhrase(word), outcome);
      continue;
    }
    throw new CriskitError('SETTINGS_INVALID', `the outcome word "${excerpt(word)}" ${fault}`, {
      hint: 'Correct the list of outcome words in criskit.toml.',
    });
  }
  return { outcomeOf: remembering((phrase) => outcomeOf(normalisePhrase(phrase))) };
}

/** Documents say the same few things over and over. */
function remembering(outcomeOf: Vocabulary['outcomeOf']): Vocabulary['outcomeOf'] {
  const known = new Map<string, Outcome | undefined>();
  return (phrase) => {
    if (phrase.length > longestPhrase) return undefined;
    const before = known.get(phrase);
    if (before !== undefined || known.has(phrase)) return before;
    const outcome = outcomeOf(phrase);
    if (known.size >= mostRemembered) known.clear();
    known.set(phrase, outcome);
    return outcome;
  };
}

/** Why a word cannot be added with that meaning, such as `has no letters`; undefined where it can. */
export function faultOfWord(vocabulary: Vocabulary, word: string, outcome: Outcome): string | undefined {
  if (normalisePhrase(word) === '') return 'has no letters';
  const meaning = vocabulary.outcomeOf(word);
  if (meaning === undefined || meaning === outcome) return undefined;
  return `means "${meaning}" already and cannot mean "${outcome}"`;
}

/** The vocabulary with words that only one layout has; those that it knows already keep their meaning. */
export function extendVocabulary(vocabulary: Vocabulary, words: ReadonlyMap<string, Outcome>): Vocabulary {
  const more = new Map([...words].map(([word, outcome]) => [normalisePhrase(word), outcome]));
  return {
    outcomeOf: (phrase) =>
      vocabulary.outcomeOf(phrase) ?? (phrase.length > longestPhrase ? undefined : more.get(normalisePhrase(phrase))),
  };
}

const mostRemembered = 4096;

/** Longer than any heading. */
const longestPhrase = 200;

/** "the following files were not identified" is "not identified", and so on: what is left must be a known phrase as a whole. */
function outcomeOfSentence(phrase: string, words: ReadonlyMap<string, Outcome>): Outcome | undefined {
  const state = phrase.replace(leadingWords, '').replace(trailingWords, '');
  return state === phrase ? undefined : words.get(state);
}

function builtInPhrases(): [string, Outcome][] {
  return builtInWords.flatMap(({ outcome, states, subjects }) =>
    states.flatMap((state) =>
      subjects.flatMap((subject) =>
        counted.map((what): [string, Outcome] => [normalisePhrase(`${state} ${subject} ${what}`), outcome]),
      ),
    ),
  );
}

/** What may stand between and around words without changing what they say. `!`, `?`, `~`, `/` and the like may not. */
const separators = /[\s\-–—_:.,;"'“”‘’()[\]*]+/g;

const singulars: Readonly<Record<string, string>> = { children: 'child', hashes: 'hash' };

/** One form for all ways of writing a phrase; empty where it has no letters. */
export function normalisePhrase(phrase: string): string {
  return phrase
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\((?:s|es|ren)\)/g, '')
    .replaceAll(separators, ' ')
    .trim()
    .replaceAll(/(?<![^ ])(?:children|hashes)(?![^ ])/g, (word) => singulars[word] ?? word)
    .replaceAll(/(?<=[a-z]{3}[^s ])s(?= |$)/g, '')
    .replaceAll('recognised', 'recognized');
}
