import type { HashSetRecord } from '../../../src/hashsets/contract.ts';

/** One way in which lists from the field are broken or odd, and what has to come of it. */
export interface TortureRow {
  readonly title: string;
  /** Id of the format that it is read as. */
  readonly format: string;
  readonly content: string | Buffer;
  /** The file beside it, for formats that have one. */
  readonly beside?: string;
  /** What is kept, in order, as far as it is stated here. */
  readonly kept: readonly PartialRecord[];
  /** What is taken out of the set. */
  readonly removed?: readonly PartialRecord[];
  /** Line (or row, or offset) and code of each issue. */
  readonly issues?: readonly string[];
  /** Code of the error with which reading stops; then nothing is kept. */
  readonly fails?: string;
  /** True where the form of lines is what the row is about: it is not tried with other line ends and encodings. */
  readonly asItIs?: true;
  /** What `hashset import` answers, with `--format` only where `isNamed`. */
  readonly imported?: ImportAnswer;
}

export type PartialRecord = {
  readonly [K in keyof HashSetRecord]?: K extends 'attributes' ? Partial<HashSetRecord[K]> : HashSetRecord[K];
};

interface ImportAnswer {
  readonly exit: 0 | 1 | 2;
  readonly isNamed?: true;
  /** Members of the JSON answer; `error` where it is refused. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Published test vectors: of nothing, of "abc", and of the fox that jumps. */
export const nothing = {
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
} as const;
export const abc = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
} as const;
export const fox = {
  md5: '9e107d9d372bb6826bd81d3542a419d6',
  sha1: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
  sha256: 'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592',
} as const;

/** More than any line of a hash set has, by more than a block in which files are read. */
export const tooLong = 'x'.repeat(1_300_000);

export function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

type AnyDigests = Readonly<Partial<Record<'md5' | 'sha1' | 'sha256', string>>>;

/** A record of these digests, whatever else it says. */
export function of(digests: AnyDigests, more: PartialRecord = {}): PartialRecord {
  return { digests: digests as HashSetRecord['digests'], ...more };
}

export function named(digests: AnyDigests, name: string): PartialRecord {
  return of(digests, { attributes: { names: [name] } });
}
