import type { Leaf } from '../containers/open-document.ts';
import { algorithmsOfText, firstDigest } from '../core/digest.ts';
import { fileNameOf, foldName } from '../core/media.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Report, ReportRecord } from './contract.ts';

/** One document of what came, held against the one that is taken for the report. */
export interface PartComparison {
  /** How many different digests it names. */
  readonly names: number;
  /** How many of these the report does not name. */
  readonly extra: number;
  /** True where it names a digest, or has a record, that the report does not have. */
  readonly namesMore: boolean;
  /** True where it gives a media of the report another outcome. */
  readonly contradicts: boolean;
}

/** Compares by digests and, where a record has none, by file name. `report`: what could be read of the part, if anything. */
export function comparePart(
  leaf: Leaf,
  report: Report | undefined,
  chosen: { readonly leaf: Leaf; readonly report: Report },
): PartComparison {
  const known = digestsNamedIn(chosen.leaf);
  const named = digestsNamedIn(leaf);
  const extra = [...named].filter((digest) => !known.has(digest)).length;
  const outcomes = outcomesByMedia(chosen.report.records);
  let contradicts = false;
  let hasOtherRecord = false;
  for (const record of report?.records ?? []) {
    const there = outcomes.get(keyOf(record));
    if (there === undefined) hasOtherRecord = true;
    else if (!there.has(record.outcome)) contradicts = true;
  }
  return { names: named.size, extra, namesMore: extra > 0 || hasOtherRecord, contradicts };
}

function outcomesByMedia(records: readonly ReportRecord[]): ReadonlyMap<string, ReadonlySet<Outcome>> {
  const outcomes = new Map<string, Set<Outcome>>();
  for (const record of records) {
    const key = keyOf(record);
    const known = outcomes.get(key);
    if (known === undefined) outcomes.set(key, new Set([record.outcome]));
    else known.add(record.outcome);
  }
  return outcomes;
}

function keyOf({ digests, fileName }: ReportRecord): string {
  return firstDigest(digests)?.value ?? `/${foldName(fileNameOf(fileName ?? ''))}`;
}

/** Every whole digest in the text of a document, in small letters. */
export function digestsNamedIn({ content }: Leaf): ReadonlySet<string> {
  const found = new Set<string>();
  if (content.kind === 'refused') return found;
  for (const table of content.document.tables) {
    for (const row of table.rows) {
      for (const cell of row.cells) {
        for (const [run] of cell.text.matchAll(/[0-9a-f]{32,}/gi)) {
          if (algorithmsOfText(run).length > 0) found.add(run.toLowerCase());
        }
      }
    }
  }
  return found;
}
