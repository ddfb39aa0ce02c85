/** Bytes of a cycle whose length shares no factor with any block or buffer, so that swapped pieces cannot cancel out. */
export function cycleOf251(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < Math.min(length, 251); at += 1) bytes[at] = at;
  for (let filled = 251; filled < length; filled *= 2) bytes.copyWithin(filled, 0, filled);
  return bytes;
}

/** Lengths around the edges of the algorithms' blocks and padding, of the head, and of the threads' read buffer. */
export const edgeLengths: readonly number[] = [
  0, 1, 2, 3, 54, 55, 56, 57, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 1023, 1024, 1025, 4095, 4096, 4097, 4099,
  4100, 4101, 8191, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 524_287, 524_288, 524_289, 1_000_003,
];

/**
 * Lengths around the ends of blocks (64 bytes), of the padding of MD5 and the SHAs (9 bytes at least), of the chunks of
 * BLAKE3 (1,024 bytes, and trees of them), and of the first three pieces of each of those sizes. In ascending order.
 */
export function vectorLengths(pieceSizes: readonly number[]): readonly number[] {
  const around = (end: number, offsets: readonly number[]) => offsets.map((offset) => end + offset);
  const blocks = [0, 64, 128, 192].flatMap((end) => around(end, [-10, -9, -8, -7, -1, 0, 1, 2, 3]));
  const chunks = [1, 2, 3, 4, 5, 7, 8, 16, 31].flatMap((chunk) => around(chunk * 1024, [-1, 0, 1]));
  const pieces = pieceSizes.flatMap((size) =>
    [1, 2, 3].flatMap((piece) => around(piece * size, [-64, -9, -8, -1, 0, 1, 55, 56, 64])),
  );
  const lengths = new Set([...blocks, ...chunks, ...pieces].filter((length) => length >= 0));
  return [...lengths].sort((a, b) => a - b);
}
