import type { Outcome } from '../core/outcome.ts';
import { outcomes } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';
import { countOf, formatCount } from '../core/units.ts';
import { normalisePhrase, type Vocabulary } from '../reports/vocabulary.ts';
import { type Answer, askUntilUnderstood, type Dialogue, none } from './teach-dialogue.ts';

/** Words beyond this number are not asked for; lines that hold one become issues. */
const mostWords = 40;

interface NewWord {
  /** As it is written where it occurs first. */
  readonly text: string;
  readonly count: number;
}

/** Words that state an outcome, each with what it means, as a person says: four questions at most. */
export async function askForWords(
  dialogue: Dialogue,
  texts: Iterable<string>,
  vocabulary: Vocabulary,
): Promise<Readonly<Record<string, Outcome>>> {
  const all = newWords(texts, vocabulary);
  const words = all.slice(0, mostWords);
  const meanings = new Map<number, Outcome>();
  if (words.length > 0) showWords(dialogue, words, all.length);
  for (const outcome of outcomes) {
    if (meanings.size === words.length) break;
    const numbers = await askUntilUnderstood(dialogue, {
      question: `Which of these words mean "${outcome}" (numbers such as 1, 3)?`,
      proposed: none,
      read: (answer) => readNumbers(answer, words, meanings),
    });
    for (const number of numbers) meanings.set(number, outcome);
  }
  const left = all.length - meanings.size;
  if (left > 0) dialogue.show([`Rows with the other ${countOf(left, 'word')} will be issues.`]);
  return Object.fromEntries(
    words.flatMap(({ text }, index) => {
      const outcome = meanings.get(index + 1);
      return outcome === undefined ? [] : [[text, outcome] as const];
    }),
  );
}

/** Those that the vocabulary lacks, the most frequent ones first. */
function newWords(texts: Iterable<string>, vocabulary: Vocabulary): readonly NewWord[] {
  const words = new Map<string, NewWord>();
  for (const each of texts) {
    const text = each.trim();
    const key = normalisePhrase(text);
    // What the file of a layout cannot hold as a word is none.
    if (key === '' || text.length > 200 || text === '__proto__' || vocabulary.outcomeOf(text) !== undefined) continue;
    const known = words.get(key);
    words.set(key, { text: known?.text ?? text, count: (known?.count ?? 0) + 1 });
  }
  return [...words.values()].sort((a, b) => b.count - a.count);
}

function showWords(dialogue: Dialogue, words: readonly NewWord[], count: number): void {
  const more = count - words.length;
  dialogue.show([
    '',
    'Words for outcomes that criskit does not know, and how often they occur:',
    ...words.map(({ text, count: times }, index) => `  ${index + 1}  "${excerpt(text, 60)}" (${formatCount(times)})`),
    ...(more > 0 ? [`  … and ${formatCount(more)} more. Is this the right column?`] : []),
  ]);
}

function readNumbers(
  answer: string,
  words: readonly NewWord[],
  meanings: ReadonlyMap<number, Outcome>,
): Answer<readonly number[]> {
  if (answer === none) return { value: [] };
  const numbers: number[] = [];
  for (const part of answer.split(/[\s,;]+/).filter((one) => one !== '')) {
    const number = /^\d{1,3}$/.test(part) ? Number(part) : 0;
    if (number < 1 || number > words.length) {
      return {
        fault: `"${excerpt(part, 30)}" is none of the numbers 1 to ${words.length}; ${none} stands for no word.`,
      };
    }
    const meaning = meanings.get(number);
    if (meaning !== undefined) return { fault: `Number ${number} means "${meaning}" already.` };
    numbers.push(number);
  }
  return { value: numbers };
}
