import { createHash } from 'node:crypto';
import { canonicalText } from './canonical-text.ts';
import type { HashSetRecord } from './contract.ts';

/** What a file of records amounts to, in their order. */
export interface Fingerprint {
  /** Without those that say the same as the one before. */
  readonly records: number;
  /** SHA-256 over all that they say; of no text where only the number was wanted. */
  readonly value: string;
}

/** A fingerprint in the making: the same whether the records come from the database or from the file written. */
export class RunningFingerprint {
  readonly #hash = createHash('sha256');
  readonly #countsOnly: boolean;
  #last: HashSetRecord | undefined;
  #records = 0;

  /** `countsOnly`: where nothing is compared, what the records say need not be put in words. */
  constructor({ countsOnly = false }: { readonly countsOnly?: boolean } = {}) {
    this.#countsOnly = countsOnly;
  }

  /** The records that say something else than the one before, which count; the others are to be passed over. */
  add(records: readonly HashSetRecord[]): readonly HashSetRecord[] {
    const counted: HashSetRecord[] = [];
    let texts = '';
    for (const record of records) {
      if (this.#last !== undefined && saysTheSame(record, this.#last)) continue;
      this.#last = record;
      if (!this.#countsOnly) texts += `${canonicalText(record)}\n`;
      counted.push(record);
    }
    if (texts !== '') this.#hash.update(texts);
    this.#records += counted.length;
    return counted;
  }

  /** Ends it. */
  finish(): Fingerprint {
    return { records: this.#records, value: this.#hash.digest('hex') };
  }
}

/** Mostly the first digest tells them apart. */
function saysTheSame(a: HashSetRecord, b: HashSetRecord): boolean {
  const { md5, sha1 } = a.digests;
  return md5 === b.digests.md5 && sha1 === b.digests.sha1 && canonicalText(a) === canonicalText(b);
}
