import { crc32, deflateRawSync } from 'node:zlib';
import { inflateZipEntry, readZipDirectory } from '../../../src/containers/archives/zip-archive.ts';

/** One entry of an archive; what it declares may be a lie. */
export interface RawEntry {
  readonly name: string;
  readonly deflated: Uint8Array;
  readonly sizeBytes: number;
  readonly crc: number;
  /** 1: encrypted; 0x800: the name is UTF-8. None unless given. */
  readonly flags?: number;
  /** 8, deflated, unless given; 0 stored. */
  readonly method?: number;
}

export function entryOf(name: string, content: Uint8Array | string): RawEntry {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { name, deflated: deflateRawSync(bytes), sizeBytes: bytes.length, crc: crc32(bytes) };
}

/** A zip archive, written without looking at what is right. */
export function zipOf(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0, 2);
    fields.writeUInt16LE(entry.method ?? 8, 4);
    fields.writeUInt32LE(entry.crc, 10);
    fields.writeUInt32LE(entry.deflated.length, 14);
    fields.writeUInt32LE(entry.sizeBytes, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, entry.deflated]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

/** The archive with some parts put in place of others, or added. */
export function withParts(archive: Uint8Array, change: (name: string, text: string) => string): Buffer {
  const entries = readZipDirectory(archive).map((entry) => {
    const content = Buffer.from(inflateZipEntry(archive, entry, { maxBytes: 1e8 }));
    return entryOf(entry.name, change(entry.name, content.toString()));
  });
  return zipOf(entries);
}
