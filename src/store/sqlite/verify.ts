import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { errorMessage } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { chainSha256, chainStart } from '../audit-chain.ts';
import type { VerifyResult } from '../contract.ts';
import type { Connection } from './connection.ts';
import { deriveAll } from './derive-all.ts';
import { outcomeCategoriesInUse } from './outcome-categories.ts';
import { checkSegments } from './segments/verify-segments.ts';

type Check = VerifyResult['checks'][number];

const mostProblems = 20;

/** Every check there is; none stops the others. All of one moment: other processes may write meanwhile. */
export function verifyDatabase(connection: Connection, signal: AbortSignal | undefined): VerifyResult {
  const checks: Check[] = [];
  connection.db.exec('BEGIN');
  try {
    for (const [name, run] of allChecks) {
      throwIfInterrupted(signal);
      checks.push(runCheck(name, () => run(connection)));
    }
  } finally {
    if (connection.db.inTransaction) connection.db.exec('ROLLBACK');
  }
  return { ok: checks.every((check) => check.ok), checks };
}

interface Found {
  readonly checked: number;
  readonly problems: readonly string[];
}

const allChecks: readonly (readonly [string, (connection: Connection) => Found])[] = [
  ['integrity of the database file', checkIntegrity],
  ['references between tables', checkReferences],
  ['audit chain', checkAuditChain],
  ['digests against what states them', checkDigests],
  ['memberships derived anew', checkMemberships],
  ['conflicts derived anew', checkConflicts],
  ['segments and what they share', checkSegments],
  ['documents against their SHA-256', checkDocuments],
];

function runCheck(name: string, run: () => Found): Check {
  try {
    const { checked, problems } = run();
    const shown = problems.slice(0, mostProblems);
    const more = problems.length - shown.length;
    return { name, ok: problems.length === 0, checked, problems: more > 0 ? [...shown, `and ${more} more`] : shown };
  } catch (error) {
    return { name, ok: false, checked: 0, problems: [errorMessage(error)] };
  }
}

function checkIntegrity(connection: Connection): Found {
  const rows = connection.db.pragma('integrity_check') as { integrity_check: string }[];
  const problems = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  return { checked: Number(connection.db.pragma('page_count', { simple: true })), problems };
}

function checkReferences(connection: Connection): Found {
  const rows = connection.db.pragma('foreign_key_check') as { table: string; parent: string }[];
  return {
    checked: 1,
    problems: rows.map(({ table, parent }) => `a row of ${table} refers to a row of ${parent} that does not exist`),
  };
}

function checkAuditChain(connection: Connection): Found {
  type Row = {
    audit_id: number;
    at_utc: string;
    actor: string;
    action: string;
    body: string;
    previous_sha256: Uint8Array;
    sha256: Uint8Array;
  };
  let previous: Uint8Array = chainStart;
  let checked = 0;
  const problems: string[] = [];
  for (const row of connection.prepare('SELECT * FROM audit ORDER BY audit_id').iterate() as Iterable<Row>) {
    checked += 1;
    const entry = { auditId: row.audit_id, atUtc: row.at_utc, by: row.actor, action: row.action, body: row.body };
    if (row.audit_id !== checked) problems.push(`entry ${checked} is missing`);
    if (!sameBytes(row.previous_sha256, previous))
      problems.push(`entry ${row.audit_id} does not follow the one before it`);
    if (!sameBytes(row.sha256, chainSha256(row.previous_sha256, entry)))
      problems.push(`entry ${row.audit_id} was changed`);
    previous = row.sha256;
    if (problems.length > mostProblems) break;
  }
  return { checked, problems };
}

/** A digest is in force where a statement in force makes it, and nowhere else. */
function checkDigests(connection: Connection): Found {
  const bits = '(VALUES (1, 1), (2, 2), (3, 4), (4, 8))';
  const missing = connection.all<{ media_id: number }>(
    `SELECT DISTINCT a.media_id FROM assertion a JOIN import i USING (import_id) JOIN ${bits} b
     WHERE i.state = 'in-force' AND (a.stated & b.column2) <> 0
       AND NOT EXISTS (SELECT 1 FROM digest d WHERE d.media_id = a.media_id AND d.in_force = 1 AND d.algorithm = b.column1)`,
  );
  const unstated = connection.all<{ media_id: number }>(
    `SELECT DISTINCT d.media_id FROM digest d WHERE d.in_force = 1
       AND NOT EXISTS (SELECT 1 FROM assertion a JOIN import i USING (import_id) WHERE a.media_id = d.media_id
         AND i.state = 'in-force' AND (a.stated & (1 << (d.algorithm - 1))) <> 0)
       AND NOT EXISTS (SELECT 1 FROM submission_item s WHERE s.media_id = d.media_id
         AND CASE d.algorithm WHEN 1 THEN s.md5 WHEN 2 THEN s.sha1 WHEN 3 THEN s.sha256 ELSE s.blake3 END IS NOT NULL)`,
  );
  return {
    checked: connection.get<{ count: number }>('SELECT count(*) AS count FROM digest WHERE in_force = 1')?.count ?? 0,
    problems: [
      ...missing.map((row) => `a digest that is stated of media ${row.media_id} is not in force`),
      ...unstated.map((row) => `a digest of media ${row.media_id} is in force and nothing states it`),
    ],
  };
}

/** Both sides in the order of media, compared as they come. */
function checkMemberships(connection: Connection): Found {
  const problems: string[] = [];
  let checked = 0;
  const stored = connection.prepare(
    'SELECT category_id, import_id FROM membership WHERE category_id = ? AND media_id = ?',
  );
  let wanted = 0;
  for (const { mediaId, derivation } of deriveAll(connection)) {
    checked += 1;
    for (const { categoryId, importId } of derivation.memberships) {
      wanted += 1;
      const row = stored.get(categoryId, mediaId) as { import_id: number } | undefined;
      if (row?.import_id !== importId) {
        problems.push(`media ${mediaId} should be in ${connection.categoryName(categoryId)} since import ${importId}`);
      }
    }
  }
  const there = connection.get<{ count: number }>('SELECT count(*) AS count FROM membership')?.count ?? 0;
  if (there !== wanted) problems.push(`${there} memberships are stored and ${wanted} are derived`);
  return { checked, problems: [...problems, ...checkOutcomeCategories(connection)] };
}

/** Marked are the categories of the rules of imports in force. */
function checkOutcomeCategories(connection: Connection): readonly string[] {
  const inUse = outcomeCategoriesInUse(connection);
  if (inUse === undefined) return [];
  return [...connection.categories().values()]
    .filter(({ name, isOutcome }) => inUse.has(name) !== isOutcome)
    .map(({ name, isOutcome }) => `category ${name} is ${isOutcome ? '' : 'not '}marked as one of outcomes`);
}

function checkConflicts(connection: Connection): Found {
  const problems: string[] = [];
  const stored = connection.prepare(
    `SELECT 1 FROM conflict c JOIN media m USING (media_id)
     WHERE coalesce(m.canonical_id, m.media_id) = ? AND c.kind = ? AND c.import_id = ? AND c.state = 'open'`,
  );
  let wanted = 0;
  for (const { mediaId, derivation } of deriveAll(connection)) {
    for (const { kind, importId } of derivation.open) {
      wanted += 1;
      if (stored.get(mediaId, kind, importId) === undefined)
        problems.push(`media ${mediaId} should have a conflict: ${kind}`);
    }
  }
  const open = `SELECT count(*) AS count FROM conflict WHERE state = 'open' AND kind`;
  const there = connection.get<{ count: number }>(`${open} <> 'digest-collision'`)?.count ?? 0;
  if (there !== wanted) problems.push(`${there} conflicts are open and ${wanted} are derived`);
  const collisions = checkCollisions(connection);
  return { checked: wanted + collisions.checked, problems: [...problems, ...collisions.problems] };
}

function checkCollisions(connection: Connection): Found {
  type Row = { value: Uint8Array; contents: number; known: number };
  const rows = connection.all<Row>(
    `SELECT d.value, count(DISTINCT coalesce(m.canonical_id, m.media_id)) AS contents, (SELECT count(*) FROM conflict c WHERE c.kind = 'digest-collision' AND c.algorithm = d.algorithm
              AND c.value = d.value AND c.state IN ('open', 'settled')) AS known
     FROM digest d JOIN media m USING (media_id) WHERE d.in_force = 1
     GROUP BY d.algorithm, d.value HAVING contents > 1`,
  );
  const unknown = rows.filter((row) => row.known < (row.contents * (row.contents - 1)) / 2);
  return {
    checked: rows.length,
    problems: unknown.map(
      (row) => `contents share ${Buffer.from(row.value).toString('hex')} and no conflict says so for each two`,
    ),
  };
}

function checkDocuments(connection: Connection): Found {
  type Row = { sha256: Uint8Array; size_bytes: number; content: Uint8Array };
  const problems: string[] = [];
  let checked = 0;
  for (const row of connection.prepare('SELECT sha256, size_bytes, content FROM document').iterate() as Iterable<Row>) {
    checked += 1;
    const name = Buffer.from(row.sha256).toString('hex');
    try {
      const bytes = inflateSync(row.content, { maxOutputLength: Math.max(1, row.size_bytes) });
      const sha256 = createHash('sha256').update(bytes).digest();
      if (!sameBytes(sha256, row.sha256)) problems.push(`document ${name} was changed`);
    } catch (error) {
      problems.push(`document ${name} cannot be read: ${errorMessage(error)}`);
    }
  }
  const missing = connection.all<{ import_id: number }>(
    `SELECT import_id FROM import WHERE kind <> 'hash-set' AND document_sha256 NOT IN (SELECT sha256 FROM document)`,
  );
  problems.push(...missing.map((row) => `the document of import ${row.import_id} is missing`));
  return { checked, problems };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
