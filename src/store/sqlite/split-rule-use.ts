import { type KindCounts, type MediaKind, noMedia } from '../../core/media.ts';
import { categoryOf, type SplitRule } from '../../core/split-rule.ts';
import type { SplitRuleUse, SplitRuleVersion } from '../contract.ts';
import type { Connection } from './connection.ts';
import { type ReportedContent, reportedContents } from './reported-contents.ts';
import { readSplitRules } from './split-rule-versions.ts';

/** By version, then by category id; empty: filed nowhere. */
type Tally = Map<number, Map<string, Record<MediaKind, number>>>;

/** One pass over all that reports in force say. */
export function readSplitRuleUse(connection: Connection, rule: SplitRule): SplitRuleUse {
  const imports = connection.all<{ id: number; version: number }>(
    `SELECT import_id AS id, split_rule_version AS version FROM import
     WHERE split_rule_version IS NOT NULL AND state = 'in-force'`,
  );
  const versionOf = new Map(imports.map(({ id, version }) => [id, version]));
  const tally: Tally = new Map();
  let disagreeing = 0;
  let media = 0;
  for (const content of reportedContents(connection)) {
    if (content.filed.length === 0) continue;
    media += 1;
    count(connection, tally, content, versionOf);
    disagreeing += disagreementsOf(connection, rule, content);
  }
  const kept = readSplitRules(connection);
  const versions = [...new Set([...kept.keys(), ...versionOf.values()])].toSorted((a, b) => a - b);
  return {
    versions: versions.map((version): SplitRuleVersion => {
      const known = kept.get(version);
      return {
        version,
        rule: known?.rule ?? null,
        firstUsedAtUtc: known?.firstUsedAtUtc ?? null,
        firstUsedBy: known?.firstUsedBy ?? null,
        imports: imports.filter((one) => one.version === version).length,
        filed: filedBy(connection, tally.get(version)),
      };
    }),
    disagreeing,
    media,
  };
}

/** A content counts once in each category of each version that files an outcome of it there. */
function count(
  connection: Connection,
  tally: Tally,
  { kind, filed }: ReportedContent,
  versionOf: ReadonlyMap<number, number>,
): void {
  const seen = new Set<string>();
  for (const { filedBy: by, categoryId } of filed) {
    const version = versionOf.get(by);
    const name = categoryId === null ? '' : connection.categoryName(categoryId);
    if (version === undefined || seen.has(`${version} ${name}`)) continue;
    seen.add(`${version} ${name}`);
    const ofVersion = tally.get(version) ?? new Map<string, Record<MediaKind, number>>();
    const counts = ofVersion.get(name) ?? { ...noMedia };
    counts[kind] += 1;
    tally.set(version, ofVersion.set(name, counts));
  }
}

function disagreementsOf(connection: Connection, rule: SplitRule, { kind, filed }: ReportedContent): number {
  const wrong = filed.filter(({ outcome, categoryId }) => {
    const wanted = categoryOf(rule, outcome, kind);
    return (categoryId === null ? null : connection.categoryName(categoryId)) !== wanted;
  });
  return new Set(wrong.map(({ outcome }) => outcome)).size;
}

function filedBy(
  connection: Connection,
  counted: ReadonlyMap<string, KindCounts> | undefined,
): SplitRuleVersion['filed'] {
  const order = [...[...connection.categories().values()].map(({ name }) => name), ''];
  return order.flatMap((categoryId) => {
    const counts = counted?.get(categoryId);
    return counts === undefined ? [] : [{ categoryId, counts }];
  });
}
