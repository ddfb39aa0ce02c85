import type { Cell, Row, TableDocument } from '../../src/containers/contract.ts';
import type { Report } from '../../src/reports/contract.ts';
import { type ReadReportOptions, readReport } from '../../src/reports/lookup.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';

export interface TextOptions extends ReadReportOptions {
  /** Paths of the submission. */
  readonly sent?: readonly string[];
}

/** A document of these lines; a tab parts cells. */
export function documentOf(lines: readonly string[]): TableDocument {
  const rows = lines.map((line, index): Row => {
    const cells = line.split('\t').map((text): Cell => ({ kind: text.trim() === '' ? 'blank' : 'text', text }));
    return { place: { line: index + 1 }, cells: line === '' ? [] : cells, hidden: false };
  });
  return { container: 'invented', name: 'reply', tables: [{ hidden: false, rows }], issues: [], traits: new Map() };
}

/** The lines, read by the layout that recognises them or the one that is named. */
export function readLines(lines: readonly string[], { sent = [], ...options }: TextOptions = {}): Report {
  const context = { vocabulary: createVocabulary(), sentNames: createSentNames(sent) };
  return readReport(documentOf(lines), context, options);
}
