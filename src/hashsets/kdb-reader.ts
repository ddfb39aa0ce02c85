import { type Algorithm, algorithmTitle, type Digest, digestSizeBytes } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import type { Place } from '../core/place.ts';
import type { HashSetBatch, HashSetRecord, ReadOptions } from './contract.ts';
import type { DigestFault, DigestsInProgress } from './digest-text.ts';
import { KdbTexts } from './kdb-texts.ts';
import { BatchInProgress, type LineVerdict } from './line-verdicts.ts';
import { blobDigits, boundedText, DatabaseReader, type Row } from './sqlite-reader.ts';

/** The columns of digests, in the order in which they are read. */
const digestColumns: readonly { readonly column: string; readonly algorithm: Algorithm }[] = [
  { column: 'md5', algorithm: 'md5' },
  { column: 'sha1', algorithm: 'sha1' },
  { column: 'sha2_256', algorithm: 'sha256' },
];

const recordsPerBatch = 2048;
const textPerBatch = 4 * 1024 * 1024;

/** Every hash of a .kdb with its names and comments. Throws `FORMAT_UNKNOWN`, `FORMAT_CANNOT`, `INPUT_…`. */
export async function* readKdb(path: string, options: ReadOptions): AsyncGenerator<HashSetBatch> {
  const database = await DatabaseReader.open(path, options.name);
  try {
    const columns = database.columnsOf('hashes');
    if (columns?.has('md5') !== true || !columns.has('id')) {
      throw new CriskitError('FORMAT_UNKNOWN', `${options.name} has no table of hashes as a .kdb does.`, { path });
    }
    yield await readProperties(database, options);
    const expressions = digestColumns.map(({ column, algorithm }) =>
      columns.has(column) ? blobDigits(column, digestSizeBytes[algorithm]) : `'null'`,
    );
    yield* new Merge(database, ['id', ...expressions], options).batches();
  } finally {
    database.close();
  }
}

/** The Sleuth Kit writes one property, which says what the columns mean. */
async function readProperties(database: DatabaseReader, options: ReadOptions): Promise<HashSetBatch> {
  const columns = database.columnsOf('db_properties');
  const issue: Issue = {
    code: 'schema-version-missing',
    message: 'The file does not say which version of the schema it has; it is read as version 1.',
    place: {},
  };
  if (columns?.has('name') !== true || !columns.has('value')) return { records: [], issues: [issue] };
  const expressions = [boundedText('name', 100), boundedText('value', 100)];
  let version: string | undefined;
  let headings = 0;
  for await (const rows of database.rows('db_properties', expressions, options.signal)) {
    headings += rows.length;
    for (const [, name, value] of rows) if (name === 'Schema Version') version = String(value);
  }
  if (version !== undefined && version !== '1') {
    const message = `${options.name} has a version of the schema other than 1, which criskit does not know.`;
    throw new CriskitError('FORMAT_CANNOT', message, { path: options.name });
  }
  return { records: [], issues: version === undefined ? [issue] : [], headings };
}

/** Hashes in the order of their numbers, each with the texts that belong to it. */
class Merge {
  readonly #database: DatabaseReader;
  readonly #expressions: readonly string[];
  readonly #options: ReadOptions;
  readonly #find: (id: number) => Row | undefined;
  #batch = new BatchInProgress();
  #records = 0;
  #textLength = 0;

  constructor(database: DatabaseReader, expressions: readonly string[], options: ReadOptions) {
    this.#database = database;
    this.#expressions = expressions;
    this.#options = options;
    this.#find = database.finder('hashes', expressions);
  }

  async *batches(): AsyncGenerator<HashSetBatch> {
    const { signal } = this.#options;
    const names = await KdbTexts.open(this.#database, 'file_names', 'name', signal);
    const comments = await KdbTexts.open(this.#database, 'comments', 'comment', signal);
    for await (const hashes of this.#database.rows('hashes', this.#expressions, signal)) {
      for (const hash of hashes) {
        const [id] = hash;
        if (names.isBehind(id) || comments.isBehind(id)) yield* this.#late(names, comments, id);
        const ownNames = names.hashId === id ? await names.take() : [];
        const ownComments = comments.hashId === id ? await comments.take() : [];
        yield* this.#add(this.#verdict(hash, ownNames, ownComments));
      }
    }
    yield* this.#late(names, comments, Number.POSITIVE_INFINITY);
    yield this.#batch.finish();
  }

  /**
   * Texts that were added when later hashes were there already: each comes with the digests of its hash as a record of
   * its own, because the file has no index that would bring them together.
   */
  async *#late(names: KdbTexts, comments: KdbTexts, before: number): AsyncGenerator<HashSetBatch> {
    for (const texts of [names, comments]) {
      for (;;) {
        const id = yield* this.#nextHashId(texts);
        if (id === undefined || id >= before) break;
        const taken = await texts.take();
        yield* this.#add(texts === names ? this.#lateVerdict(id, taken, []) : this.#lateVerdict(id, [], taken));
      }
    }
  }

  /** With the issues of the rows before that text. */
  async *#nextHashId(texts: KdbTexts): AsyncGenerator<HashSetBatch, number | undefined> {
    for (;;) {
      for (const issue of texts.takeIssues()) yield* this.#add(issue);
      if (!texts.isSeeking) return texts.hashId;
      await texts.seek();
    }
  }

  #lateVerdict(id: number, names: readonly string[], comments: readonly string[]): LineVerdict {
    const hash = this.#find(id);
    if (hash !== undefined) return this.#verdict(hash, names, comments);
    return {
      code: 'hash-missing',
      message: 'A name or comment belongs to a hash that is not there.',
      place: { row: id },
    };
  }

  #verdict(hash: Row, names: readonly string[], comments: readonly string[]): LineVerdict {
    const [rowId, id, ...values] = hash;
    if (id !== rowId) {
      const message = `${this.#options.name} numbers its hashes in a way that a .kdb does not.`;
      throw new CriskitError('INPUT_DAMAGED', message, { path: this.#options.name });
    }
    for (const text of names) this.#textLength += text.length;
    for (const text of comments) this.#textLength += text.length;
    return recordOfHash({ row: rowId }, values, names, comments);
  }

  *#add(verdict: LineVerdict): Generator<HashSetBatch> {
    this.#batch.add(verdict);
    this.#records += 1;
    if (this.#records < recordsPerBatch && this.#textLength < textPerBatch) return;
    yield this.#batch.finish();
    this.#batch = new BatchInProgress();
    this.#records = 0;
    this.#textLength = 0;
  }
}

function recordOfHash(
  place: Place,
  values: readonly unknown[],
  names: readonly string[],
  comments: readonly string[],
): LineVerdict {
  const digests: DigestsInProgress = {};
  let some = false;
  for (const [index, { algorithm }] of digestColumns.entries()) {
    const value = String(values[index]);
    if (value === 'null') continue;
    if (value.length !== digestSizeBytes[algorithm] * 2) return { ...faultOf(algorithm, value), place };
    (digests as Record<Algorithm, Digest>)[algorithm] = value as Digest;
    some = true;
  }
  if (!some) return { code: 'digest-missing', message: 'The row holds no digest.', place };
  return withTexts({ place, digests }, names, comments);
}

function withTexts(record: HashSetRecord, names: readonly string[], comments: readonly string[]): HashSetRecord {
  if (names.length === 0 && comments.length === 0) return record;
  const attributes = {
    ...(names.length === 0 ? {} : { names }),
    ...(comments.length === 0 ? {} : { comments: comments.join('\n') }),
  };
  return { ...record, attributes };
}

/** `type`: what SQLite calls it. */
function faultOf(algorithm: Algorithm, type: string): DigestFault {
  const expected = `${algorithmTitle[algorithm]} has ${digestSizeBytes[algorithm]} bytes`;
  if (type === 'blob')
    return { code: 'digest-length', message: `The value is not as long as it should be: ${expected}.` };
  return {
    code: 'digest-type',
    message: `The value is ${type} where bytes should stand, so that no program finds it: ${expected}.`,
  };
}
