import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../src/core/digest.ts';
import { openStore } from '../src/store/sqlite/open-store.ts';

/**
 * LAB QUESTIONS: looks MD5s up in the database itself, a line each, without a command around it. Prints as JSON how long opening
 * took, the first answer included; then all of them, twice: blocks come from the file the first time.
 */
const [lab = '', path = ''] = process.argv.slice(2);
const batchSize = 1 << 18;

const opened = performance.now();
const store = await openStore({ path: join(lab, 'lab.db') });
await store.lookup([{ algorithm: 'md5', value: '0123456789abcdef0123456789abcdef' as Digest }]);
const openingSeconds = (performance.now() - opened) / 1000;

const lines = readFileSync(path, 'latin1').trimEnd().split('\n');
const queries = lines.map((value) => ({ algorithm: 'md5' as const, value: value as Digest }));
const seconds: number[] = [];
let known = 0;
for (let round = 0; round < 2; round += 1) {
  const start = performance.now();
  known = 0;
  for (let from = 0; from < queries.length; from += batchSize) {
    for (const answer of await store.lookup(queries.slice(from, from + batchSize))) if (answer.known) known += 1;
  }
  seconds.push((performance.now() - start) / 1000);
}
await store.close();
process.stdout.write(JSON.stringify({ openingSeconds, seconds, known }));
