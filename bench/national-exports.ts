import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { besidePeers } from './beside-peers.ts';
import { runCriskit } from './criskit-runs.ts';
import { formatPeak, formatThousands } from './figures.ts';
import type { NationalSetting } from './national-setting.ts';
import { selectAll } from './national-peers.ts';

const bytesPerPlainLine = 33;

/** The category with many records as a plain list and as VICS 2.0, read back and kept in the log as always. */
export async function* benchExports(setting: NationalSetting, lab: string): AsyncGenerator<BenchRow> {
  const { many } = setting.sizes;
  const plain = join(setting.folder, 'exported.txt');
  yield* besidePeers(await exportAs('plain', 'plain MD5', 1_000_000, plain), await selectAll(setting));
  if (statSync(plain).size !== many * bytesPerPlainLine) throw new Error(`${plain} has not ${many} lines`);
  setting.discard(plain);
  const vics = join(setting.folder, 'exported.json');
  yield* besidePeers(await exportAs('vics-2', 'VICS 2.0', 300_000, vics), []);
  setting.discard(vics);

  async function exportAs(format: string, title: string, goal: number, path: string) {
    const run = await runCriskit(lab, [
      'hashset',
      'export',
      '--category',
      'unidentified',
      '--format',
      format,
      '--output',
      path,
    ]);
    const name = `hashset export: ${formatThousands(many)} media as ${title}`;
    return { name, seconds: run.seconds, count: many, unit: 'records', goal, note: formatPeak(run) };
  }
}
