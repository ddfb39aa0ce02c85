import { combineKinds, type MediaKind } from '../../core/media.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { ImportState } from '../contract.ts';
import { refileOne, type Refiling } from '../refile.ts';
import { kindOfCode, outcomeOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { groupFinder, readRefilings } from './derivation-input.ts';

/** One content that reports speak of. */
export interface ReportedContent {
  /** Of all that reports say of it. */
  readonly kind: MediaKind;
  /** What reports in force say of it, by import. */
  readonly filed: readonly FiledOutcome[];
  /** What superseded reports say of it: they come back when what superseded them is undone. */
  readonly dormant: readonly FiledOutcome[];
}

interface FiledOutcome {
  readonly mediaId: number;
  readonly outcome: Outcome;
  /** That it stands for today. */
  readonly categoryId: number | null;
  /** The import that files it there: the report itself, or a split rule that was applied. */
  readonly filedBy: number;
  /** Every category that its report and the rules applied since, in force, file it in. */
  readonly everFiled: readonly (number | null)[];
}

interface Row {
  readonly content: number;
  readonly media_id: number;
  readonly import_id: number;
  readonly state: ImportState;
  readonly outcome: number;
  readonly category_id: number | null;
  readonly kind: number;
}

/** Every content that reports speak of and did not take back, by media. Nothing may be written while it is read. */
export function* reportedContents(connection: Connection): Generator<ReportedContent> {
  const rows = connection
    .prepare(
      `SELECT coalesce(m.canonical_id, m.media_id) AS content, a.media_id, a.import_id, i.state, a.outcome, a.category_id, a.kind
       FROM import i JOIN assertion a ON a.import_id = i.import_id AND a.outcome IS NOT NULL JOIN media m USING (media_id)
       WHERE i.state <> 'undone' AND i.kind = 'report' ORDER BY content, a.import_id, a.ordinal`,
    )
    .iterate() as Iterable<Row>;
  const refilingsOfContent = refilingFinder(connection);
  let current: Row[] = [];
  for (const row of rows) {
    const [first] = current;
    if (first !== undefined && first.content !== row.content) {
      yield toContent(current, refilingsOfContent(first.content));
      current = [];
    }
    current.push(row);
  }
  const [first] = current;
  if (first !== undefined) yield toContent(current, refilingsOfContent(first.content));
}

/** In force, by import. */
function refilingFinder(connection: Connection): (content: number) => readonly Refiling[] {
  if (connection.get('SELECT 1 FROM refiling LIMIT 1') === undefined) return () => [];
  const groupOf = groupFinder(connection);
  return (content) => readRefilings(connection, groupOf(content));
}

function toContent(rows: readonly Row[], refilings: readonly Refiling[]): ReportedContent {
  const inState = (state: ImportState) =>
    rows.flatMap((row) => (row.state === state ? (fileRow(row, refilings) ?? []) : []));
  return {
    kind: rows.reduce<MediaKind>((known, row) => combineKinds(known, kindOfCode(row.kind)), 'unknown'),
    filed: inState('in-force'),
    dormant: inState('superseded'),
  };
}

function fileRow(row: Row, refilings: readonly Refiling[]): FiledOutcome | undefined {
  const { import_id: importId, media_id: mediaId, category_id: own } = row;
  const outcome = outcomeOfCode(row.outcome);
  if (outcome === null) return undefined;
  const { categoryId, filedBy = importId } = refileOne({ importId, categoryId: own, outcome }, refilings);
  const later = refilings.filter((one) => one.outcome === outcome && one.importId > importId);
  return { mediaId, outcome, categoryId, filedBy, everFiled: [own, ...later.map((one) => one.categoryId)] };
}
