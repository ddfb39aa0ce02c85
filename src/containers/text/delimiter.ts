import { CriskitError } from '../../core/errors.ts';
import { splitRecords } from './record-splitting.ts';

/** What stands between fields where nothing does: a character that no report contains. */
const noDelimiter = '\u001f';

const candidates = [',', ';', '\t', '|'] as const;

/** Enough to see a table below title rows; a report's rows are alike. */
const sampleLines = 500;

export interface DelimiterGuess {
  readonly delimiter: string;
  /** How many fields most records have; 1 where nothing stands between fields. */
  readonly usualFields: number;
  /** For the log. */
  readonly title: string;
}

/**
 * The delimiter of a text: the one that a first line such as `sep=;` names, else the one under which most neighbouring
 * records have the same number of fields, quoted fields respected. Throws `FORMAT_AMBIGUOUS` where two do so alike.
 */
export function detectDelimiter(lines: readonly string[], name: string): DelimiterGuess {
  const sample = lines.slice(0, sampleLines);
  const stated = /^"?sep=([^"])"?$/i.exec(lines[0]?.trimStart() ?? '')?.[1];
  if (stated !== undefined) return guessOf(stated, judge(sample.slice(1), stated).usualFields);
  const judged = candidates
    .map((delimiter) => ({ delimiter, ...judge(sample, delimiter) }))
    .filter((one) => one.usualFields > 1)
    .sort((a, b) => b.alike - a.alike || b.usualFields - a.usualFields);
  const most = judged[0]?.alike ?? 0;
  // Text within fields can be regular too (`Doe, John` in every row): among near equals more fields win.
  const close = judged.filter((one) => one.alike >= most * 0.9).sort((a, b) => b.usualFields - a.usualFields);
  const [best, next] = close;
  if (best === undefined) return guessOf(noDelimiter, 1);
  if (next !== undefined && next.usualFields === best.usualFields) {
    throw new CriskitError(
      'FORMAT_AMBIGUOUS',
      `in ${name}, ${titleOf(best.delimiter)} and ${titleOf(next.delimiter)} separate fields equally well`,
      { path: name, hint: `Put a first line such as "sep=;" into a copy of the file to say which it is.` },
    );
  }
  return guessOf(best.delimiter, best.usualFields);
}

function guessOf(delimiter: string, usualFields: number): DelimiterGuess {
  return { delimiter, usualFields, title: titleOf(delimiter) };
}

function titleOf(delimiter: string): string {
  if (delimiter === noDelimiter) return 'none';
  return delimiter === '\t' ? 'tab' : delimiter;
}

interface Judgement {
  /** Records that stand beside another one with the same number of fields, more than one. */
  readonly alike: number;
  readonly usualFields: number;
}

function judge(lines: readonly string[], delimiter: string): Judgement {
  const counts: number[] = [];
  for (const record of splitRecords(lines, { delimiter, usualFields: Number.POSITIVE_INFINITY })) {
    if (record.text.trim() !== '') counts.push(countFields(record.text, delimiter));
  }
  const perCount = new Map<number, number>();
  for (const [index, count] of counts.entries()) {
    const isAlike = count > 1 && (counts[index - 1] === count || counts[index + 1] === count);
    if (isAlike) perCount.set(count, (perCount.get(count) ?? 0) + 1);
  }
  const most = [...perCount].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0];
  if (most !== undefined)
    return { alike: [...perCount.values()].reduce((sum, each) => sum + each, 0), usualFields: most[0] };
  // No two rows are alike: a header and nothing else, or lines that hold the character by chance.
  const widest = counts.length <= 2 ? counts.reduce((wide, count) => Math.max(wide, count), 1) : 1;
  return { alike: 0, usualFields: widest };
}

function countFields(text: string, delimiter: string): number {
  if (!text.includes('"')) return text.split(delimiter).length;
  return text.replaceAll(/"(?:[^"]|"")*"/g, '').split(delimiter).length;
}
