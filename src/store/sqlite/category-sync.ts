import type { Category } from '../../core/category.ts';
import type { Actor } from '../contract.ts';
import type { Connection } from './connection.ts';
import { rebuildMemberships } from './maintenance.ts';
import { outcomeCategoriesInUse } from './outcome-categories.ts';
import { unpackContradicted } from './segments/contradictions.ts';
import { standingNow } from './segments/standing.ts';

/**
 * Brings the lab's list of categories into the database. Nothing is written where it is there already. A category that
 * the lab took out of its list stays, with the lowest precedence, because assertions refer to it. `outcomeCategoryIds` count
 * only while no import in force was filed by a rule: from then on a new rule moves nothing before it is used.
 */
export async function syncCategories(
  connection: Connection,
  categories: readonly Category[],
  outcomeCategoryIds: readonly string[],
  actor: Actor,
): Promise<void> {
  if (isCurrent(connection, categories, outcomeCategoryIds)) return;
  await connection.write(actor, () => {
    const standing = standingNow(connection);
    const isOutcome = outcomeMarks(connection, outcomeCategoryIds);
    categories.forEach(({ id, title, kind }, rank) => {
      connection.run(
        `INSERT INTO category (name, title, kind, rank, is_outcome) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET title = excluded.title, kind = excluded.kind, rank = excluded.rank,
           is_outcome = excluded.is_outcome`,
        id,
        title,
        kind,
        rank,
        isOutcome(id) ? 1 : 0,
      );
    });
    for (const name of retiredNames(connection, categories)) {
      connection.run(
        'UPDATE category SET rank = ? + category_id, is_outcome = ? WHERE name = ?',
        categories.length,
        isOutcome(name) ? 1 : 0,
        name,
      );
    }
    connection.forgetCategories();
    unpackContradicted(connection, standing);
    const { result } = rebuildMemberships(connection, actor.atUtc, standing);
    return { result: undefined, audit: { action: 'categories', body: { categories, outcomeCategoryIds, ...result } } };
  });
}

function isCurrent(
  connection: Connection,
  categories: readonly Category[],
  outcomeCategoryIds: readonly string[],
): boolean {
  type Row = { name: string; title: string; kind: string; rank: number; is_outcome: number };
  const rows = connection.all<Row>('SELECT name, title, kind, rank, is_outcome FROM category');
  const isOutcome = outcomeMarks(connection, outcomeCategoryIds);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const inForce = categories.every(({ id, title, kind }, rank) => {
    const row = byName.get(id);
    return row?.title === title && row.kind === kind && row.rank === rank && (row.is_outcome === 1) === isOutcome(id);
  });
  const retired = retiredNames(connection, categories).map((name) => byName.get(name));
  return (
    inForce &&
    retired.every(
      (row) => row !== undefined && row.rank >= categories.length && (row.is_outcome === 1) === isOutcome(row.name),
    )
  );
}

/** Which categories rules file outcomes in: those of the rules in use; only where there is none, those of criskit.toml. */
function outcomeMarks(connection: Connection, outcomeCategoryIds: readonly string[]): (name: string) => boolean {
  const inUse = outcomeCategoriesInUse(connection) ?? new Set(outcomeCategoryIds);
  return (name) => inUse.has(name);
}

function retiredNames(connection: Connection, categories: readonly Category[]): readonly string[] {
  const names = [...connection.categories().values()].map(({ name }) => name);
  return names.filter((name) => !categories.some(({ id }) => id === name));
}
