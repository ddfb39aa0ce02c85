import type { FuzzFigures } from './supervise.ts';

/** The figures of a run as a table in Markdown. */
export function fuzzTable(figures: readonly FuzzFigures[]): readonly string[] {
  const rows = figures.map((one) => {
    const count = (isWanted: (verdict: string) => boolean): number =>
      [...one.verdicts].reduce((sum, [verdict, times]) => (isWanted(verdict) ? sum + times : sum), 0);
    const refused = [...one.verdicts]
      .filter(([verdict]) => /^[A-Z_]+$/.test(verdict) && verdict !== 'FAILED')
      .sort((a, b) => b[1] - a[1])
      .map(([code, times]) => `${code} ${times}`);
    return [
      one.target,
      String(one.inputs),
      one.seconds.toFixed(0),
      String(count((verdict) => verdict.startsWith('read'))),
      String(count((verdict) => verdict === 'not recognised')),
      refused.join(', '),
      `${one.slowestCpuMs.toFixed(0)} ms (${one.slowestIndex})`,
      `${one.peakMebibytes} MiB`,
      String(one.failures.length),
    ];
  });
  const head = [
    'target',
    'inputs',
    'seconds',
    'read',
    'not recognised',
    'refused',
    'slowest input',
    'peak memory',
    'failures',
  ];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
