import type { BenchRow } from './bench-row.ts';

/** Several lines, for reading while the benches run. */
export function formatRow(row: BenchRow): string {
  const { name, ours, peer, note } = row;
  const lines = [name, `  ours   ${ours}`];
  if (peer !== undefined) lines.push(`  peer   ${peer}`);
  const comparison = formatComparison(row);
  if (comparison !== undefined) lines.push(comparison);
  if (note !== undefined) lines.push(`  note   ${note}`);
  return lines.join('\n');
}

function formatComparison({ ratio, timesLimit, goal }: BenchRow): string | undefined {
  const aim = goal === undefined ? '' : `; goal: ${goal}`;
  if (ratio !== undefined) return `  ratio  ${ratio.toFixed(2)} (above 1: ours is faster${aim})`;
  if (timesLimit !== undefined) return `  times  ${timesLimit.toFixed(2)} the limit (1: nothing is lost${aim})`;
  return goal === undefined ? undefined : `  goal   ${goal}`;
}

const heading = ['| what | criskit | peer | ratio | goal |', '|---|---|---|---|---|'];

/** All rows as a table in Markdown, for the README. What a row has in common with the one above it is left out. */
export function formatTable(rows: readonly BenchRow[]): string {
  const lines = rows.map((row, index) => {
    const above = rows[index - 1];
    const isSame = above?.name === row.name && above.ours === row.ours;
    const own = isSame ? ['', ''] : [row.name, row.ours];
    return formatCells([...own, row.peer ?? '', formatRatio(row), row.goal ?? '']);
  });
  return [...heading, ...lines].join('\n');
}

function formatRatio({ ratio, timesLimit }: BenchRow): string {
  if (timesLimit !== undefined) return `${timesLimit.toFixed(2)} times the limit`;
  return ratio?.toFixed(2) ?? '';
}

function formatCells(cells: readonly string[]): string {
  return cells.reduce((line, cell) => `${line}${cell === '' ? '' : ` ${cell.replaceAll('|', '\\|')}`} |`, '|');
}
