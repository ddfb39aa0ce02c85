import { disagreeingAlgorithms, algorithms, type Digests } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type {
  Actor,
  ImportEntry,
  NewHashSetDocument,
  NewHashSetImport,
  SetDescription,
  SetVersionChanges,
} from '../contract.ts';
import { algorithmCode, digestToBlob } from './codes.ts';
import type { Connection } from './connection.ts';
import { endImport, getImportInForce, listImportRows } from './import-rows.ts';
import { digestsOf, groupOfMedia } from './media.ts';
import { compareSegments } from './segments/compare-segments.ts';

/** What the import of a hash set is called; undefined for an import that is none. */
export function descriptionOf({ setName, setVersion, setSource, setDate }: ImportEntry): SetDescription | null {
  return setName === null ? null : { name: setName, version: setVersion, source: setSource, date: setDate };
}

export function describeDocument({ setName }: NewHashSetImport, document: NewHashSetDocument): SetDescription {
  return document.set ?? { name: setName, version: null, source: null, date: null };
}

/**
 * The import in force that this one takes the place of. Throws CONFLICT where several could be meant, or the one named is of
 * another name or category, NOT_FOUND for a delta without a version before it.
 */
export function versionBefore(
  connection: Connection,
  request: NewHashSetImport,
  name: string,
  isDelta: boolean,
): ImportEntry | undefined {
  const { categoryId, supersedes, earlier } = request;
  if (isDelta && earlier === 'keep') {
    throw new CriskitError('CONFLICT', 'A delta changes the version before it, so both cannot be kept in force.', {
      hint: 'Leave --keep-earlier away, or name the delta as a set of its own with --set.',
    });
  }
  if (supersedes !== undefined) return namedVersion(connection, supersedes, categoryId);
  if (earlier === 'keep') return undefined;
  const found = setsInForce(connection, name, categoryId);
  const [first, ...others] = found;
  if (others.length > 0) {
    const numbers = found.map(({ importId }) => importId).join(', ');
    throw new CriskitError(
      'CONFLICT',
      `Several imports of the set "${name}" are in force in ${categoryId} (${numbers}); nothing was changed.`,
      { hint: 'Say which one this takes the place of with --supersedes, or keep them all with --keep-earlier.' },
    );
  }
  if (first === undefined && request.isDelta === true) {
    throw new CriskitError('NOT_FOUND', `No set "${name}" is in force in ${categoryId} that a delta could change.`, {
      hint: 'Import the whole set first, under the same name and in the same category.',
    });
  }
  return first;
}

/** Throws CONFLICT where another process changed what the records were compared with. */
export function checkCompared({ comparedWith }: NewHashSetDocument, earlier: ImportEntry | undefined): void {
  if (comparedWith === undefined || comparedWith === (earlier?.importId ?? null)) return;
  throw new CriskitError(
    'CONFLICT',
    'The version of the set that this one changes is another one by now; nothing was changed.',
    {
      hint: 'Import the file again.',
    },
  );
}

function namedVersion(connection: Connection, importId: number, categoryId: string): ImportEntry {
  const entry = getImportInForce(connection, importId);
  if (entry.kind === 'hash-set' && entry.categoryId === categoryId) return entry;
  throw new CriskitError('CONFLICT', `Import ${importId} is no hash set in ${categoryId}; nothing was changed.`);
}

function setsInForce(connection: Connection, name: string, categoryId: string): readonly ImportEntry[] {
  return listImportRows(connection, { kind: 'hash-set', state: 'in-force' }).filter(
    (entry) => entry.setName === name && entry.categoryId === categoryId,
  );
}

export function supersedeVersion(connection: Connection, entry: ImportEntry, actor: Actor): void {
  endImport(connection, entry.importId, 'superseded', 'a new version of the set took its place', actor);
}

/** The media of the contents that these digests name: one digest agrees, and none that is in force differs. */
export function mediaNamedBy(connection: Connection, digests: Digests): readonly number[] {
  const found = new Set<number>();
  for (const algorithm of algorithms) {
    const value = digests[algorithm];
    if (value === undefined) continue;
    const rows = connection.all<{ media_id: number }>(
      'SELECT media_id FROM digest WHERE algorithm = ? AND value = ? AND in_force = 1',
      algorithmCode(algorithm),
      digestToBlob(value),
    );
    for (const { media_id: id } of rows) found.add(id);
  }
  const same = [...found].filter((id) => disagreeingAlgorithms(digestsOf(connection, id), digests).length === 0);
  return [...new Set(same.flatMap((id) => groupOf(connection, id)))];
}

function groupOf(connection: Connection, mediaId: number): readonly number[] {
  return connection.all<{ id: number }>(groupOfMedia, mediaId).map(({ id }) => id);
}

/** What of the version before stands in this one too: all that a delta neither takes out nor speaks of. Returns how many records. */
export function carryOver(connection: Connection, from: number, to: number, removed: Iterable<number>): number {
  connection.db.exec('DROP TABLE IF EXISTS temp.spoken_of; CREATE TEMP TABLE spoken_of (media_id INTEGER PRIMARY KEY)');
  const speak = `INSERT OR IGNORE INTO temp.spoken_of (media_id)`;
  for (const id of removed) connection.run(`${speak} VALUES (?)`, id);
  connection.run(`${speak} SELECT media_id FROM assertion WHERE import_id = ?`, to);
  connection.run(`${speak} SELECT media_id FROM media_link WHERE import_id = ?`, to);
  connection.run(`${speak} SELECT other_media_id FROM media_link WHERE import_id = ?`, to);
  connection.run(`${speak} SELECT m.canonical_id FROM media m JOIN temp.spoken_of USING (media_id)
    WHERE m.canonical_id IS NOT NULL`);
  connection.run(`${speak} SELECT m.media_id FROM media m JOIN temp.spoken_of s ON s.media_id = m.canonical_id`);
  const carried = connection.run(
    `INSERT INTO assertion (media_id, import_id, ordinal, category_id, outcome, kind, stated, place_line, place, from_import_id,
       file_name, attributes)
     SELECT media_id, ?2, ordinal, category_id, outcome, kind, stated, place_line, place, coalesce(from_import_id, ?1),
       file_name, attributes
     FROM assertion WHERE import_id = ?1 AND media_id NOT IN (SELECT media_id FROM temp.spoken_of)`,
    from,
    to,
  );
  connection.run(
    `INSERT OR IGNORE INTO media_link (import_id, media_id, other_media_id)
     SELECT ?2, l.media_id, l.other_media_id FROM media_link l WHERE l.import_id = ?1 AND EXISTS
       (SELECT 1 FROM assertion a WHERE a.import_id = ?2 AND a.from_import_id IS NOT NULL
          AND a.media_id IN (l.media_id, l.other_media_id))`,
    from,
    to,
  );
  connection.db.exec('DROP TABLE temp.spoken_of');
  return carried;
}

/** What one version says otherwise than the other, content by content: read when links are up to date. */
export function compareVersions(
  connection: Connection,
  before: number,
  after: number,
): Pick<SetVersionChanges, 'added' | 'removed' | 'changed'> {
  const linked = `SELECT media_id FROM media WHERE canonical_id IS NOT NULL
    UNION SELECT canonical_id FROM media WHERE canonical_id IS NOT NULL`;
  const alone = countDifferences(connection, before, after, {
    content: 'a.media_id',
    from: `assertion a WHERE a.media_id NOT IN (${linked})`,
  });
  const grouped = countDifferences(connection, before, after, {
    content: 'coalesce(m.canonical_id, m.media_id)',
    from: `media m JOIN assertion a USING (media_id) WHERE m.media_id IN (${linked})`,
  });
  const packed = compareSegments(connection, before, after);
  return {
    added: alone.added + grouped.added + packed.added,
    removed: alone.removed + grouped.removed + packed.removed,
    changed: alone.changed + grouped.changed + packed.changed,
  };
}

/**
 * Media that stand alone go through in the order of the table; only those that are linked have to be sorted. That a file says the
 * same twice is no difference.
 */
function countDifferences(
  connection: Connection,
  before: number,
  after: number,
  { content, from }: { readonly content: string; readonly from: string },
): Pick<SetVersionChanges, 'added' | 'removed' | 'changed'> {
  const said = 'json_array(a.stated, a.kind, a.file_name, a.attributes)';
  const saidBy = (parameter: string) =>
    `group_concat(DISTINCT CASE WHEN a.import_id = ${parameter} THEN ${said} END ORDER BY ${said})`;
  const row = connection.get<{ added: number | null; removed: number | null; changed: number | null }>(
    `SELECT sum(was IS NULL) AS added, sum(is_now IS NULL) AS removed, sum(was <> is_now) AS changed FROM
       (SELECT ${saidBy('?1')} AS was, ${saidBy('?2')} AS is_now FROM ${from} AND a.import_id IN (?1, ?2) GROUP BY ${content})`,
    before,
    after,
  );
  return { added: row?.added ?? 0, removed: row?.removed ?? 0, changed: row?.changed ?? 0 };
}
