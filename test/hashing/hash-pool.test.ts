import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CriskitError } from '../../src/core/errors.ts';
import { planJobs } from '../../src/hashing/hash-jobs.ts';
import { planHashing } from '../../src/hashing/hash-plan.ts';
import { HashPool } from '../../src/hashing/hash-pool.ts';

async function failureOf(workerUrl: URL): Promise<CriskitError> {
  const { promise, resolve } = Promise.withResolvers<CriskitError>();
  const pool = new HashPool({
    plan: planHashing({ algorithms: ['md5'], threads: 1 }),
    wanted: { algorithms: ['md5'], heads: false, stamps: false },
    workerUrl,
    onBytes: () => undefined,
    onResults: () => undefined,
    onLarge: () => undefined,
    onFailure: resolve,
  });
  pool.run({ requests: [{ index: 0, path: Buffer.from('x') }], weight: 1, isShared: false });
  const failure = await promise;
  await pool.close();
  return failure;
}

const thread = (name: string) => new URL(`./threads/${name}.ts`, import.meta.url);

describe('HashPool', () => {
  it.each([
    ['ends', /ended before its work was done/],
    ['throws', /failed: out of luck/],
    ['forgets', /another number of files/],
    ['is-not-there', /failed: Cannot find module/],
  ])('reports a thread that %s', async (name, message) => {
    expect(await failureOf(thread(name))).toMatchObject({ code: 'INTERNAL', message });
  });

  it('starts another thread while all wait for disks, and no more than there may be', async () => {
    let rooms = 0;
    const pool = new HashPool({
      plan: { ...planHashing({ algorithms: ['md5'], threads: 1 }), mostThreads: 3 },
      wanted: { algorithms: ['md5'], heads: false, stamps: false },
      workerUrl: thread('waits'),
      onBytes: () => undefined,
      onResults: () => undefined,
      onLarge: () => undefined,
      onFailure: () => undefined,
      onRoom: () => {
        rooms += 1;
        pool.run({ requests: [{ index: rooms, path: Buffer.from('x') }], weight: 1, isShared: false });
      },
    });
    pool.run({ requests: [{ index: 0, path: Buffer.from('x') }], weight: 1, isShared: false });
    await sleep(2500);
    await pool.close();
    expect(rooms).toBe(2);
  });

  it('has no room for more where each thread has a large file that it hashes by itself', async () => {
    const requests = [0, 1, 2].map((index) => ({ index, path: Buffer.from('x'), sizeBytes: 1e9 }));
    const pool = new HashPool({
      plan: planHashing({ algorithms: ['sha256'], threads: 2 }),
      wanted: { algorithms: ['sha256'], heads: false, stamps: false },
      workerUrl: thread('waits'),
      onBytes: () => undefined,
      onResults: () => undefined,
      onLarge: () => undefined,
      onFailure: () => undefined,
    });
    const [first, second] = planJobs(requests, { usualBytes: 1e6, sharesLargeFiles: false });
    for (const job of [first, second]) {
      expect(pool.hasRoom).toBe(true);
      if (job !== undefined) pool.run(job);
    }
    expect(pool.hasRoom).toBe(false);
    await pool.close();
  });
});
