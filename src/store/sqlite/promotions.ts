import { type ContentHistory, type ImportLineage, promotionBy, type Stage } from '../promoted.ts';
import type { ImportEntry, Promotion, PromotionStage, PromotionStore } from '../contract.ts';
import { type AssertedContent, assertedContents } from './asserted-contents.ts';
import { contactOf } from './case-contacts.ts';
import { kindOfCode, outcomeOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { settledAsOf } from './derive-all.ts';
import { readRefilings } from './derivation-input.ts';
import { listImportRows } from './import-rows.ts';
import { digestsOf, groupOfMedia, mediaOfNothing } from './media.ts';
import { categoryNames } from './media-changes.ts';

export function createPromotionStore(connection: Connection): PromotionStore {
  return { promotions: async (filter = {}) => readPromotions(connection, filter.sinceUtc) };
}

function readPromotions(connection: Connection, sinceUtc: string | undefined): readonly Promotion[] {
  const imports = listImportRows(connection).filter(({ state, kind }) => state !== 'undone' && kind !== 'split-rule');
  const candidates = new Map(
    imports
      .filter(
        ({ state, importedAtUtc }) => state === 'in-force' && (sinceUtc === undefined || importedAtUtc >= sinceUtc),
      )
      .map((entry) => [entry.importId, entry]),
  );
  if (candidates.size === 0) return [];
  const lineage = lineageOf(imports);
  const ofNothing = mediaOfNothing(connection);
  const settled = settledAsOf(connection, undefined);
  const found: { readonly mediaId: number; readonly promotion: Promotion }[] = [];
  for (const content of assertedContents(connection, new Set(imports.map(({ importId }) => importId)))) {
    const [mediaId] = content.group;
    if (content.rows.length < 2) continue;
    const speaking = new Set(content.rows.map((row) => row.import_id));
    if (speaking.size < 2 || content.group.some((id) => ofNothing.has(id))) continue;
    const history = historyOf(connection, content, settled.get(mediaId) ?? []);
    for (const importId of speaking) {
      const entry = candidates.get(importId);
      if (entry === undefined) continue;
      const stages = promotionBy(importId, history, lineage, connection.categories());
      if (stages === undefined) continue;
      found.push({ mediaId, promotion: describe(connection, mediaId, entry, stages) });
    }
  }
  return found
    .toSorted((a, b) => a.promotion.import.importId - b.promotion.import.importId || a.mediaId - b.mediaId)
    .map(({ promotion }) => promotion);
}

function lineageOf(imports: readonly ImportEntry[]): ImportLineage {
  const supersedes = new Map(imports.map(({ importId, supersedes: other }) => [importId, other]));
  return {
    inForce: new Set(imports.flatMap(({ importId, state }) => (state === 'in-force' ? importId : []))),
    supersededBy: (importId) => {
      const chain: number[] = [];
      for (let id = supersedes.get(importId) ?? null; id !== null; id = supersedes.get(id) ?? null) chain.push(id);
      return chain;
    },
  };
}

function historyOf(
  connection: Connection,
  { group, rows }: AssertedContent,
  settled: ContentHistory['settled'],
): ContentHistory {
  return {
    assertions: rows.map((row) => ({
      importId: row.import_id,
      categoryId: row.category_id,
      outcome: outcomeOfCode(row.outcome),
    })),
    refilings: rows.some((row) => row.outcome !== null) ? readRefilings(connection, group) : [],
    settled,
  };
}

function describe(
  connection: Connection,
  mediaId: number,
  entry: ImportEntry,
  { before, after }: { readonly before: Stage; readonly after: Stage },
): Promotion {
  const row = connection.get<{ kind: number }>('SELECT kind FROM media WHERE media_id = ?', mediaId);
  const name = connection.get<{ name: string | null }>(
    `SELECT min(file_name) AS name FROM assertion WHERE import_id = ?2 AND media_id IN (${groupOfMedia})`,
    mediaId,
    entry.importId,
  );
  return {
    digests: digestsOf(connection, mediaId),
    kind: kindOfCode(row?.kind ?? 4),
    fileName: name?.name ?? null,
    before: describeStage(connection, before),
    after: describeStage(connection, after),
    import: entry,
    cases: earlierCases(connection, mediaId, entry).map((caseNumber) => contactOf(connection, caseNumber)),
  };
}

function describeStage(connection: Connection, { categoryIds, outcomes }: Stage): PromotionStage {
  return { categories: categoryNames(connection, categoryIds), outcomes };
}

/** Cases whose submissions or reports (in force) held the media when the import came; its own case knows by the import. */
function earlierCases(connection: Connection, mediaId: number, entry: ImportEntry): readonly string[] {
  const rows = connection.all<{ case_number: string }>(
    `SELECT c.case_number FROM submission_item t JOIN submission s USING (submission_id) JOIN lab_case c USING (case_id)
       WHERE t.media_id IN (${groupOfMedia}) AND s.prepared_at_utc <= ?2
     UNION
     SELECT c.case_number FROM assertion a JOIN import i USING (import_id) JOIN lab_case c USING (case_id)
       WHERE i.state = 'in-force' AND a.import_id < ?3 AND a.media_id IN (${groupOfMedia})
     ORDER BY 1`,
    mediaId,
    entry.importedAtUtc,
    entry.importId,
  );
  return rows.map((row) => row.case_number).filter((caseNumber) => caseNumber !== entry.caseNumber);
}
