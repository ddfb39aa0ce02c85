import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, BenchSetting } from './bench.ts';
import type { BenchRow } from './bench-row.ts';
import { hash } from './hash.ts';
import { hashSets } from './hash-sets.ts';
import { nationalLists } from './national-lists.ts';
import { replies } from './replies.ts';
import { formatRow, formatTable } from './row-text.ts';
import { startUp } from './start-up.ts';
import { tracker } from './tracker.ts';
import { vics } from './vics.ts';

const benches: readonly Bench[] = [startUp, hash, replies, hashSets, vics, nationalLists, tracker];

const help = `npm run bench -- [--only NAME] [--quick] [--large] [--keep] [--markdown]
  --only NAME  one of ${benches.map(({ name }) => name).join(', ')}; may be given more than once
  --quick      little data: shows that everything runs, not how fast
  --large      hash sets of 30 million records as well: 15 GB more at a time
  --keep       leave the data (some 25 GB, with --large 45) where it was made
  --markdown   all rows once more at the end, as a table in Markdown`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

interface RunOptions extends Pick<BenchSetting, 'isQuick' | 'isLarge'> {
  readonly keeps: boolean;
  readonly hasTable: boolean;
}

async function runBenches(chosen: readonly Bench[], { isQuick, isLarge, keeps, hasTable }: RunOptions): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'criskit-bench-'));
  const { model = 'unknown processor' } = cpus()[0] ?? {};
  const discard = (path: string) => {
    if (!keeps) rmSync(path, { recursive: true, force: true });
  };
  say(`${availableParallelism()} cores (${model}), Node ${process.versions.node}, data in ${root}`);
  const table: BenchRow[] = [];
  try {
    for (const bench of chosen) {
      const folder = join(root, bench.name);
      mkdirSync(folder);
      const rows = await bench.run({ folder, isQuick, isLarge, discard });
      for await (const row of rows) {
        say(`\n${formatRow(row)}`);
        table.push(row);
      }
      discard(folder);
    }
  } finally {
    discard(root);
  }
  if (hasTable) say(`\n${formatTable(table)}`);
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = values.only.find((name) => !benches.some((bench) => bench.name === name));
if (values.help || unknown !== undefined) {
  say(unknown === undefined ? help : `There is no bench ${unknown}.\n${help}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const chosen = benches.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const { quick: isQuick, large: isLarge, keep: keeps, markdown: hasTable } = values;
  await runBenches(chosen, { isQuick, isLarge, keeps, hasTable });
}
