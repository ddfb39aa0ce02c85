import { CriskitError } from '../core/errors.ts';
import type { Algorithm } from '../core/digest.ts';
import { createCarrier, orderFor } from './carried.ts';
import type { HashSetFormat, HashSetRecord, Refusal, WriteOptions } from './contract.ts';
import { type Fingerprint, RunningFingerprint } from './fingerprint.ts';
import { canWrite } from './hash-set-source.ts';
import { LossReport, type NotCarried } from './loss.ts';

/** A hash set on its way into a file. */
export interface HashSetWriting {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Only after `bytes` has been read to its end. */
  summary(): WrittenSummary;
}

export interface WrittenSummary {
  /** In the file. Records that come out the same as the one before are written once. */
  readonly records: number;
  /** Given, and not in the file, because the format cannot hold them; `notCarried` says why. */
  readonly refused: number;
  readonly notCarried: readonly NotCarried[];
  /** For `readBack`; without a value where that was not wanted. */
  readonly fingerprint: Fingerprint;
}

/**
 * The records as a file of this format. They must come in the order that `orderFor` names (manifests: in any fixed
 * order). `isReadBack`: whether the file will be compared; default: yes. Throws `FORMAT_CANNOT` where the format cannot write such a file, or not with these options.
 */
export function writeHashSet(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
  { isReadBack = true }: { readonly isReadBack?: boolean } = {},
): HashSetWriting {
  const { write } = format;
  if (write === undefined) throw cannotWrite(format);
  const carrying = new Carrying(format, records, options, isReadBack);
  let summary: WrittenSummary | undefined;

  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield* write?.(carrying.records(), options) ?? [];
    summary = carrying.summary();
  }

  return {
    bytes: bytes(),
    summary() {
      if (summary === undefined) throw new CriskitError('INTERNAL', 'The hash set is not written to its end yet.');
      return summary;
    },
  };
}

/** The same for a format whose files are databases: written at this path, where there is nothing or an empty file. */
export async function writeHashSetDatabase(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  path: string,
  options: WriteOptions,
): Promise<WrittenSummary> {
  if (format.writeDatabase === undefined) throw cannotWrite(format);
  const carrying = new Carrying(format, records, options);
  await format.writeDatabase(carrying.records(), path, options);
  return carrying.summary();
}

function cannotWrite(format: HashSetFormat): CriskitError {
  const what = canWrite(format) ? 'is not written in this way' : 'can only be read';
  return new CriskitError('FORMAT_CANNOT', `The format ${format.id} ${what}.`);
}

/** What writing these records comes to, without writing them. */
export async function summarise(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
): Promise<WrittenSummary> {
  const carrying = new Carrying(format, records, options);
  for await (const _ of carrying.records());
  return carrying.summary();
}

/**
 * For a format whose files cannot be read back: asks the file for each of these records. Throws `OUTPUT_DIFFERS`, and
 * `FORMAT_CANNOT` where the format has no such means.
 */
export async function verifyHashSet(
  format: HashSetFormat,
  bytes: AsyncIterable<Uint8Array>,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
): Promise<void> {
  if (format.verifyWritten === undefined) {
    throw new CriskitError('FORMAT_CANNOT', `A file of the format ${format.id} cannot be verified.`);
  }
  await format.verifyWritten(bytes, new Carrying(format, records, options).records(), options);
}

/** Records on their way: reduced to what the format carries, and counted. */
class Carrying {
  readonly #records: AsyncIterable<readonly HashSetRecord[]>;
  readonly #carriedBy: (record: HashSetRecord) => HashSetRecord | Refusal;
  readonly #loss = new LossReport();
  readonly #running: RunningFingerprint;
  readonly #neededOrder: Algorithm | undefined;
  #last = '';

  constructor(
    format: HashSetFormat,
    records: AsyncIterable<readonly HashSetRecord[]>,
    options: WriteOptions,
    isReadBack = true,
  ) {
    this.#running = new RunningFingerprint({ countsOnly: !isReadBack });
    this.#records = records;
    this.#carriedBy = createCarrier(format, options);
    this.#neededOrder = format.needsOrder === true ? orderFor(format, options)[0] : undefined;
  }

  async *records(): AsyncGenerator<readonly HashSetRecord[]> {
    for await (const batch of this.#records) {
      const carried: HashSetRecord[] = [];
      for (const record of batch) {
        const result = this.#carriedBy(record);
        this.#loss.add(record, result);
        if (!('refused' in result)) carried.push(result);
      }
      if (this.#neededOrder !== undefined) this.#checkOrder(carried, this.#neededOrder);
      yield this.#running.add(carried);
    }
  }

  #checkOrder(carried: readonly HashSetRecord[], algorithm: Algorithm): void {
    for (const { digests } of carried) {
      const digest = digests[algorithm] ?? '';
      if (digest < this.#last) throw new CriskitError('INTERNAL', 'Records come in another order than the file needs.');
      this.#last = digest;
    }
  }

  summary(): WrittenSummary {
    const fingerprint = this.#running.finish();
    const { refused, notCarried } = this.#loss;
    return { records: fingerprint.records, refused, notCarried, fingerprint };
  }
}
