import type { ReportLayout } from '../contract.ts';
import { hasOutcomeHeading, saysOutcomes, precedence, readTables, recognitionOf } from '../document-reading.ts';
import { holdsShards } from '../line-words.ts';

const rules = { hasSections: true, text: { joinsShards: true, notes: 'free' } } as const;

/**
 * Headings that state an outcome, and below each the paths that it is for, in which the digits of a digest are divided over
 * folders (`9e/10/7d9d….jpg`).
 */
export const shardedPaths: ReportLayout = {
  id: 'sharded-paths',
  title: 'headings state the outcome of the paths below them, which divide a digest over folders',

  recognise(document, context) {
    const isSharded = document.tables.some((table) => table.rows.some((row) => holdsShards(row, context)));
    if (!isSharded || !hasOutcomeHeading(document, context)) return undefined;
    const lines = [...this.read(document, context)];
    if (!saysOutcomes(lines)) return undefined;
    const reason = 'a line of its own holds an outcome, and paths below it divide digests over folders';
    return recognitionOf(lines, reason, precedence.shardedPaths);
  },

  read(document, context) {
    return readTables(document, context, () => rules);
  },
};
