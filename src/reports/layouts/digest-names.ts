import type { ReportLayout } from '../contract.ts';
import { hasOutcomeHeading, saysOutcomes, precedence, readTables, recognitionOf } from '../document-reading.ts';

const rules = { hasSections: true, text: { joinsShards: false, notes: 'free' } } as const;

/**
 * Headings that state an outcome, perhaps as a sentence ("The following files were identified:"), and below each the lines
 * that it is for: a file named by its digest, a digest, a sent file, with numbers before it and notes behind it.
 */
export const digestNames: ReportLayout = {
  id: 'digest-names',
  title: 'headings state the outcome of the lines of text below them, which name files by digest',

  recognise(document, context) {
    if (!hasOutcomeHeading(document, context)) return undefined;
    const lines = [...this.read(document, context)];
    if (!saysOutcomes(lines)) return undefined;
    const reason = 'a line of its own holds an outcome, and lines below it name files';
    return recognitionOf(lines, reason, precedence.digestNames);
  },

  read(document, context) {
    return readTables(document, context, () => rules);
  },
};
