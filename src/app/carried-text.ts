import { excerpt } from '../core/printable.ts';
import { countOf, formatBytes } from '../core/units.ts';
import type { ImportSummary } from './import-summary.ts';

/** Of the documents in a message or an archive, so many are listed. */
const shownParts = 30;

/** What the report came in, and what became of everything else in it; no line where it came by itself. */
export function formatParts({ part, carriers, parts }: ImportSummary): readonly string[] {
  if (carriers === undefined || parts === undefined) return [];
  const more = parts.length - shownParts;
  return [
    ...(part === undefined || part === null ? [] : [`Part:     ${nameOf(part.path)}  SHA-256 ${part.sha256}`]),
    ...carriers.map(
      ({ container, traits }) => `Came in:  ${[container, ...Object.entries(traits).map(trait)].join('; ')}`,
    ),
    `Parts:    ${countOf(parts.length, 'document')}`,
    ...parts
      .slice(0, shownParts)
      .map(({ path, sizeBytes, message }) => `  ${nameOf(path)} (${formatBytes(sizeBytes)}): ${excerpt(message, 300)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

function trait([name, value]: readonly [string, string]): string {
  return `${name} ${excerpt(value, 120)}`;
}

function nameOf(path: readonly string[]): string {
  return `"${excerpt(path.join(' › '), 100)}"`;
}
