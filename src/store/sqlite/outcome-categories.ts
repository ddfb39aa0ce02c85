import type { SplitRule } from '../../core/split-rule.ts';
import type { DerivedCategory } from '../derive.ts';
import type { Connection } from './connection.ts';

/**
 * The categories that split rules file outcomes in are those of the rules by which imports in force were filed, so that a
 * change in criskit.toml moves nothing until the new rule is used. Undefined where no import in force was filed by a rule: then
 * criskit.toml says which they are. `imports`: the ids of those in force, where it is another moment than now.
 */
export function outcomeCategoriesInUse(
  connection: Connection,
  imports?: ReadonlySet<number>,
): ReadonlySet<string> | undefined {
  type Row = { import_id: number; state: string; body: string | null };
  const rows = connection
    .all<Row>(
      `SELECT i.import_id, i.state, s.body FROM import i LEFT JOIN split_rule s ON s.version = i.split_rule_version
       WHERE i.split_rule_version IS NOT NULL`,
    )
    .filter((row) => imports?.has(row.import_id) ?? row.state === 'in-force');
  if (rows.length === 0) return undefined;
  const inUse = new Set([...new Set(rows.map((row) => row.body))].flatMap(targetsOf));
  // A rule that was used before rules were kept: its categories are marked since then.
  if (rows.some((row) => row.body === null)) {
    for (const { name, isOutcome } of connection.categories().values()) if (isOutcome) inUse.add(name);
  }
  return inUse;
}

function targetsOf(body: string | null): readonly string[] {
  if (body === null) return [];
  return Object.values((JSON.parse(body) as SplitRule).byOutcome).filter((id) => id !== null);
}

/** Marks the categories anew after imports have come or gone. True where a mark changed: then every media has to be derived. */
export function markOutcomeCategories(connection: Connection): boolean {
  const inUse = outcomeCategoriesInUse(connection);
  if (inUse === undefined) return false;
  let isChanged = false;
  for (const [number, { name, isOutcome }] of connection.categories()) {
    if (inUse.has(name) === isOutcome) continue;
    connection.run('UPDATE category SET is_outcome = ? WHERE category_id = ?', isOutcome ? 0 : 1, number);
    isChanged = true;
  }
  if (isChanged) connection.forgetCategories();
  return isChanged;
}

/** The categories with their marks as they were when these imports were in force. */
export function categoriesWhen(
  connection: Connection,
  imports: ReadonlySet<number>,
): ReadonlyMap<number, DerivedCategory> {
  const now = connection.categories();
  const inUse = outcomeCategoriesInUse(connection, imports);
  if (inUse === undefined) return now;
  return new Map([...now].map(([number, category]) => [number, { ...category, isOutcome: inUse.has(category.name) }]));
}
