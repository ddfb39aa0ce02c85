/**
 * Writes OLE compound files of version 4 ([MS-CFB]), always the same bytes for the same streams. Its sectors of 4096 bytes
 * let the header alone list the tables of files of up to 436 MiB.
 */
import {
  endOfChain,
  entryBytes,
  slotsInHeader,
  smallestBigStreamBytes,
  smallSectorBytes,
  type,
} from './compound-format.ts';

const sectorBytes = 4096;
const unused = 0xffffffff;
const tableSector = 0xfffffffd;

interface Node {
  readonly name: string;
  readonly type: number;
  readonly content: Uint8Array;
  readonly children: Map<string, Node>;
  left: number;
  right: number;
  child: number;
  start: number;
}

/** `streams`: contents by path, such as `/folder/stream`. */
export function writeCompoundFile(streams: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const nodes = layTree(streams);
  const sectors = new Sectors();
  const smallContents: Uint8Array[] = [];
  const smallTable: number[] = [];
  for (const node of nodes.filter(({ type: kind, content }) => kind === type.stream && content.length > 0)) {
    if (node.content.length >= smallestBigStreamBytes) {
      node.start = sectors.add(node.content);
      continue;
    }
    node.start = smallTable.length;
    chain(smallTable, Math.ceil(node.content.length / smallSectorBytes));
    smallContents.push(filled(node.content, smallSectorBytes, 0));
  }
  const small = Buffer.concat(smallContents);
  const [root] = nodes;
  if (root !== undefined) root.start = sectors.add(small);
  const smallTableStart = sectors.add(numbers(smallTable));
  const directory = Buffer.concat(
    nodes.map((node, index) => entryOf(node, index === 0 ? small.length : node.content.length)),
  );
  const directoryStart = sectors.add(directory);
  return sectors.finish({
    directoryStart,
    directorySectors: Math.ceil(directory.length / sectorBytes),
    smallTableStart,
    smallTableSectors: Math.ceil((smallTable.length * 4) / sectorBytes),
  });
}

/** The root, then every folder and stream; the children of each folder are a balanced tree (2.6.4). */
function layTree(streams: ReadonlyMap<string, Uint8Array>): readonly Node[] {
  const root = nodeOf('Root Entry', type.root);
  for (const [path, content] of streams) {
    const names = path.split('/').slice(1);
    const last = names.pop() ?? '';
    let folder = root;
    for (const name of names) {
      const inner = folder.children.get(name) ?? nodeOf(name, type.folder);
      folder.children.set(name, inner);
      folder = inner;
    }
    folder.children.set(last, nodeOf(last, type.stream, content));
  }
  const nodes: Node[] = [];
  const lay = (node: Node): void => {
    nodes.push(node);
    for (const child of node.children.values()) lay(child);
    const sorted = [...node.children.values()].sort((a, b) => compareNames(a.name, b.name));
    node.child = balance(sorted, new Map(sorted.map((child) => [child, nodes.indexOf(child)])));
  };
  lay(root);
  return nodes;
}

function nodeOf(name: string, kind: number, content: Uint8Array = new Uint8Array()): Node {
  return {
    name,
    type: kind,
    content,
    children: new Map(),
    left: unused,
    right: unused,
    child: unused,
    start: endOfChain,
  };
}

/** Shorter names come first, equal ones by their capital letters (2.6.4). */
function compareNames(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a.toUpperCase() < b.toUpperCase() ? -1 : 1;
}

/** The number of the node in the middle, with the others to its left and right. */
function balance(sorted: readonly Node[], numberOf: ReadonlyMap<Node, number>): number {
  const middle = sorted.length >> 1;
  const node = sorted[middle];
  if (node === undefined) return unused;
  node.left = balance(sorted.slice(0, middle), numberOf);
  node.right = balance(sorted.slice(middle + 1), numberOf);
  return numberOf.get(node) ?? unused;
}

function entryOf(node: Node, sizeBytes: number): Buffer {
  const entry = Buffer.alloc(entryBytes);
  entry.write(node.name.slice(0, 31), 0, 'utf16le');
  entry.writeUInt16LE(Math.min(node.name.length, 31) * 2 + 2, 64);
  entry[66] = node.type;
  entry[67] = 1;
  entry.writeUInt32LE(node.left, 68);
  entry.writeUInt32LE(node.right, 72);
  entry.writeUInt32LE(node.child, 76);
  entry.writeUInt32LE(node.type === type.folder ? 0 : node.start, 116);
  entry.writeUInt32LE(node.type === type.folder ? 0 : sizeBytes, 120);
  return entry;
}

/** Sectors with the table that chains them. */
class Sectors {
  readonly #pieces: Buffer[] = [];
  readonly #table: number[] = [];

  /** Returns the first sector of the content. */
  add(content: Uint8Array): number {
    if (content.length === 0) return endOfChain;
    const start = this.#table.length;
    chain(this.#table, Math.ceil(content.length / sectorBytes));
    this.#pieces.push(filled(content, sectorBytes, 0));
    return start;
  }

  finish(parts: {
    readonly directoryStart: number;
    readonly directorySectors: number;
    readonly smallTableStart: number;
    readonly smallTableSectors: number;
  }): Uint8Array {
    const start = this.#table.length;
    const slots = sectorBytes / 4;
    const tables = Math.ceil(start / (slots - 1));
    for (let index = 0; index < tables; index += 1) this.#table.push(tableSector);
    const header = Buffer.alloc(sectorBytes);
    header.write('d0cf11e0a1b11ae1', 'hex');
    header.writeUInt16LE(0x3e, 24);
    header.writeUInt16LE(4, 26);
    header.writeUInt16LE(0xfffe, 28);
    header.writeUInt16LE(12, 30);
    header.writeUInt16LE(6, 32);
    header.writeUInt32LE(parts.directorySectors, 40);
    header.writeUInt32LE(tables, 44);
    header.writeUInt32LE(parts.directoryStart, 48);
    header.writeUInt32LE(smallestBigStreamBytes, 56);
    header.writeUInt32LE(parts.smallTableStart, 60);
    header.writeUInt32LE(parts.smallTableSectors, 64);
    header.writeUInt32LE(endOfChain, 68);
    for (let slot = 0; slot < slotsInHeader; slot += 1) {
      header.writeUInt32LE(slot < tables ? start + slot : unused, 76 + slot * 4);
    }
    return Buffer.concat([header, ...this.#pieces, numbers(this.#table)]);
  }
}

/** Adds `count` slots of which each points to the next. */
function chain(table: number[], count: number): void {
  for (let left = count; left > 0; left -= 1) table.push(left === 1 ? endOfChain : table.length + 1);
}

/** As many whole sectors as the numbers take. */
function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return filled(bytes, sectorBytes, 0xff);
}

function filled(content: Uint8Array, unit: number, byte: number): Buffer {
  return Buffer.concat([content, Buffer.alloc(-content.length & (unit - 1), byte)]);
}
