import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readAhead } from '../../src/app/read-ahead.ts';

async function* numbers(count: number, onTaken: (number: number) => void = () => undefined) {
  for (let number = 0; number < count; number += 1) {
    onTaken(number);
    yield number;
    await setTimeout(1);
  }
}

async function allOf(items: AsyncIterable<number>): Promise<readonly number[]> {
  const all: number[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('readAhead', () => {
  it('gives every item in order', async () => {
    expect(await allOf(readAhead(numbers(20)))).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(await allOf(readAhead(numbers(0)))).toEqual([]);
  });

  it('takes items that nobody has asked for yet', async () => {
    let taken = 0;
    const items = readAhead(numbers(10, () => (taken += 1)));
    await items.next();
    await setTimeout(200);
    expect(taken).toBe(10);
    await items.return(undefined);
  });

  it('gives what came before a failure, then throws it', async () => {
    async function* failing() {
      yield 1;
      yield 2;
      throw new Error('broken');
    }
    const seen: number[] = [];
    const read = async () => {
      for await (const item of readAhead(failing())) seen.push(item);
    };
    await expect(read()).rejects.toThrow('broken');
    expect(seen).toEqual([1, 2]);
  });

  it('stops taking when its reader leaves', async () => {
    let taken = 0;
    for await (const _ of readAhead(numbers(10_000, () => (taken += 1)))) break;
    await setTimeout(50);
    const before = taken;
    await setTimeout(50);
    expect(taken).toBe(before);
  });
});
