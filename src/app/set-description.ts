import { parseCalendarDate } from '../core/dates.ts';
import { CriskitError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import type { HashSetBatch } from '../hashsets/contract.ts';
import type { SetDescription } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';

/** What the examiner says of a set; what is not said is taken from the file. */
export interface SetWords {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly source: string | undefined;
  /** A calendar date. */
  readonly date: string | undefined;
}

type SetStatement = NonNullable<HashSetBatch['about']>;

const longestText = 200;

/** Throws USAGE for what cannot be kept or shown, and for a date that is none. */
export function checkSetWords(words: SetWords): SetWords {
  const checked = (what: string, text: string | undefined) =>
    text === undefined ? undefined : checkedText(what, text, longestText);
  const date = checked('The date of the set', words.date);
  if (date !== undefined && parseCalendarDate(date) === undefined) {
    throw new CriskitError('USAGE', `--date must be a date such as 2026-11-22, and is "${date}".`);
  }
  return {
    name: checked('The name of the set', words.name),
    version: checked('The version of the set', words.version),
    source: checked('The source of the set', words.source),
    date,
  };
}

/** The examiner's word goes before that of the file; without either the name is that of the file. */
export function describeSet(words: SetWords, about: SetStatement, fileName: string): SetDescription {
  return {
    name: words.name ?? toldBy(about.name) ?? toldBy(fileName) ?? 'unnamed',
    version: words.version ?? toldBy(about.version) ?? null,
    source: words.source ?? toldBy(about.source) ?? null,
    date: words.date ?? toldBy(about.date) ?? null,
  };
}

/** Text of others, fit to be kept as a name; undefined where it says nothing. */
function toldBy(text: string | undefined): string | undefined {
  const shown = printable((text ?? '').toWellFormed().trim())
    .slice(0, longestText)
    .trim();
  return shown === '' ? undefined : shown;
}
