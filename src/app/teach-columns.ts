import { columnLetters } from '../containers/column-letters.ts';
import type { Row } from '../containers/contract.ts';
import { algorithmsOfText } from '../core/digest.ts';
import { excerpt } from '../core/printable.ts';
import type { ReadingContext } from '../reports/contract.ts';
import { headingKey } from '../reports/row-text.ts';
import { type Answer, askUntilUnderstood, type Dialogue, none } from './teach-dialogue.ts';
import { type ColumnRoles, proposeColumns } from './teach-proposals.ts';

interface TaughtRows {
  /** The rows below the header that name media. */
  readonly media: readonly Row[];
  readonly header: Row | undefined;
  /** A text, perhaps an empty one, for each column. */
  readonly headings: readonly string[];
  readonly context: ReadingContext;
}

/** Four questions, each with what the content of the columns speaks for. */
export async function askForRoles(
  dialogue: Dialogue,
  { media, header, headings, context }: TaughtRows,
): Promise<ColumnRoles> {
  const likely = proposeColumns(media, header, context);
  const ask = (what: string, proposed: string, read: (indexes: readonly number[]) => string | undefined) =>
    askUntilUnderstood(dialogue, {
      question: what,
      proposed,
      read: (answer) => {
        const columns = readColumns(answer, headings);
        const fault = 'fault' in columns ? undefined : read(columns.value);
        return fault === undefined ? columns : { fault };
      },
    });
  const digests = await ask(
    `Which column holds the digest (several: A, B; ${none}: none does)?`,
    lettersOf(likely.digests),
    (indexes) => faultOfDigests(indexes, media),
  );
  const names = await ask(
    `Which column holds the name of the file (${none}: none does)?`,
    lettersOf(likely.names.filter((index) => !digests.includes(index))),
    (indexes) =>
      indexes.length + digests.length === 0
        ? 'Without a digest or a name nothing can be read.'
        : faultOfTaken(indexes, digests),
  );
  const taken = [...digests, ...names];
  const outcomes = await ask(
    `Which column holds the outcome (${none}: headings among the rows state it)?`,
    lettersOf(likely.outcomes.filter((index) => !taken.includes(index))),
    (indexes) => faultOfTaken(indexes, taken),
  );
  const [series, contacts] = await askForSeriesAndContact(dialogue, headings, [...taken, ...outcomes], likely);
  return { digests, names, outcomes, series, contacts };
}

/** One question for both: what is written first is the series. */
async function askForSeriesAndContact(
  dialogue: Dialogue,
  headings: readonly string[],
  taken: readonly number[],
  likely: Pick<ColumnRoles, 'series' | 'contacts'>,
): Promise<readonly [readonly number[], readonly number[]]> {
  const series = lettersOf(likely.series.filter((index) => !taken.includes(index)));
  const contact = lettersOf(likely.contacts.filter((index) => !taken.includes(index)));
  return askUntilUnderstood(dialogue, {
    question: `Which columns hold the series and the contact, in this order (such as "D, E", "D" or "${none}, E"; ${none}: none does)?`,
    proposed: contact === none ? series : `${series}, ${contact}`,
    read: (answer): Answer<readonly [readonly number[], readonly number[]]> => {
      const parts = readColumn(answer, headings) === undefined ? answer.split(',').map((one) => one.trim()) : [answer];
      if (parts.length > 2) return { fault: 'There are two columns at most: the series, then the contact.' };
      const read = parts.map((part) => readColumns(part, headings));
      const found: (readonly number[])[] = [];
      for (const one of read) {
        const fault = 'fault' in one ? one.fault : faultOfTaken(one.value, [...taken, ...found.flat()]);
        if (fault !== undefined) return { fault };
        if ('value' in one) found.push(one.value);
      }
      return { value: [found[0] ?? [], found[1] ?? []] };
    },
  });
}

function faultOfDigests(indexes: readonly number[], media: readonly Row[]): string | undefined {
  const without = indexes.find(
    (index) => !media.some((row) => algorithmsOfText(row.cells[index]?.text.trim() ?? '').length > 0),
  );
  return without === undefined ? undefined : `Column ${columnLetters(without)} holds no digest in any row.`;
}

function faultOfTaken(indexes: readonly number[], taken: readonly number[]): string | undefined {
  const again = indexes.find((index) => taken.includes(index));
  return again === undefined ? undefined : `Column ${columnLetters(again)} holds something else already.`;
}

function lettersOf(indexes: readonly number[]): string {
  return indexes.length === 0 ? none : indexes.map(columnLetters).join(', ');
}

/**
 * The columns that an answer names, in its order: by letters, number or heading, several with commas between.
 * `headings` has a text, perhaps an empty one, for each column there is.
 */
function readColumns(answer: string, headings: readonly string[]): Answer<readonly number[]> {
  if (answer === none) return { value: [] };
  const whole = readColumn(answer, headings);
  if (whole !== undefined) return { value: [whole] };
  const indexes: number[] = [];
  for (const part of answer.split(',').map((one) => one.trim())) {
    const index = readColumn(part, headings);
    if (index === undefined) {
      const range = headings.length === 1 ? 'A' : `A to ${columnLetters(headings.length - 1)}`;
      return {
        fault: `"${excerpt(part, 40)}" is no column: there is ${range}, by letter or heading; ${none} for none.`,
      };
    }
    if (indexes.includes(index)) return { fault: `Column ${columnLetters(index)} is named twice.` };
    indexes.push(index);
  }
  return { value: indexes };
}

/** Letters come before a heading that consists of letters alone: they are what is shown. */
function readColumn(text: string, headings: readonly string[]): number | undefined {
  const byLetters = headings.findIndex((_, index) => columnLetters(index) === text.toUpperCase());
  if (byLetters >= 0) return byLetters;
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= headings.length) return Number(text) - 1;
  const key = headingKey(text);
  const byHeading = headings.findIndex((heading) => key !== '' && headingKey(heading) === key);
  return byHeading < 0 ? undefined : byHeading;
}
