import type { Finding } from '../core/finding.ts';

/** The document that `reconcile --format json` writes; ends with a line end. */
export function formatFindingsJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ findings }, undefined, 2)}\n`;
}
