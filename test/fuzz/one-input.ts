import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { FuzzTarget } from './contract.ts';

/** What one run is made of, so that it can be made again: the same commit, target, seed and index give the same bytes. */
export interface RunKey {
  readonly seed: number;
  readonly index: number;
}

/** The input of that number. */
export function inputOf(target: FuzzTarget, { seed, index }: RunKey): Uint8Array {
  const ofTarget = createHash('sha256').update(target.id).digest().readInt32LE();
  const [bytes] = fc.sample(target.inputs, { seed: Math.imul(seed, 0x9e3779b1) ^ ofTarget ^ index, numRuns: 1 });
  return bytes ?? new Uint8Array();
}

export interface FedInput {
  /** What `feed` returned, or `FAILED: …` with the reason. */
  readonly verdict: string;
  readonly cpuMs: number;
}

/** Feeds one input, and watches what must not happen beside it. */
export class Watch {
  readonly #prototypes: readonly object[] = [
    Object.prototype,
    Array.prototype,
    String.prototype,
    Function.prototype,
    Map.prototype,
  ];
  readonly #keys = this.#countKeys();
  /** What happened outside of any call. */
  #stray: string[] = [];

  constructor() {
    process.on('unhandledRejection', (reason) => this.#stray.push(`unhandled rejection: ${describeThrown(reason)}`));
    process.on('uncaughtException', (error) => this.#stray.push(`uncaught: ${describeThrown(error)}`));
    for (const stream of [process.stdout, process.stderr]) {
      stream.write = (text: unknown): boolean => {
        this.#stray.push(`printed: ${JSON.stringify(String(text).slice(0, 300))}`);
        return true;
      };
    }
  }

  async feed(target: FuzzTarget, bytes: Uint8Array): Promise<FedInput> {
    let cpuMs = 0;
    let verdict = await verdictOf(async () => {
      const before = process.cpuUsage();
      const verdict = await target.feed(bytes);
      const { user, system } = process.cpuUsage(before);
      cpuMs = (user + system) / 1000;
      await target.examine(bytes);
      return verdict;
    });
    // Rejections without a handler come up when the queue has run dry.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#countKeys() !== this.#keys) verdict = 'FAILED: a prototype was changed';
    const [stray] = this.#stray.splice(0);
    return { verdict: stray === undefined ? verdict : `FAILED: ${stray}`, cpuMs };
  }

  #countKeys(): number {
    return this.#prototypes.reduce((sum: number, prototype) => sum + Reflect.ownKeys(prototype).length, 0);
  }
}

async function verdictOf(feed: () => Promise<string>): Promise<string> {
  try {
    return await feed();
  } catch (error) {
    return `FAILED: ${describeThrown(error)}`;
  }
}

function describeThrown(error: unknown): string {
  return (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n').slice(0, 6).join(' | ');
}
