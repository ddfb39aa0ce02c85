import { CriskitError } from '../core/errors.ts';
import { createCarrier } from './carried.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from './contract.ts';
import { type Fingerprint, RunningFingerprint } from './fingerprint.ts';
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
  /** For `readBack`. */
  readonly fingerprint: Fingerprint;
}

/**
 * The records as a file of this format. They must come in the order that `orderFor` names (manifests: in any fixed
 * order). Throws `FORMAT_CANNOT` where the format cannot write, or not with these options.
 */
export function writeHashSet(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
): HashSetWriting {
  const { write } = format;
  if (write === undefined) throw new CriskitError('FORMAT_CANNOT', `The format ${format.id} can only be read.`);
  const carriedBy = createCarrier(format, options);
  const loss = new LossReport();
  const running = new RunningFingerprint();
  let summary: WrittenSummary | undefined;

  async function* carriedRecords(): AsyncGenerator<readonly HashSetRecord[]> {
    for await (const batch of records) {
      const carried: HashSetRecord[] = [];
      for (const record of batch) {
        const result = carriedBy(record);
        loss.add(record, result);
        if (!('refused' in result)) carried.push(result);
      }
      yield running.add(carried);
    }
  }

  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield* write?.(carriedRecords(), options) ?? [];
    const fingerprint = running.finish();
    summary = { records: fingerprint.records, refused: loss.refused, notCarried: loss.notCarried, fingerprint };
  }

  return {
    bytes: bytes(),
    summary() {
      if (summary === undefined) throw new CriskitError('INTERNAL', 'The hash set is not written to its end yet.');
      return summary;
    },
  };
}
