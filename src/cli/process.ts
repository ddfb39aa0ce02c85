import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { systemClock } from '../app/clock.ts';
import { hasStuckThread } from '../core/stuck-threads.ts';
import type { Io } from './contract.ts';
import { main } from './main.ts';
import { asCriskitError, errorAsLines } from './report-error.ts';

/** Everything written from here on is for the owner and the group only. */
const withheldFromOthers = 0o027;

/**
 * V8 lets the heap grow to several times of what is in use before it looks for garbage. A workbook of 50,000 rows takes
 * some 470 MB with this bound, 510 to 560 MB with 60 per cent, and more without any.
 */
const heapGrowingPercent = 40;

/**
 * Where little is in use and much is thrown away, looking that often costs a third of the time. An export of 10 million records
 * takes some 320 MB with this bound.
 */
const heapGrowingPercentForRecords = 100;

/** Runs the command line of this process and ends it with the exit code. */
export async function runProcess(): Promise<never> {
  process.umask(process.umask(0o077) | withheldFromOthers);
  limitHeapGrowth(heapGrowingPercent);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, stopWithFault);
  const code = await main(process.argv.slice(2), processIo(stopOnSignals()));
  await new Promise((resolve) => process.stderr.write('', resolve));
  // Leaving in the usual way would wait for the thread.
  if (hasStuckThread()) process.kill(process.pid, 'SIGKILL');
  process.exit(code);
}

function limitHeapGrowth(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}

/** A terminal and the launcher of an older Node may both deliver the same Ctrl-C. */
const sameKeyWithinMs = 300;

/** The first Ctrl-C asks for a tidy stop, the second one stops at once. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  let firstMs = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        if (performance.now() - firstMs > sameKeyWithinMs) process.exit(130);
        return;
      }
      firstMs = performance.now();
      controller.abort();
      if (process.stderr.isTTY) process.stderr.write('\nStopping. Ctrl-C once more stops at once.\n');
    });
  }
  return controller.signal;
}

function stopWithFault(thrown: unknown): never {
  const debug = (process.env['CRISKIT_DEBUG'] ?? '') !== '';
  const error = asCriskitError(thrown, false);
  process.stderr.write(`criskit: ${errorAsLines(error, debug).join('\n')}\n`);
  process.exit(error.exitCode);
}

function processIo(signal: AbortSignal): Io {
  const { stdin, stdout, stderr } = process;
  return {
    stdin,
    stdout,
    stderr,
    stdinIsTerminal: stdin.isTTY,
    stdoutIsTerminal: stdout.isTTY,
    stderrIsTerminal: stderr.isTTY,
    columns: stderr.isTTY ? stderr.columns : 80,
    env: process.env,
    cwd: process.cwd(),
    clock: systemClock,
    signal,
    expectManyRecords: () => limitHeapGrowth(heapGrowingPercentForRecords),
  };
}
