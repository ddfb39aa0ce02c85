/** The header of a gzip member: RFC 1952, 2.3. */
const fixedSizeBytes = 10;
const flag = { headerChecksum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** The name of the file inside, in Latin-1, where it stands there. */
export function storedGzipName(bytes: Uint8Array): string | undefined {
  if (((bytes[3] ?? 0) & flag.name) === 0) return undefined;
  const start = nameOffset(bytes);
  const end = bytes.indexOf(0, start);
  return end < 0 ? undefined : Buffer.from(bytes.subarray(start, Math.min(end, start + 1024))).toString('latin1');
}

/** Where the compressed bytes begin; undefined where the header is damaged, or goes on behind these bytes. */
export function gzipHeaderSize(bytes: Uint8Array): number | undefined {
  const flags = bytes[3] ?? flag.reserved;
  if (!isGzip(bytes) || (flags & flag.reserved) !== 0) return undefined;
  let end = nameOffset(bytes);
  for (const text of [flag.name, flag.comment]) {
    if ((flags & text) === 0) continue;
    end = bytes.indexOf(0, end) + 1;
    if (end === 0) return undefined;
  }
  if ((flags & flag.headerChecksum) !== 0) end += 2;
  return end <= bytes.length ? end : undefined;
}

function nameOffset(bytes: Uint8Array): number {
  const hasExtra = ((bytes[3] ?? 0) & flag.extra) !== 0;
  return fixedSizeBytes + (hasExtra ? 2 + (bytes[10] ?? 0) + (bytes[11] ?? 0) * 256 : 0);
}
