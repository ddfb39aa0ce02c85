import { describe, expect, it } from 'vitest';
import { readInWatchedThread } from '../../src/containers/watched-thread.ts';
import { CriskitError } from '../../src/core/errors.ts';
import { hasStuckThread } from '../../src/core/stuck-threads.ts';

describe('a thread that cannot be ended', () => {
  it('is given up, and noted for the end of the process', async () => {
    expect(hasStuckThread()).toBe(false);
    const reading = readInWatchedThread({
      module: 'threads/one-long-step',
      from: import.meta.url,
      data: undefined,
      heapBytes: 256 * 1024 * 1024,
      memoryBytes: 1024 * 1024 * 1024,
      processBytes: 1024 * 1024 * 1024,
      seconds: 0.5,
      signal: undefined,
      take: () => ({ kind: 'result', result: 'read' }),
      failure: (reason) => new CriskitError('INPUT_HOSTILE', reason),
    });
    await expect(reading).rejects.toMatchObject({ message: 'endless' });
    expect(hasStuckThread()).toBe(true);
  });
});
