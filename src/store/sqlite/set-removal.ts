import { CriskitError } from '../../core/errors.ts';
import type { Actor, ImportStore } from '../contract.ts';
import { deriveAfterEnd } from './after-end.ts';
import type { Audited, Connection } from './connection.ts';
import { endImport, getImportInForce, insertImport, mediaOfImport } from './import-rows.ts';
import { changedMedia } from './refresh.ts';
import { countSegmentChanges, standingNow } from './segments/standing.ts';
import { descriptionOf } from './set-versions.ts';

type Removal = Parameters<ImportStore['removeHashSet']>[1];
type Removed = Awaited<ReturnType<ImportStore['removeHashSet']>>;

/** The set gives its place to an import that says nothing; runs inside a transaction. */
export function removeHashSet(
  connection: Connection,
  importId: number,
  { document, reason }: Removal,
  actor: Actor,
): Audited<Removed> {
  const entry = getImportInForce(connection, importId);
  if (entry.kind !== 'hash-set' || entry.categoryId === null) {
    throw new CriskitError('CONFLICT', `Import ${importId} is no hash set; nothing was changed.`, {
      hint: 'criskit undo takes back any other import.',
    });
  }
  const standing = standingNow(connection);
  endImport(connection, importId, 'superseded', reason, actor);
  const removal = insertImport(
    connection,
    {
      kind: 'set-removal',
      caseId: null,
      submissionId: null,
      document,
      part: null,
      format: 'set-removal',
      set: descriptionOf(entry),
      categoryNumber: connection.categoryNumber(entry.categoryId),
      records: 0,
      supersedes: importId,
      splitRuleVersion: null,
      acceptedDifference: null,
      summary: { reason },
    },
    actor,
  );
  const changed = changedMedia(deriveAfterEnd(connection, mediaOfImport(connection, entry), null, actor.atUtc));
  const mediaChanged = changed.length + countSegmentChanges(connection, standing).changed;
  const body = {
    import: removal,
    removes: importId,
    set: entry.setName,
    version: entry.setVersion,
    category: entry.categoryId,
    reason,
    mediaChanged,
  };
  return {
    result: { importId: removal, mediaChanged },
    audit: { action: 'hash-set-removal', body },
  };
}
