/**
 * OLE compound files ([MS-CFB]), which .xls and .msg are: streams in folders, cut into sectors that are chained by a table.
 * Libraries follow these chains without looking where they have been; here each chain ends, and no more comes out than
 * the file holds.
 */
import {
  endOfChain,
  entryBytes,
  slotsInHeader,
  smallestBigStreamBytes,
  smallSectorBytes,
  type,
} from './compound-format.ts';

const magic = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const headerBytes = 512;
/** A message five deep in others has paths of some 400 characters. */
const longestPath = 2000;
const lastRegularSector = 0xfffffffa;

/** Thrown where the file is cut off or contradicts itself. */
export class CompoundDamage extends Error {}

export function isCompoundFile(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.equals(bytes.subarray(0, magic.length));
}

/** The contents of all streams by path, such as `/Workbook`. Throws `CompoundDamage`. */
export function readCompoundStreams(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  return guarded(() => new CompoundFile(bytes).streams());
}

/**
 * Names of the streams and folders at the root: what the file is, without what is embedded in it. Undefined where the
 * bytes are no compound file, or their directory is cut off or damaged.
 */
export function compoundRootNames(bytes: Uint8Array): ReadonlySet<string> | undefined {
  if (!isCompoundFile(bytes)) return undefined;
  try {
    return guarded(() => new CompoundFile(bytes).rootNames());
  } catch (error) {
    if (error instanceof CompoundDamage) return undefined;
    throw error;
  }
}

/** An offset beyond the end of the file is damage like any other. */
function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CompoundDamage('it is cut off', { cause: error });
  }
}

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly sizeBytes: number;
}

class CompoundFile {
  readonly #file: Buffer;
  readonly #sectorBytes: number;
  readonly #table: Buffer;
  readonly #entries: readonly Entry[];

  constructor(bytes: Uint8Array) {
    this.#file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!isCompoundFile(bytes) || bytes.length < headerBytes) throw new CompoundDamage('it has no header');
    const shift = this.#file.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw new CompoundDamage(`it states sectors of 2 to the ${shift} bytes`);
    this.#sectorBytes = 2 ** shift;
    this.#table = this.#readTable();
    this.#entries = this.#readEntries(this.#readChain(this.#file.readUInt32LE(48)));
  }

  rootNames(): ReadonlySet<string> {
    return new Set([...this.#childrenOf(this.#root(), new Set())].map(({ name }) => name));
  }

  streams(): ReadonlyMap<string, Uint8Array> {
    const root = this.#root();
    const small = root.start === endOfChain ? Buffer.alloc(0) : this.#readChain(root.start).subarray(0, root.sizeBytes);
    const smallTableStart = this.#file.readUInt32LE(60);
    const smallTable = smallTableStart === endOfChain ? Buffer.alloc(0) : this.#readChain(smallTableStart);
    const streams = new Map<string, Uint8Array>();
    let left = this.#file.length;
    for (const [path, entry] of this.#streamEntries()) {
      left -= entry.sizeBytes;
      if (left < 0) throw new CompoundDamage('its streams are longer than the file');
      const isSmall = entry.sizeBytes < smallestBigStreamBytes;
      const chained = isSmall ? follow(small, smallSectorBytes, 0, smallTable, entry) : this.#readBig(entry);
      if (chained.length < entry.sizeBytes) throw new CompoundDamage('a stream is cut off');
      streams.set(path, chained.subarray(0, entry.sizeBytes));
    }
    return streams;
  }

  #root(): Entry {
    const [root] = this.#entries;
    if (root?.type !== type.root) throw new CompoundDamage('it has no root');
    return root;
  }

  /** From the folders at the root inwards. */
  *#streamEntries(): Generator<readonly [string, Entry]> {
    const seen = new Set<number>();
    const waiting: { readonly path: string; readonly folder: Entry }[] = [{ path: '', folder: this.#root() }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const entry of this.#childrenOf(next.folder, seen)) {
        const path = `${next.path}/${entry.name}`;
        if (path.length > longestPath) throw new CompoundDamage('its folders are nested without end');
        if (entry.type === type.stream) yield [path, entry];
        else waiting.push({ path, folder: entry });
      }
    }
  }

  /** The children of a folder are a tree of siblings (2.6.4). */
  *#childrenOf(folder: Entry, seen: Set<number>): Generator<Entry> {
    const waiting = [folder.child];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      if (index > lastRegularSector) continue;
      const entry = this.#entries[index];
      if (entry === undefined || (entry.type !== type.folder && entry.type !== type.stream)) {
        throw new CompoundDamage('its directory names an entry that does not exist');
      }
      if (seen.has(index)) throw new CompoundDamage('its directory runs in a circle');
      seen.add(index);
      yield entry;
      waiting.push(entry.right, entry.left);
    }
  }

  /** The allocation table: its first sectors are listed in the header, the others in a chain of lists (2.5). */
  #readTable(): Buffer {
    const sectors: number[] = [];
    for (let slot = 0; slot < slotsInHeader; slot += 1) sectors.push(this.#file.readUInt32LE(76 + slot * 4));
    const slots = this.#sectorBytes / 4 - 1;
    const most = this.#file.length / this.#sectorBytes;
    let list = this.#file.readUInt32LE(68);
    for (let steps = 0; list <= lastRegularSector; steps += 1) {
      if (steps > most) throw new CompoundDamage('the list of its tables runs in a circle');
      const offset = (list + 1) * this.#sectorBytes;
      for (let slot = 0; slot < slots; slot += 1) sectors.push(this.#file.readUInt32LE(offset + slot * 4));
      list = this.#file.readUInt32LE(offset + slots * 4);
    }
    const used = sectors.slice(0, Math.min(this.#file.readUInt32LE(44), most));
    return Buffer.concat(used.map((sector) => this.#sector(sector)));
  }

  #sector(sector: number): Buffer {
    const offset = (sector + 1) * this.#sectorBytes;
    if (sector > lastRegularSector || offset >= this.#file.length) throw new CompoundDamage('it is cut off');
    return this.#file.subarray(offset, offset + this.#sectorBytes);
  }

  #readEntries(directory: Buffer): readonly Entry[] {
    const entries: Entry[] = [];
    for (let start = 0; start + entryBytes <= directory.length; start += entryBytes) {
      const nameBytes = Math.min(Math.max(directory.readUInt16LE(start + 64), 2), 64) - 2;
      entries.push({
        name: directory.toString('utf16le', start, start + nameBytes),
        type: directory[start + 66] ?? 0,
        left: directory.readUInt32LE(start + 68),
        right: directory.readUInt32LE(start + 72),
        child: directory.readUInt32LE(start + 76),
        start: directory.readUInt32LE(start + 116),
        sizeBytes: directory.readUInt32LE(start + 120),
      });
    }
    return entries;
  }

  #readBig(entry: Entry): Buffer {
    return entry.sizeBytes === 0 ? Buffer.alloc(0) : this.#readChain(entry.start);
  }

  #readChain(start: number): Buffer {
    return follow(this.#file, this.#sectorBytes, this.#sectorBytes, this.#table, { start });
  }
}

/** The sectors of a chain behind one another. `skip`: bytes before the first sector. */
function follow(
  data: Buffer,
  sectorBytes: number,
  skip: number,
  table: Buffer,
  { start, sizeBytes }: { readonly start: number; readonly sizeBytes?: number },
): Buffer {
  if (sizeBytes === 0) return Buffer.alloc(0);
  const pieces: Buffer[] = [];
  const most = data.length / sectorBytes + 1;
  for (let sector = start; sector !== endOfChain; sector = table.readUInt32LE(sector * 4)) {
    const offset = skip + sector * sectorBytes;
    if (sector > lastRegularSector || offset >= data.length) throw new CompoundDamage('it is cut off');
    if (pieces.length > most) throw new CompoundDamage('a chain of its sectors runs in a circle');
    pieces.push(data.subarray(offset, offset + sectorBytes));
  }
  return Buffer.concat(pieces);
}
