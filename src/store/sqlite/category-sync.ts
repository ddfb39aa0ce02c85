import type { Category } from '../../core/category.ts';
import type { Actor } from '../contract.ts';
import type { Connection } from './connection.ts';
import { rebuildMemberships } from './maintenance.ts';

/**
 * Brings the lab's list of categories into the database. Nothing is written where it is there already. A category that
 * the lab took out of its list stays, with the lowest precedence, because assertions refer to it.
 */
export async function syncCategories(
  connection: Connection,
  categories: readonly Category[],
  outcomeCategoryIds: readonly string[],
  actor: Actor,
): Promise<void> {
  if (isCurrent(connection, categories, outcomeCategoryIds)) return;
  await connection.write(actor, () => {
    categories.forEach(({ id, title, kind }, rank) => {
      connection.run(
        `INSERT INTO category (name, title, kind, rank, is_outcome) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET title = excluded.title, kind = excluded.kind, rank = excluded.rank,
           is_outcome = excluded.is_outcome`,
        id,
        title,
        kind,
        rank,
        outcomeCategoryIds.includes(id) ? 1 : 0,
      );
    });
    const names = JSON.stringify(categories.map(({ id }) => id));
    connection.run(
      'UPDATE category SET rank = ?1 + category_id, is_outcome = 0 WHERE name NOT IN (SELECT value FROM json_each(?2))',
      categories.length,
      names,
    );
    connection.forgetCategories();
    const { result } = rebuildMemberships(connection, actor.atUtc);
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
  const byName = new Map(rows.map((row) => [row.name, row]));
  const inForce = categories.every(({ id, title, kind }, rank) => {
    const row = byName.get(id);
    return (
      row?.title === title &&
      row.kind === kind &&
      row.rank === rank &&
      (row.is_outcome === 1) === outcomeCategoryIds.includes(id)
    );
  });
  const retired = rows.filter((row) => !categories.some(({ id }) => id === row.name));
  return inForce && retired.every((row) => row.rank >= categories.length && row.is_outcome === 0);
}
