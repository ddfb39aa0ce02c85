// Feeds containers and layouts with hostile input and prints a table: npm run fuzz -- [--runs N] [--only TEXT]
// [--seed N] [--from INDEX] [--save DIR] [--own-threads]; or one saved input once more: --only TARGET --replay FILE
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzTable } from './fuzz-table.ts';
import { Watch } from './one-input.ts';
import { readSeeds } from './seeds.ts';
import { type FuzzFigures, fuzz } from './supervise.ts';
import { makeTarget, targetIds } from './targets.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    save: { type: 'string', default: join(tmpdir(), 'criskit-fuzz-failures') },
    replay: { type: 'string' },
    'own-threads': { type: 'boolean', default: false },
  },
});

const targets = targetIds.filter((id) => id.includes(values.only));
if (targets.length === 0) throw new Error(`no target has "${values.only}" in its name`);
process.exitCode = values.replay === undefined ? await fuzzAll() : await replay(values.replay);

async function fuzzAll(): Promise<number> {
  const figures: FuzzFigures[] = [];
  for (const id of targets) {
    const [seed, from, runs] = [Number(values.seed), Number(values.from), Number(values.runs)];
    const keepsThreads = !values['own-threads'];
    const found = await fuzz({ target: id, seed, from, runs, keepsThreads, saveTo: values.save });
    figures.push(found);
    process.stderr.write(
      `${id}: ${found.inputs} inputs in ${found.seconds.toFixed(0)} s, ${found.failures.length} failures\n`,
    );
    for (const { index, reason, path } of found.failures) process.stderr.write(`  ${index}: ${reason}\n    ${path}\n`);
  }
  process.stdout.write(`${fuzzTable(figures).join('\n')}\n`);
  return figures.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

async function replay(path: string): Promise<number> {
  const write = process.stdout.write.bind(process.stdout);
  const watch = new Watch();
  for (const id of targets) {
    const target = await makeTarget(id, readSeeds());
    const { verdict, cpuMs } = await watch.feed(target, readFileSync(path));
    write(`${id}: ${verdict} (${cpuMs.toFixed(0)} ms)\n`);
  }
  return 0;
}
