import { spawnSync } from 'node:child_process';
import { it } from 'vitest';

/** True where the program is on the path. */
function hasProgram(name: string): boolean {
  const probe = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { stdio: 'ignore' });
  return probe.status === 0;
}

/**
 * `it` for a test that another program judges. Where the program is missing the test is skipped, and says so in its
 * name; with CI set in the environment it fails instead.
 */
export function itWith(program: string): (name: string, run: () => Promise<void> | void, timeoutMs?: number) => void {
  if (hasProgram(program)) return (name, run, timeoutMs) => it(name, run, timeoutMs);
  if (process.env['CI'] !== undefined && process.env['CI'] !== '') {
    return (name) =>
      it(name, () => {
        throw new Error(`${program} is not installed, and with CI set nothing may be skipped`);
      });
  }
  return (name) => it.skip(`${name} (skipped: ${program} not installed)`, () => undefined);
}
