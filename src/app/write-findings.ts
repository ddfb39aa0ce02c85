import type { Finding } from '../core/finding.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import { formatFindingsCsv } from '../render/findings-csv.ts';
import { formatFindingsJson } from '../render/findings-json.ts';
import { countFindings, formatFindings } from '../render/findings-text.ts';
import { writeFindingsXlsx } from '../render/findings-xlsx.ts';
import { countOf } from '../core/units.ts';

export type FindingsFormat = 'table' | 'json' | 'csv' | 'xlsx';

/** The findings as a document of that format. */
export function renderFindings(findings: readonly Finding[], format: FindingsFormat): Uint8Array {
  const encoder = new TextEncoder();
  switch (format) {
    case 'table':
      return encoder.encode(`${describeFindings(findings).join('\n')}\n`);
    case 'json':
      return encoder.encode(formatFindingsJson(findings));
    case 'csv':
      return encoder.encode(formatFindingsCsv(findings));
    case 'xlsx':
      return writeFindingsXlsx(findings);
  }
}

/** Every finding for people, and their number. */
export function describeFindings(findings: readonly Finding[]): readonly string[] {
  const differences = countFindings(findings, 'difference');
  const notes = countFindings(findings, 'note');
  if (differences + notes === 0) return ['No differences.'];
  return [...formatFindings(findings), '', `${countOf(differences, 'difference')}, ${countOf(notes, 'note')}.`];
}

/** Throws OUTPUT_EXISTS unless `force`, OUTPUT_FAILED. */
export async function writeFindingsFile(
  path: string,
  findings: readonly Finding[],
  options: { readonly format: FindingsFormat; readonly force: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const bytes = renderFindings(findings, options.format);
  const pieces = async function* () {
    yield bytes;
  };
  await writeAtomic(path, pieces(), { ifExists: options.force ? 'replace' : 'refuse', signal: options.signal });
}
