import { CriskitError } from '../core/errors.ts';
import type { HashSetFormat, ReadOptions, WriteOptions } from './contract.ts';
import { type HashSetSource, readHashSet } from './hash-set-source.ts';
import { type Fingerprint, RunningFingerprint } from './fingerprint.ts';

/**
 * Reads a written file and compares all that it says, in order, with what was meant: the fingerprint of the summary of
 * `writeHashSet`. Throws `OUTPUT_DIFFERS` where it is not the same, and where anything in the file is an issue.
 */
export async function readBack(
  format: HashSetFormat,
  source: HashSetSource,
  expected: Fingerprint,
  writeOptions: WriteOptions,
  options: ReadOptions,
): Promise<void> {
  compareFingerprints(await fingerprintOfFile(format, source, writeOptions, options), expected, options.name);
}

/** What a written file says. Throws `OUTPUT_DIFFERS` where anything in it is an issue. */
export async function fingerprintOfFile(
  format: HashSetFormat,
  source: HashSetSource,
  writeOptions: WriteOptions,
  options: ReadOptions,
): Promise<Fingerprint> {
  const { algorithm, pathText } = writeOptions;
  const readOptions: ReadOptions = {
    ...options,
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(pathText === undefined ? {} : { pathText }),
  };
  const running = new RunningFingerprint();
  for await (const batch of readHashSet(format, source, readOptions)) {
    const issue = batch.issues[0];
    if (issue !== undefined) throw differs(options.name, `${issue.message}`, { place: issue.place });
    running.add(batch.records);
  }
  return running.finish();
}

/** Throws `OUTPUT_DIFFERS` where a file of this name does not say what was meant. */
export function compareFingerprints(found: Fingerprint, expected: Fingerprint, name: string): void {
  if (found.records !== expected.records) {
    throw differs(name, `${expected.records} records were written and ${found.records} read.`);
  }
  if (found.value !== expected.value) throw differs(name, 'The records differ from those that were written.');
}

function differs(
  name: string,
  what: string,
  details: { readonly place?: { readonly line?: number } } = {},
): CriskitError {
  return new CriskitError('OUTPUT_DIFFERS', `${name} does not read back as written: ${what}`, details);
}
