import { CriskitError } from '../core/errors.ts';
import type { CarriedSet, HashSetFormat, ReadOptions, SetStatement, WriteOptions } from './contract.ts';
import { type HashSetSource, readHashSet } from './hash-set-source.ts';
import { type Fingerprint, RunningFingerprint } from './fingerprint.ts';

/**
 * Reads a written file and compares all that it says, in order, with what was meant: the fingerprint of the summary of
 * `writeHashSet`, and the name of the set. Throws `OUTPUT_DIFFERS` where it is not the same, and where anything is an issue.
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

/** What a written file says. Throws `OUTPUT_DIFFERS` where anything in it is an issue, or where it calls the set otherwise. */
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
  let about: SetStatement = {};
  for await (const batch of readHashSet(format, source, readOptions)) {
    const issue = batch.issues[0];
    if (issue !== undefined) throw differs(options.name, `${issue.message}`, { place: issue.place });
    running.add(batch.records);
    if (batch.about !== undefined) about = { ...about, ...batch.about };
  }
  checkSet(about, format.setAsCarried?.(writeOptions) ?? {}, options.name);
  return running.finish();
}

/** Throws `OUTPUT_DIFFERS` where a file of this name does not say what was meant. */
export function compareFingerprints(found: Fingerprint, expected: Fingerprint, name: string): void {
  if (found.records !== expected.records) {
    throw differs(name, `${expected.records} records were written and ${found.records} read.`);
  }
  if (found.value !== expected.value) throw differs(name, 'The records differ from those that were written.');
}

/** What the file says of the set, as far as it is told in reading. */
function checkSet(about: SetStatement, { setName = '', categoryTitle = '' }: CarriedSet, name: string): void {
  if ((about.name ?? setName) !== setName) throw differs(name, 'The name of the set differs from the one written.');
  if ((about.category ?? categoryTitle) === categoryTitle) return;
  throw differs(name, 'The title of the category differs from the one written.');
}

function differs(
  name: string,
  what: string,
  details: { readonly place?: { readonly line?: number } } = {},
): CriskitError {
  return new CriskitError('OUTPUT_DIFFERS', `${name} does not read back as written: ${what}`, details);
}
