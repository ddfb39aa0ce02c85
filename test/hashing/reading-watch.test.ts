import { describe, expect, it } from 'vitest';
import { ReadingWatch } from '../../src/hashing/reading-watch.ts';

/** How many of so many looks ask for a thread, of two that are there. */
function countWishes(looks: number, isWaiting: (look: number, place: number) => boolean): number {
  const watch = new ReadingWatch(8);
  let wishes = 0;
  for (let look = 0; look < looks; look += 1) {
    for (const place of [0, 1]) watch.shared[place] = isWaiting(look, place) ? 1 : 0;
    if (watch.wantsThread(2)) wishes += 1;
  }
  return wishes;
}

describe('ReadingWatch', () => {
  it('asks for another thread while all of them wait for disks all the time', () => {
    expect(countWishes(11, () => true)).toBe(0);
    expect(countWishes(12, () => true)).toBe(1);
    expect(countWishes(48, () => true)).toBe(4);
  });

  it('does not where one of them computes now and then', () => {
    expect(countWishes(500, (_, place) => place === 0)).toBe(0);
    expect(countWishes(500, (look, place) => place === 0 || look % 11 !== 0)).toBe(0);
    expect(countWishes(500, () => false)).toBe(0);
  });
});
