import type { ReportLayout } from '../contract.ts';
import { hasOutcomeHeading, precedence, readTables, recognitionOf } from '../document-reading.ts';

const rules = { hasSections: true } as const;

/** Headings such as "Identified Child", each with the rows below it that it is for, with or without a header. */
export const outcomeSections: ReportLayout = {
  id: 'outcome-sections',
  title: 'headings state the outcome of the rows below them',

  recognise(document, context) {
    if (!hasOutcomeHeading(document, context)) return undefined;
    return recognitionOf(
      [...this.read(document, context)],
      'a line of its own holds an outcome and nothing else',
      precedence.outcomeSections,
    );
  },

  read(document, context) {
    return readTables(document, context, () => rules);
  },
};
