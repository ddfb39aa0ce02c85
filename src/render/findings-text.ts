import type { Finding, FindingKind } from '../core/finding.ts';
import { formatPlace } from '../core/place.ts';
import { printable } from '../core/printable.ts';
import { countOf } from '../core/units.ts';

/** Findings for people: differences before notes, each kind under its own line, `limit` of each and how many more. */
export function formatFindings(findings: readonly Finding[], limit = Number.POSITIVE_INFINITY): readonly string[] {
  const ofWeight = (weight: Finding['weight']) => findings.filter((finding) => finding.weight === weight);
  return [
    ...formatGroup('Differences', ofWeight('difference'), limit),
    ...formatGroup('Notes', ofWeight('note'), limit),
  ];
}

/** How many differences findings stand for: a finding may stand for many. */
export function countFindings(findings: readonly Finding[], weight: Finding['weight']): number {
  return findings.reduce((sum, finding) => sum + (finding.weight === weight ? (finding.count ?? 1) : 0), 0);
}

function formatGroup(title: string, findings: readonly Finding[], limit: number): readonly string[] {
  if (findings.length === 0) return [];
  const byKind = Map.groupBy(findings, (finding) => finding.kind);
  return [`${title}:`, ...[...byKind].flatMap(([kind, group]) => formatKind(kind, group, limit))];
}

function formatKind(kind: FindingKind, findings: readonly Finding[], limit: number): readonly string[] {
  const total = findings.reduce((sum, finding) => sum + (finding.count ?? 1), 0);
  const shown = findings.slice(0, limit);
  const more = findings.slice(limit).reduce((sum, finding) => sum + (finding.count ?? 1), 0);
  return [
    `  ${kind} (${total})`,
    ...shown.map((finding) => `    ${formatFinding(finding)}`),
    ...(more > 0 ? [`    … and ${countOf(more, 'more', 'more')}`] : []),
  ];
}

function formatFinding(finding: Finding): string {
  const where = [
    ...(finding.caseNumber === undefined ? [] : [`case ${finding.caseNumber}`]),
    ...(finding.place === undefined ? [] : [formatPlace(finding.place)]),
  ];
  return printable(where.length === 0 ? finding.message : `${where.join(', ')}: ${finding.message}`);
}
