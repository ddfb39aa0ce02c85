import { readHeader } from '../columns.ts';
import type { ReportLayout } from '../contract.ts';
import { precedence, readTables, recognitionOf } from '../document-reading.ts';

const rules = { hasSections: false } as const;

/** One row per media below a header, one column of which (`Result`, `Status`, …) states the outcome. */
export const statusColumn: ReportLayout = {
  id: 'status-column',
  title: 'a column states the outcome of each row',

  recognise(document, context) {
    const { vocabulary } = context;
    const hasStatus = document.tables.some((table) =>
      table.rows.some((row) => (readHeader(row, vocabulary)?.outcomes.length ?? 0) > 0),
    );
    if (!hasStatus) return undefined;
    return recognitionOf(
      [...this.read(document, context)],
      'a header names a column for the outcome',
      precedence.statusColumn,
    );
  },

  read(document, context) {
    return readTables(document, context, () => rules);
  },
};
