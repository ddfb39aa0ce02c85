import { availableParallelism, cpus, hostname, release, type, version } from 'node:os';
import { fileURLToPath } from 'node:url';
import { makePrivateFolder } from '../files/private-folder.ts';
import type { HashingUnderTest } from '../hashing/self-test/digest-path.ts';
import { type HashingImplementations, readImplementations } from '../hashing/self-test/implementations.ts';
import { type SelfTestResult, testHashing } from '../hashing/self-test/self-test.ts';
import type { Clock } from './clock.ts';
import { readVersion } from './program-version.ts';

/** What a lab files: who computed what, on which machine, and whether it is right. */
export interface SelfTestStatement extends SelfTestResult {
  readonly madeAtUtc: string;
  readonly program: HashingImplementations & {
    readonly version: string;
    /** Where it is installed. */
    readonly folder: string;
    readonly node: string;
    /** The executable. */
    readonly nodePath: string;
    readonly v8: string;
  };
  readonly machine: {
    readonly name: string;
    readonly system: string;
    readonly release: string;
    readonly systemVersion: string;
    readonly architecture: string;
    /** Empty where the system does not say. */
    readonly processor: string;
    readonly cores: number;
    /** Cores that this process may use. */
    readonly usableCores: number;
  };
}

export interface SelfTestRequest {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Default: those of criskit. */
  readonly hashing?: HashingUnderTest;
}

/** Tests the hashing of this installation on this machine. Throws `INTERRUPTED`, `OUTPUT_FAILED`. */
export async function runSelfTest({ clock, signal, hashing }: SelfTestRequest): Promise<SelfTestStatement> {
  const madeAtUtc = clock.nowUtc();
  const folder = await makePrivateFolder();
  try {
    const result = await testHashing({
      folder: folder.path,
      signal,
      ...(hashing === undefined ? {} : { hashing }),
    });
    return { madeAtUtc, program: await describeProgram(), machine: describeMachine(), ...result };
  } finally {
    await folder.remove();
  }
}

async function describeProgram(): Promise<SelfTestStatement['program']> {
  return {
    version: await readVersion(),
    folder: fileURLToPath(new URL('../..', import.meta.url)),
    node: process.versions.node,
    nodePath: process.execPath,
    v8: process.versions.v8,
    ...readImplementations(),
  };
}

function describeMachine(): SelfTestStatement['machine'] {
  const cores = cpus();
  return {
    name: hostname(),
    system: type(),
    release: release(),
    systemVersion: version(),
    architecture: process.arch,
    processor: cores[0]?.model.trim() ?? '',
    cores: cores.length,
    usableCores: availableParallelism(),
  };
}
