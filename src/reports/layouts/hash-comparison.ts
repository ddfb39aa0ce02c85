import type { TableDocument } from '../../containers/contract.ts';
import { readHeader } from '../columns.ts';
import type { ReportLayout } from '../contract.ts';
import { saysOutcomes, precedence, readTables, recognitionOf } from '../document-reading.ts';
import { textOf } from '../line-words.ts';
import { outcomePhrase } from '../stated-totals.ts';
import type { TableRules } from '../table-reading.ts';
import type { Vocabulary } from '../vocabulary.ts';

const asTable: TableRules = { hasSections: false, hasLists: true };
const asSections: TableRules = { hasSections: true, hasLists: true, text: { joinsShards: false, notes: 'free' } };

/**
 * The portal's Initial Hash Value Comparison Report: identified child, recognized hash value, unrecognized hash value. No
 * sample is public, so each shape that such a report can have is read: a table of hash values with their results, a
 * column of hash values or a list for each outcome, or a section for each.
 */
export const hashComparison: ReportLayout = {
  id: 'hash-comparison',
  title: "the portal's comparison of hash values, in a table, in columns, in lists or in sections",

  recognise(document, context) {
    const sign = signOf(document, context.vocabulary);
    if (sign === undefined) return undefined;
    const lines = [...this.read(document, context)];
    return saysOutcomes(lines) ? recognitionOf(lines, sign, precedence.hashComparison) : undefined;
  },

  read(document, context) {
    const hasTable = document.tables.some(({ rows }) =>
      rows.some((row) => (readHeader(row, context.vocabulary)?.outcomes.length ?? 0) > 0),
    );
    return readTables(document, context, () => (hasTable ? asTable : asSections));
  },
};

/** What the report is known by: its title, or the three outcomes in NCMEC's own full words and no other. */
function signOf(document: TableDocument, vocabulary: Vocabulary): string | undefined {
  const words = new Map<string, string>();
  for (const table of document.tables) {
    for (const row of table.rows) {
      if (/\binitial hash value comparison\b/i.test(textOf(row)))
        return 'it is titled as an Initial Hash Value Comparison';
      for (const { text } of row.cells) {
        const phrase = outcomePhrase(text.split(':', 1)[0] ?? '');
        const outcome = phrase.length > 60 ? undefined : vocabulary.outcomeOf(phrase);
        if (outcome !== undefined) words.set(phrase.toLowerCase(), outcome);
      }
    }
  }
  const isFull = (outcome: string, pattern: RegExp): boolean =>
    [...words].some(([phrase, stated]) => stated === outcome && pattern.test(phrase));
  const hasThree =
    isFull('identified', /\bchild/) && isFull('recognized', /\bhash value/) && isFull('unrecognized', /\bhash value/);
  if (!hasThree || [...words.values()].includes('not-identified')) return undefined;
  return 'it states the three outcomes of a hash value comparison and no others';
}
