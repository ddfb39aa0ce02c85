import { isBackwards, type Outcome } from '../../core/outcome.ts';
import type { ImportChanges, MediaChange, NewReportImport } from '../contract.ts';
import { takenBackBy } from '../derive.ts';
import { outcomeOfCode } from './codes.ts';
import { readConflicts } from './conflicts.ts';
import type { Connection } from './connection.ts';
import { readDerivationContext, readDerivationInput } from './derivation-input.ts';
import { categoryNames, describeChange } from './media-changes.ts';
import type { RefreshedMedia } from './refresh.ts';

/** The media that the import speaks of, each with the name that the document gives it. */
export type TouchedMedia = ReadonlyMap<number, string | undefined>;

interface Written {
  readonly importId: number;
  readonly refreshed: readonly RefreshedMedia[];
  readonly touched: TouchedMedia;
  readonly supersededId: number | undefined;
}

/** What the import of a report changed, read at the end of its transaction. */
export function readChanges(connection: Connection, request: NewReportImport, written: Written): ImportChanges {
  const { importId, supersededId } = written;
  const differences = supersededId === undefined ? [] : outcomeDifferences(connection, supersededId, importId);
  const tell = (change: Told) => describeChange(connection, change, request.caseNumber);
  return {
    ...categoryChanges(connection, written, tell),
    conflicts: readConflicts(connection, { importId, state: 'open' }),
    differences: differences.map(tell),
    backwards: backwardsOf(connection, written, differences).map(tell),
  };
}

type Told = Parameters<typeof describeChange>[1];

function categoryChanges(
  connection: Connection,
  { refreshed, touched }: Written,
  tell: (change: Told) => MediaChange,
): Pick<ImportChanges, 'added' | 'same' | 'promoted'> {
  const categories = connection.categories();
  const best = (numbers: readonly number[]) =>
    numbers
      .filter((n) => categories.get(n)?.isOutcome === true)
      .map((n) => categories.get(n)?.rank ?? 0)
      .toSorted((a, b) => a - b)[0];
  let added = 0;
  let same = 0;
  const promoted: MediaChange[] = [];
  for (const { mediaId, before, after } of refreshed) {
    const [was, is] = [best(before), best(after)];
    if (before.length === 0 && after.length > 0) added += 1;
    else if (was !== undefined && is !== undefined && is < was) {
      const [from, to] = [categoryNames(connection, before), categoryNames(connection, after)];
      promoted.push(tell({ mediaId, before: from, after: to, ...nameIn(touched, mediaId) }));
    } else if (before.length > 0 && before.length === after.length) same += 1;
  }
  return { added, same, promoted };
}

function nameIn(touched: TouchedMedia, mediaId: number): { readonly fileName?: string } {
  const fileName = touched.get(mediaId);
  return fileName === undefined ? {} : { fileName };
}

/** What the corrected report says otherwise than the one before it, content by content; `before` and `after` are outcomes. */
function outcomeDifferences(connection: Connection, supersededId: number, importId: number): readonly Told[] {
  const before = saidBy(connection, supersededId);
  const after = saidBy(connection, importId);
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted((a, b) => a - b)
    .flatMap((mediaId) => {
      const [was, is] = [before.get(mediaId), after.get(mediaId)];
      const [wasSaid, isSaid] = [was?.outcomes ?? [], is?.outcomes ?? []];
      if (wasSaid.join() === isSaid.join()) return [];
      const fileName = is?.fileName ?? was?.fileName ?? undefined;
      return [{ mediaId, before: wasSaid, after: isSaid, ...(fileName === undefined ? {} : { fileName }) }];
    });
}

function saidBy(connection: Connection, importId: number) {
  type Row = { media_id: number; codes: string; file_name: string | null };
  const rows = connection.all<Row>(
    `SELECT coalesce(m.canonical_id, m.media_id) AS media_id, min(a.file_name) AS file_name,
            group_concat(DISTINCT a.outcome) AS codes
     FROM assertion a JOIN media m USING (media_id) WHERE a.import_id = ? AND a.outcome IS NOT NULL GROUP BY 1`,
    importId,
  );
  return new Map(
    rows.map(({ media_id: id, codes, file_name: fileName }) => {
      const outcomes = codes.split(',').flatMap((code) => outcomeOfCode(Number(code)) ?? []);
      return [id, { outcomes: outcomes.toSorted(), fileName }];
    }),
  );
}

/** Against what stands of earlier imports, and against the import that it takes the place of. Each content once. */
function backwardsOf(
  connection: Connection,
  { importId, touched }: Written,
  differences: readonly Told[],
): readonly Told[] {
  const context = readDerivationContext(connection);
  const found = new Map<number, Told>();
  for (const [id, fileName] of touched) {
    const group = context.groupOf(id);
    const mediaId = Math.min(...group);
    if (found.has(mediaId) || !isReportedBefore(connection, group, importId)) continue;
    const taken = takenBackBy(importId, readDerivationInput(context, group), connection.categories());
    if (taken !== undefined) found.set(mediaId, { mediaId, ...taken, ...(fileName === undefined ? {} : { fileName }) });
  }
  for (const one of differences) {
    if (!found.has(one.mediaId) && isTakenBack(one.before, one.after)) found.set(one.mediaId, one);
  }
  return [...found.values()].toSorted((a, b) => a.mediaId - b.mediaId);
}

/** Nearly all media are new; those need no derivation. */
function isReportedBefore(connection: Connection, group: readonly number[], importId: number): boolean {
  const sql = 'SELECT 1 FROM assertion WHERE media_id = ? AND import_id < ? AND outcome IS NOT NULL LIMIT 1';
  return group.some((id) => connection.get(sql, id, importId) !== undefined);
}

/** One outcome that no outcome of the corrected report upholds; all of them where it says nothing of the media. */
function isTakenBack(before: readonly string[], after: readonly string[]): boolean {
  return before.some((was) => after.every((is) => isBackwards(was as Outcome, is as Outcome)));
}
