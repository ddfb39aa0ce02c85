import { describe, expect, it } from 'vitest';
import { formatRow, formatTable } from '../../bench/row-text.ts';

const timed = { name: 'hash', ours: '1.00 s', peer: 'other: 4.20 s', ratio: 4.2, goal: 'at least 4', note: 'once' };
const limited = { name: 'hash', ours: '1.00 s', peer: 'limit: 800 ms', timesLimit: 1.25, goal: 'at most 1.25' };

describe('formatRow', () => {
  it('has a line for each thing that is known', () => {
    expect(formatRow(timed).split('\n')).toEqual([
      'hash',
      '  ours   1.00 s',
      '  peer   other: 4.20 s',
      '  ratio  4.20 (above 1: ours is faster; goal: at least 4)',
      '  note   once',
    ]);
    expect(formatRow({ name: 'hash', ours: '1.00 s' })).toBe('hash\n  ours   1.00 s');
  });

  it('says of a limit how far it is away', () => {
    expect(formatRow(limited)).toContain('  times  1.25 the limit (1: nothing is lost; goal: at most 1.25)');
  });

  it('keeps the goal where nothing could be compared', () => {
    expect(formatRow({ name: 'hash', ours: '1.00 s', peer: 'other is not installed', goal: 'at least 4' })).toContain(
      '  goal   at least 4',
    );
  });
});

describe('formatTable', () => {
  it('repeats neither name nor figure of ours, and lets no cell end early', () => {
    const other = { name: 'a | b', ours: '2.00 s' };
    expect(formatTable([timed, limited, other]).split('\n')).toEqual([
      '| what | criskit | peer | ratio | goal |',
      '|---|---|---|---|---|',
      '| hash | 1.00 s | other: 4.20 s | 4.20 | at least 4 |',
      '| | | limit: 800 ms | 1.25 times the limit | at most 1.25 |',
      '| a \\| b | 2.00 s | | | |',
    ]);
  });
});
