import { createHash } from 'node:crypto';
import { readDocument } from '../containers/read-document.ts';
import type { Report } from '../../src/reports/contract.ts';
import { type ReadReportOptions, readReport } from '../../src/reports/lookup.ts';
import { noSentNames } from '../../src/reports/sent-names.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';

/** Digests of invented content, by node:crypto. */
export function md5(content: number | string): string {
  return createHash('md5').update(`invented ${content}`).digest('hex');
}

export function sha1(content: number | string): string {
  return createHash('sha1').update(`invented ${content}`).digest('hex');
}

export function sha256(content: number | string): string {
  return createHash('sha256').update(`invented ${content}`).digest('hex');
}

export async function readReply(content: Uint8Array | string, options: ReadReportOptions = {}): Promise<Report> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return readReport(
    await readDocument({ bytes, name: 'reply' }),
    { vocabulary: createVocabulary(), sentNames: noSentNames },
    options,
  );
}

/** Where each issue stands, and its code. */
export function issuesOf(report: Report): string[] {
  return report.issues.map(({ place, code }) => `${place.line ?? place.row} ${code}`);
}

/** Where each record stands, and its outcome. */
export function outcomesOf(report: Report): string[] {
  return report.records.map(({ place, outcome }) => `${place.line ?? place.row} ${outcome}`);
}
