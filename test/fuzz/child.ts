// Feeds one target with a range of inputs and notes each in a file: node child.ts REQUEST, where REQUEST is JSON text.
// The parent (`supervise.ts`) watches the file, and kills this process where an input takes too long.
import { openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzTarget } from './contract.ts';
import { inputOf, Watch } from './one-input.ts';
import { readSeeds } from './seeds.ts';
import type { ChildRequest } from './supervise.ts';
import { makeTarget } from './targets.ts';

const request = JSON.parse(process.argv[2] ?? '') as ChildRequest;
const target = await makeTarget(request.target, readSeeds());
if (request.kind === 'feed') await feedRange(target, request);
else saveInputs(target, request);
process.exit(0);

async function feedRange(target: FuzzTarget, request: ChildRequest & { readonly kind: 'feed' }): Promise<void> {
  const notes = openSync(request.notes, 'a');
  const watch = new Watch();
  writeSync(notes, `ready\t${target.ownSources}\n`);
  for (let index = request.from; index < request.to; index += 1) {
    const { verdict, cpuMs } = await watch.feed(target, inputOf(target, { seed: request.seed, index }));
    const peakKib = process.resourceUsage().maxRSS;
    writeSync(notes, `${index}\t${cpuMs.toFixed(1)}\t${peakKib}\t${verdict.replaceAll(/[\t\n]/g, ' ')}\n`);
    if (peakKib > request.mostMemoryKib) return;
  }
}

function saveInputs(target: FuzzTarget, { seed, indexes, folder }: ChildRequest & { readonly kind: 'save' }): void {
  for (const index of indexes) writeFileSync(join(folder, `${index}.bin`), inputOf(target, { seed, index }));
}
