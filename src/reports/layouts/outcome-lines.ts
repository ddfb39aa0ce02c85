import { readHeader } from '../columns.ts';
import type { ReportLayout } from '../contract.ts';
import { saysOutcomes, precedence, readFlows, recognitionOf } from '../document-reading.ts';
import { readOutcomeLines } from '../outcome-lines.ts';

/**
 * Lines that each name a media and its outcome, as the body of an e-mail does (`IMG_0001.jpg: unrecognized`), and blocks of
 * lines with one field each (`Hash: …`, `Status: …`).
 */
export const outcomeLines: ReportLayout = {
  id: 'outcome-lines',
  title: 'each line, or block of labelled lines, names a media and its outcome',

  recognise(document, context) {
    const isTabular = document.tables.some((table) =>
      table.rows.some(
        (row) => (readHeader(row, context.vocabulary)?.headings.filter((one) => one !== '').length ?? 0) > 1,
      ),
    );
    if (isTabular) return undefined;
    const lines = [...this.read(document, context)];
    if (!saysOutcomes(lines)) return undefined;
    const reason = 'lines, or blocks of labelled lines, name a media together with an outcome';
    return recognitionOf(lines, reason, precedence.outcomeLines);
  },

  read(document, context) {
    return readFlows(document, (rows) => readOutcomeLines(rows, context));
  },
};
