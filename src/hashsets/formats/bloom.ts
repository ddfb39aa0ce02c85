import type { Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { BloomFilter, type BloomSize, bloomSize, mostBits } from '../bloom-filter.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from '../contract.ts';
import { type EntryLayout, readFixedEntries } from '../fixed-entries.ts';
import { writtenDigest } from '../line-writing.ts';

/**
 * A Bloom filter as DCSO's `bloom` makes it and CIRCL's hashlookup publishes it: a head, then the bits. It holds no digest
 * and so cannot be read; of a digest it says "not in the set" or "perhaps". Numbers are little-endian.
 */
export const bloom = {
  id: 'bloom',
  title: 'Bloom filter (DCSO, CIRCL hashlookup)',
  extension: '.bloom',
  algorithms: ['sha1', 'md5', 'sha256'],
  carries: [],
  medium: 'binary',
  oneAlgorithm: true,
  needsRecordCount: true,
  answersPerhaps: true,
  checkedBy: 'bloom check',

  recognise(head) {
    return parseHead(Buffer.from(head)) === undefined
      ? undefined
      : { confidence: 1, reason: 'sizes of a Bloom filter that fit each other' };
  },

  async *write(records, options) {
    const filter = await filterOf(records, sizeFor(options), options);
    yield headOf(filter);
    for (let at = 0; at < filter.bytes.length; at += pieceBytes) yield filter.bytes.subarray(at, at + pieceBytes);
  },

  /** By making the filter once more, of the sizes that the file states. */
  async verifyWritten(bytes, records, options) {
    let filter: BloomFilter | undefined;
    let compared = 0;
    for await (const { kind, bytes: part } of readFixedEntries(bytes, layout, undefined)) {
      if (kind === 'head') {
        filter = await filterOf(records, checkedSize(part, options), options);
        if (!headOf(filter).equals(part)) throw differs('its head states another number of digests');
        continue;
      }
      const expected = filter?.bytes.subarray(compared, compared + part.length) ?? new Uint8Array();
      if (!part.equals(expected)) throw differs('it is not the filter of the digests');
      compared += part.length;
    }
    if (compared !== filter?.bytes.length) throw differs('it ends too early');
  },
} as const satisfies HashSetFormat;

/** The head; then words of 64 bits. */
const layout: EntryLayout = { headBytes: 48, entryBytes: 8 };
const pieceBytes = 1024 * 1024;

/** Where numbers of eight bytes stand in the head; the rate is a floating-point number. */
const flagsAt = 0;
const capacityAt = 8;
const rateAt = 16;
const functionsAt = 24;
const bitsAt = 32;
const addedAt = 40;
/** In the lowest byte of the flags, which are otherwise 0. */
const version = 1n;

/** What the program is told by those who publish such filters, in place of its own default of 0.01. */
const defaultRate = 0.0001;
/** Beyond it the sizes that the program computes come to nothing. */
const highestRate = 0.5;

function sizeFor({ recordCount, falsePositiveRate = defaultRate }: WriteOptions): BloomSize {
  if (recordCount === undefined) throw new CriskitError('INTERNAL', 'The number of records is not known beforehand.');
  if (falsePositiveRate > highestRate) {
    throw new CriskitError('FORMAT_CANNOT', `A Bloom filter with a rate above ${highestRate} is of no use.`);
  }
  // The program divides by the capacity.
  const size = bloomSize(Math.max(recordCount, 1), falsePositiveRate);
  if (size.bits <= mostBits) return size;
  const message = `A Bloom filter of ${recordCount} digests with a rate of ${falsePositiveRate} takes more than 512 MiB.`;
  throw new CriskitError('FORMAT_CANNOT', message, { hint: 'Choose a higher --false-positive-rate.' });
}

async function filterOf(
  records: AsyncIterable<readonly HashSetRecord[]>,
  size: BloomSize,
  options: WriteOptions,
): Promise<BloomFilter> {
  const algorithm: Algorithm = options.algorithm ?? 'sha1';
  const filter = new BloomFilter(size);
  for await (const batch of records) {
    for (const record of batch) filter.add(writtenDigest(record, algorithm, options, 'upper'));
  }
  return filter;
}

function headOf({ size, added }: BloomFilter): Buffer {
  const head = Buffer.alloc(layout.headBytes);
  head.writeBigUInt64LE(version, flagsAt);
  head.writeBigUInt64LE(BigInt(size.capacity), capacityAt);
  head.writeDoubleLE(size.falsePositiveRate, rateAt);
  head.writeBigUInt64LE(BigInt(size.functions), functionsAt);
  head.writeBigUInt64LE(BigInt(size.bits), bitsAt);
  head.writeBigUInt64LE(BigInt(added), addedAt);
  return head;
}

/** Undefined where these are no numbers of a filter: those of bits and functions follow from the others. */
function parseHead(head: Buffer): BloomSize | undefined {
  if (head.length < layout.headBytes || head.readBigUInt64LE(flagsAt) !== version) return undefined;
  const size = bloomSize(Number(head.readBigUInt64LE(capacityAt)), head.readDoubleLE(rateAt));
  if (!(size.bits > 0 && size.bits <= mostBits)) return undefined;
  const fits =
    head.readBigUInt64LE(bitsAt) === BigInt(size.bits) && head.readBigUInt64LE(functionsAt) === BigInt(size.functions);
  return fits ? size : undefined;
}

function checkedSize(head: Buffer, options: WriteOptions): BloomSize {
  const found = parseHead(head);
  const meant = sizeFor(options);
  if (found?.capacity === meant.capacity && found.falsePositiveRate === meant.falsePositiveRate) return found;
  throw differs('its head states other sizes');
}

function differs(what: string): CriskitError {
  return new CriskitError('OUTPUT_DIFFERS', `The Bloom filter does not read back as written: ${what}.`);
}
