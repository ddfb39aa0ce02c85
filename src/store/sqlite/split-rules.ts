import { type KindCounts, noMedia, totalOfKinds } from '../../core/media.ts';
import { categoryOf, type SplitRule } from '../../core/split-rule.ts';
import type {
  Actor,
  NewSplitRuleImport,
  RefiledMedia,
  SplitRuleChanges,
  SplitRuleStore,
  SplitRuleUse,
} from '../contract.ts';
import type { Refiling } from '../derive.ts';
import { countCasesHolding } from './case-contacts.ts';
import { kindOfCode } from './codes.ts';
import { readConflicts } from './conflicts.ts';
import type { Audited, Connection } from './connection.ts';
import { insertImport } from './import-rows.ts';
import { rebuildAll } from './maintenance.ts';
import { categoryNames, describeChange, mergeRefreshed } from './media-changes.ts';
import { markOutcomeCategories } from './outcome-categories.ts';
import { insertRefiling } from './refiling-rows.ts';
import { isMoved, type RefreshedMedia, refreshMedia } from './refresh.ts';
import { type ReportedContent, reportedContents } from './reported-contents.ts';
import { keepSplitRule } from './split-rule-versions.ts';
import { readSplitRuleUse } from './split-rule-use.ts';

/** Of the media that go one way, so many are told one by one. */
const toldOfEach = 5;

export function createSplitRuleStore(connection: Connection): SplitRuleStore {
  return {
    applySplitRule: (request, actor) => connection.write(actor, () => apply(connection, request, actor)),
    previewSplitRule: (request, actor) =>
      connection.write(actor, () => {
        const { result } = apply(connection, request, actor);
        return { result: { ...result, importId: null }, audit: null };
      }),
    splitRuleUse: async (rule): Promise<SplitRuleUse> => readSplitRuleUse(connection, rule),
  };
}

function apply(connection: Connection, request: NewSplitRuleImport, actor: Actor): Audited<SplitRuleChanges> {
  keepSplitRule(connection, request.rule, actor);
  const refilings = [...reportedContents(connection)].flatMap((content) =>
    refilingsFor(connection, request.rule, content),
  );
  if (!refilings.some(({ isChange }) => isChange)) {
    return { result: { importId: null, refiled: 0, moved: [], cases: [], conflicts: [] }, audit: null };
  }
  const result = refileAll(connection, request, refilings, actor);
  const summary = {
    reason: request.reason,
    refiled: result.refiled,
    moved: result.moved.map(({ first: _, ...counted }) => counted),
  };
  connection.run('UPDATE import SET summary = ? WHERE import_id = ?', JSON.stringify(summary), result.importId);
  return { result, audit: { action: 'split-rule-apply', body: auditBody(request, result) } };
}

function auditBody({ rule, document, reason }: NewSplitRuleImport, result: SplitRuleChanges) {
  return {
    import: result.importId,
    splitRuleVersion: rule.version,
    sha256: document.sha256,
    reason,
    refiled: result.refiled,
    mediaChanged: result.moved.reduce((sum, { counts }) => sum + totalOfKinds(counts), 0),
    conflicts: result.conflicts.length,
    cases: result.cases.map(({ caseNumber }) => caseNumber),
  };
}

function refileAll(
  connection: Connection,
  request: NewSplitRuleImport,
  refilings: readonly NewRefiling[],
  actor: Actor,
): SplitRuleChanges {
  const known = new Set(readConflicts(connection, { state: 'open' }).map(({ conflictId }) => conflictId));
  const importId = insertImport(connection, importRow(request, refilings.length), actor);
  for (const refiling of refilings) insertRefiling(connection, refiling.mediaId, { ...refiling, importId });
  const marked = markOutcomeCategories(connection) ? rebuildAll(connection, actor.atUtc) : [];
  const refreshed = refreshMedia(
    connection,
    refilings.map(({ mediaId }) => mediaId),
    actor.atUtc,
  );
  const moves = mergeRefreshed(marked, refreshed).filter(isMoved);
  const raised = readConflicts(connection, { state: 'open' }).filter(({ conflictId }) => !known.has(conflictId));
  return {
    importId,
    refiled: refilings.filter(({ isChange }) => isChange).length,
    moved: groupMoves(connection, moves),
    cases: countCasesHolding(
      connection,
      moves.map(({ mediaId }) => mediaId),
    ),
    conflicts: raised,
  };
}

function importRow({ rule, document }: NewSplitRuleImport, records: number) {
  return {
    kind: 'split-rule' as const,
    caseId: null,
    submissionId: null,
    document,
    part: null,
    format: 'split-rule',
    set: null,
    categoryNumber: null,
    records,
    supersedes: null,
    splitRuleVersion: rule.version,
    acceptedDifference: null,
    summary: null,
  };
}

interface NewRefiling extends Omit<Refiling, 'importId'> {
  readonly mediaId: number;
  /** False: it is filed there already, and stays. */
  readonly isChange: boolean;
}

/**
 * For each media of the content and each outcome of it, the category that the rule files it in; none where that is where it
 * always was. What is there only through a rule that was applied before is filed again, so that it stays where that one is undone.
 */
function refilingsFor(
  connection: Connection,
  rule: SplitRule,
  { kind, filed, dormant }: ReportedContent,
): readonly NewRefiling[] {
  const all = [...filed, ...dormant];
  return [...new Set(all.map(({ outcome }) => outcome))].flatMap((outcome) => {
    const wanted = categoryOf(rule, outcome, kind);
    const categoryId = wanted === null ? null : connection.categoryNumber(wanted);
    const said = all.filter((one) => one.outcome === outcome);
    if (said.every(({ everFiled }) => everFiled.every((id) => id === categoryId))) return [];
    const isChange = filed.some((one) => one.outcome === outcome && one.categoryId !== categoryId);
    return [...new Set(said.map(({ mediaId }) => mediaId))].map((mediaId) => ({
      mediaId,
      outcome,
      categoryId,
      isChange,
    }));
  });
}

function groupMoves(connection: Connection, moves: readonly RefreshedMedia[]): readonly RefiledMedia[] {
  const byRank = [...connection.categories().values()].map(({ name }) => name);
  const inOrder = (numbers: readonly number[]) => {
    const names = categoryNames(connection, numbers);
    return byRank.filter((name) => names.includes(name));
  };
  const groups = Map.groupBy(moves, ({ before, after }) => JSON.stringify([inOrder(before), inOrder(after)]));
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const [before = [], after = []] = JSON.parse(key) as string[][];
      return {
        before,
        after,
        counts: countKinds(connection, group),
        first: group
          .slice(0, toldOfEach)
          .map(({ mediaId }) => describeChange(connection, { mediaId, before, after, ...nameOf(connection, mediaId) })),
      };
    });
}

function countKinds(connection: Connection, group: readonly RefreshedMedia[]): KindCounts {
  const counts = { ...noMedia };
  for (const { mediaId } of group) {
    const row = connection.get<{ kind: number }>('SELECT kind FROM media WHERE media_id = ?', mediaId);
    counts[kindOfCode(row?.kind ?? 4)] += 1;
  }
  return counts;
}

function nameOf(connection: Connection, mediaId: number): { readonly fileName?: string } {
  const row = connection.get<{ name: string | null }>(
    'SELECT min(file_name) AS name FROM assertion WHERE media_id = ?',
    mediaId,
  );
  return row?.name === null || row === undefined ? {} : { fileName: row.name };
}
