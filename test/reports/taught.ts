import { parseLayoutFile } from '../../src/app/layout-file.ts';
import type { Digest } from '../../src/core/digest.ts';
import type { Report, ReportLayout } from '../../src/reports/contract.ts';
import { readReportAs } from '../../src/reports/lookup.ts';
import { createSentNames } from '../../src/reports/sent-names.ts';
import { layoutOf, type TaughtLayout } from '../../src/reports/taught-layout.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';
import { readDocument } from '../containers/read-document.ts';

/** The layout that a TOML text is. */
export function taughtOf(toml: string, name = 'portal'): TaughtLayout {
  return parseLayoutFile(toml, { path: `/lab/layouts/${name}.toml`, name, vocabulary: createVocabulary() }).layout;
}

export function layoutOfToml(toml: string, name = 'portal'): ReportLayout {
  return layoutOf(taughtOf(toml, name), 'f'.repeat(64) as Digest<'sha256'>);
}

/** A document read by a layout, whether or not that is meant for it. */
export async function readBy(
  toml: string,
  content: Uint8Array | string,
  sent: readonly string[] = [],
): Promise<Report> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const context = { vocabulary: createVocabulary(), sentNames: createSentNames(sent) };
  return readReportAs(layoutOfToml(toml), await readDocument({ bytes, name: 'reply' }), context);
}

/** Each line as what it was taken for, with its outcome or the code of its issue. */
export function takenFor(report: Report): string[] {
  return report.readings.map(({ line }) => {
    if (line.kind === 'record') return `record ${line.record.outcome}`;
    return line.kind === 'issue' ? `issue ${line.issue.code}` : line.kind;
  });
}
