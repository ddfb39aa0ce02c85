import type { CategoryKind } from '../core/category.ts';
import type { Algorithm, Digests } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { MediaKind } from '../core/media.ts';
import type { AttributeName, MediaAttributes } from '../core/media-attributes.ts';
import type { PackedRecords } from '../core/packed-records.ts';
import type { Place } from '../core/place.ts';
import type { ColumnUse, FixedColumn } from './csv-columns.ts';

/** One record of a hash set: one media, by one digest or more. */
export interface HashSetRecord {
  readonly place: Place;
  readonly digests: Digests;
  readonly kind?: MediaKind;
  readonly sizeBytes?: number;
  readonly attributes?: MediaAttributes;
}

/** Lines of a file, in pieces that are cheap to hand on: some thousands of records at a time. */
export interface HashSetBatch {
  readonly records: readonly HashSetRecord[];
  readonly issues: readonly Issue[];
  /** Lines (entries, for formats without lines) of this batch that are neither: heading and comment lines. */
  readonly headings?: number;
  readonly blanks?: number;
  /**
   * Entries that take media out of the set: of a delta, and tombstones. In the order of the file, behind `records`. One
   * without digests names what it takes out as `HashSetFormat.identityOf` says.
   */
  readonly removals?: readonly HashSetRecord[];
  /** What the file says of the set as a whole, in the batch in which it is read. */
  readonly about?: SetStatement;
}

/** The same with the records as columns, and some ten thousand of them at a time: for sets of many millions. */
export interface PackedBatch extends Omit<HashSetBatch, 'records'> {
  readonly packed: PackedRecords;
}

/** What a file says of the set that it holds, as text of the file. */
export interface SetStatement {
  readonly name?: string;
  readonly category?: string;
  readonly version?: string;
  readonly source?: string;
  /** As it stands there. */
  readonly date?: string;
  /** What a match means, where the file says it: `alert` for a set of notable files, `ignorable` for one of known files. */
  readonly kind?: CategoryKind;
}

/** One hash-set format, in `formats/<id>.ts`. An absent `read` or `write` means that it cannot. */
export interface HashSetFormat {
  /** Such as `vics-2`. */
  readonly id: string;
  readonly title: string;
  /** What the file is called in a listing, such as `.json`. Never used to recognise one. */
  readonly extension: string;
  readonly algorithms: readonly Algorithm[];
  /** What it carries besides digests. */
  readonly carries: readonly AttributeName[];
  /**
   * What its files are: `text` (default) in any encoding; `binary`, bytes in a fixed order; `database`, a SQLite file, which
   * is read and written by its path.
   */
  readonly medium?: 'text' | 'binary' | 'database';
  /** Forms in which it is written, chosen by `WriteOptions.version`; the first is the default. All are read. */
  readonly versions?: readonly string[];
  /** True where files say how many records follow, so that `WriteOptions.recordCount` must be given. */
  readonly needsRecordCount?: true;
  /** True where `ReadOptions.columns` can say what columns hold. */
  readonly hasColumns?: true;
  /** True where records must come in the order that `orderFor` names, because programs search the file by it. */
  readonly needsOrder?: true;
  /** True where the set lists known files, which may only be filed in a category of kind `ignorable`. */
  readonly listsKnownFiles?: true;
  /** A second file that belongs to each, with the same name and this ending. */
  readonly companion?: { readonly extension: string; write?(options: WriteOptions): Uint8Array };
  /** True where no source or program confirms what is written; said in listings and at each export. */
  readonly unverified?: true;
  /** The digest algorithm that a record must have to be written at all; undefined: any. */
  readonly requires?: Algorithm;
  /** True where a file of this format holds digests of one algorithm only, chosen by `WriteOptions.algorithm`. */
  readonly oneAlgorithm?: true;
  /** True where every record must have all the algorithms that are written; then only MD5 is, unless options say more. */
  readonly needsEveryAlgorithm?: true;
  /** True where a file only ever answers "perhaps"; `WriteOptions.falsePositiveRate` says how often that is wrong. */
  readonly answersPerhaps?: true;
  /** The program that judges what we write, such as `md5sum -c`; for the table in README. */
  readonly checkedBy?: string;
  /** By the first bytes (at most 64 KiB), decoded or not; 0 to 1, with the reason. */
  recognise(head: Uint8Array): { readonly confidence: number; readonly reason: string } | undefined;
  /**
   * What names an entry within its list, where the list names its entries: one that comes again under its name takes the place
   * of the earlier one, and a removal takes out the entry of its name, whatever digests either has. Undefined for an entry
   * without a name. Also asked of records that come back from the database. A file of such a format only ever says what
   * changed in the list: the version before stands in all else.
   */
  identityOf?(entry: Pick<HashSetRecord, 'kind' | 'attributes'>): string | undefined;
  read?(bytes: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncIterable<HashSetBatch>;
  /**
   * The same, packed, where the format can do that without an object for each record. Called without the options `columns`,
   * `fixed` and `pathText`; see `hash-set-source.ts`, which is how others call it.
   */
  readPacked?(bytes: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncIterable<PackedBatch>;
  /** In place of `read`, or beside it where some files of the format are databases. */
  readDatabase?(path: string, options: ReadOptions): AsyncIterable<HashSetBatch>;
  /** Takes records as `asCarried` left them; see `write-hash-set.ts`, which is how others call it. */
  write?(records: AsyncIterable<readonly HashSetRecord[]>, options: WriteOptions): AsyncIterable<Uint8Array>;
  /** In place of `write`: makes the database at this path, where there is an empty file or none. Records as for `write`. */
  writeDatabase?(records: AsyncIterable<readonly HashSetRecord[]>, path: string, options: WriteOptions): Promise<void>;
  /**
   * The record as it will be read back, where `algorithms` and `carries` do not say it all, or the reason why this record
   * cannot be written, such as `record without size`. Given a record that holds nothing beyond `algorithms` and `carries`.
   */
  asCarried?(record: HashSetRecord, options: WriteOptions): HashSetRecord | Refusal;
  /** What a file holds of the name of the set and the title of the category, as it is read; absent: neither of them. */
  setAsCarried?(options: WriteOptions): CarriedSet;
  /**
   * In place of reading it back, for a file that does not tell its records: throws `OUTPUT_DIFFERS` where it is not
   * well-formed, or does not know one of them. Records as for `write`.
   */
  verifyWritten?(
    bytes: AsyncIterable<Uint8Array>,
    records: AsyncIterable<readonly HashSetRecord[]>,
    options: WriteOptions,
  ): Promise<void>;
}

/** As they will stand in the file, cut to what fits. */
export type CarriedSet = Pick<WriteOptions, 'setName' | 'categoryTitle'>;

/** Why a record cannot be written in a format, in the words of the loss report. */
export interface Refusal {
  readonly refused: string;
}

export interface ReadOptions {
  /** For messages. */
  readonly name: string;
  /** What a value of 64 characters without a label is; default `sha256`. */
  readonly algorithm?: Algorithm;
  readonly signal?: AbortSignal;
  /** The file beside it that has this ending, where there is one. */
  readonly companion?: (extension: string) => Promise<Uint8Array | undefined>;
  /** For formats with columns: what a column of this title is, where it is not what its title says. */
  readonly columns?: ReadonlyMap<string, ColumnUse>;
  /** What every record says besides, as the column of this name in `csv` would say it; what the file says goes before. */
  readonly fixed?: ReadonlyMap<FixedColumn, string>;
  /**
   * For manifests: names are handled as the bytes that they are, and stand in records as `files/path-text.ts` writes them;
   * default: names are text.
   */
  readonly pathText?: true;
}

export interface WriteOptions {
  /** For formats that hold one algorithm; default: the first that the format names. */
  readonly algorithm?: Algorithm;
  /** The algorithms to write, for formats that hold several; default: all that the format carries. */
  readonly algorithms?: readonly Algorithm[];
  readonly lineEnd?: 'lf' | 'crlf';
  readonly letterCase?: 'lower' | 'upper';
  /** A first line that names the algorithm, where the format has such an option. */
  readonly headerLine?: boolean;
  /** One of the format's `versions`. */
  readonly version?: string;
  /** Name of the set and title of the category, for formats that carry them. */
  readonly setName?: string;
  readonly categoryTitle?: string;
  /** What a match means, for formats that say it; where it is not given, such a format says `alert`, which hides nothing. */
  readonly categoryKind?: CategoryKind;
  /** How many records will be in the file. */
  readonly recordCount?: number;
  /** For formats that answer "perhaps": the share of unknown digests that they take for known, between 0 and 1. */
  readonly falsePositiveRate?: number;
  /** For manifests: names in records are as `files/path-text.ts` writes them, and are written as the bytes that they are. */
  readonly pathText?: true;
}
