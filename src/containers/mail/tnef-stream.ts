/**
 * The stream that Outlook wraps messages in ([MS-OXTNEF] 2.1): a signature, a key, then attributes one behind another,
 * each with its level, id, length, data and checksum.
 */
export interface TnefAttribute {
  /** As the specification writes it, such as 0x00069003: type and id in one number. */
  readonly id: number;
  readonly data: Buffer;
}

export const tnefSignature = 0x223e9f78;

const headerLength = 6;
const attributeHeaderLength = 9;

/** What is thrown where the stream is cut off or contradicts itself. */
export class TnefDamage extends Error {}

/** The attributes in their order. Throws `TnefDamage`. */
export function* readTnefAttributes(stream: Buffer): Generator<TnefAttribute> {
  let offset = headerLength;
  while (offset < stream.length) {
    if (offset + attributeHeaderLength > stream.length) throw new TnefDamage(`cut off at offset ${offset}`);
    const level = stream[offset];
    if (level !== 1 && level !== 2) throw new TnefDamage(`no attribute begins at offset ${offset}`);
    const start = offset + attributeHeaderLength;
    const end = start + stream.readUInt32LE(offset + 5);
    if (end + 2 > stream.length) throw new TnefDamage(`cut off in the attribute at offset ${offset}`);
    const data = stream.subarray(start, end);
    if (checksumOf(data) !== stream.readUInt16LE(end)) throw new TnefDamage(`wrong checksum at offset ${end}`);
    yield { id: stream.readUInt32LE(offset + 1), data };
    offset = end + 2;
  }
}

/** The sum of the bytes, in 16 bits. */
function checksumOf(data: Buffer): number {
  let sum = 0;
  for (const byte of data) sum = (sum + byte) & 0xffff;
  return sum;
}

/** Lengths of the values of the fixed types ([MS-OXTNEF] 2.1.3.4), with the bytes that fill them up to four. */
const fixedLengths: ReadonlyMap<number, number> = new Map([
  [0x01, 0],
  [0x02, 4],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 4],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
]);

const multipleValues = 0x1000;
const firstNamedId = 0x8000;
const namedByText = 1;

/**
 * The property list inside an attribute ([MS-OXTNEF] 2.1.3.3): values by property tag (id and type in one number), the
 * first of those that have several. Throws `TnefDamage`.
 */
export function readTnefProperties(data: Buffer): ReadonlyMap<number, Buffer> {
  const cursor = new Cursor(data);
  const properties = new Map<number, Buffer>();
  for (let left = cursor.number(); left > 0; left -= 1) {
    const tag = cursor.number();
    if (tag >>> 16 >= firstNamedId) skipName(cursor);
    const [first] = readValues(cursor, tag & 0xffff);
    if (first !== undefined) properties.set(tag, first);
  }
  return properties;
}

function skipName(cursor: Cursor): void {
  cursor.take(16);
  const kind = cursor.number();
  if (kind === namedByText) cursor.padded(cursor.number());
  else cursor.take(4);
}

function readValues(cursor: Cursor, type: number): readonly Buffer[] {
  const length = fixedLengths.get(type & ~multipleValues);
  const hasCount = length === undefined || (type & multipleValues) !== 0;
  const count = hasCount ? cursor.number() : 1;
  const values: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = length === undefined ? cursor.padded(cursor.number()) : cursor.take(length);
    if (index === 0) values.push(value);
    else if (value.length === 0 && length === 0) break;
  }
  return values;
}

/** Reads forward and never beyond the end. */
class Cursor {
  readonly #data: Buffer;
  #offset = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  take(length: number): Buffer {
    const end = this.#offset + length;
    if (end > this.#data.length) throw new TnefDamage('a property reaches beyond its attribute');
    const taken = this.#data.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }

  number(): number {
    return this.take(4).readUInt32LE(0);
  }

  /** The value, and behind it what fills it up to four bytes. */
  padded(length: number): Buffer {
    const value = this.take(length);
    this.take(-length & 3);
    return value;
  }
}
