import type { Table } from '../../containers/contract.ts';
import type { ReportLayout } from '../contract.ts';
import { precedence, readTables, recognitionOf } from '../document-reading.ts';
import { statementOf } from '../outcome-cells.ts';
import { outcomePhrase } from '../stated-totals.ts';
import type { TableRules } from '../table-reading.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** A workbook whose sheets are named after outcomes. Its other sheets are read as tables with a status column. */
export const sheetPerOutcome: ReportLayout = {
  id: 'sheet-per-outcome',
  title: 'sheets of a workbook are named after outcomes',

  recognise(document, context) {
    const { vocabulary } = context;
    const names = document.tables.filter((table) => rulesOf(table, vocabulary).tableStatement !== undefined);
    if (names.length === 0) return undefined;
    return recognitionOf(
      [...this.read(document, context)],
      'a sheet is named after an outcome',
      precedence.sheetPerOutcome,
    );
  },

  read(document, context) {
    return readTables(document, context, (table) => rulesOf(table, context.vocabulary));
  },
};

function rulesOf(table: Table, vocabulary: Vocabulary): TableRules {
  const outcome = table.name === undefined ? undefined : vocabulary.outcomeOf(outcomePhrase(table.name));
  if (outcome === undefined) return { hasSections: false };
  return { hasSections: false, tableStatement: statementOf(outcome, table.name ?? '') };
}
