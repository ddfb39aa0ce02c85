import type { ReportLayout } from '../contract.ts';
import { readTables, recognitionOf } from '../document-reading.ts';
import { readOutcomeHeading } from '../stated-totals.ts';

const rules = { hasSections: true } as const;

/** Headings such as "Identified Child", each with the rows below it that it is for, with or without a header. */
export const outcomeSections: ReportLayout = {
  id: 'outcome-sections',
  title: 'headings state the outcome of the rows below them',

  recognise(document, context) {
    const { vocabulary } = context;
    const hasHeading = document.tables.some((table) =>
      table.rows.some((row) => readOutcomeHeading(row, vocabulary) !== undefined),
    );
    if (!hasHeading) return undefined;
    return recognitionOf(this.read(document, context), 'a line of its own holds an outcome and nothing else');
  },

  read(document, { vocabulary }) {
    return readTables(document, vocabulary, () => rules);
  },
};
