import { countOf, formatCount } from '../../core/units.ts';

/** Something to hash. */
export interface TestContent {
  /** As the statement calls it. Equal names mean equal bytes. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Made when they are first asked for, and kept. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function contentOf(name: string, sizeBytes: number, make: () => Uint8Array<ArrayBuffer>): TestContent {
  if (sizeBytes === 0) return { name: 'no bytes', sizeBytes, bytes: new Uint8Array(0) };
  let made: Uint8Array<ArrayBuffer> | undefined;
  return {
    name,
    sizeBytes,
    get bytes() {
      return (made ??= make());
    },
  };
}

/** Of ASCII letters. */
export function textContent(text: string): TestContent {
  const name = text.length > 16 ? `"${text.slice(0, 12)}…", ${countOf(text.length, 'byte')}` : `"${text}"`;
  return contentOf(name, text.length, () => Uint8Array.from(Buffer.from(text)));
}

export function hexadecimalContent(digits: string): TestContent {
  const sizeBytes = digits.length / 2;
  const shown = digits.length > 16 ? `${digits.slice(0, 16)}…` : digits;
  const name = `${shown} in hexadecimal, ${countOf(sizeBytes, 'byte')}`;
  return contentOf(name, sizeBytes, () => Uint8Array.from(Buffer.from(digits, 'hex')));
}

/** One byte, given as two hexadecimal digits, again and again. */
export function repeatedByte(digits: string, times: number): TestContent {
  const name = `${formatCount(times)} times the byte ${digits}`;
  return contentOf(name, times, () => new Uint8Array(times).fill(Number.parseInt(digits, 16)));
}

/** The bytes 0 to 250 again and again: no block is a multiple of that, so that swapped blocks cannot cancel out. */
export function cycleContent(length: number): TestContent {
  return contentOf(`cycle of 251, ${countOf(length, 'byte')}`, length, () => {
    const bytes = new Uint8Array(length);
    for (let at = 0, value = 0; at < length; at += 1) {
      bytes[at] = value;
      value = value === 250 ? 0 : value + 1;
    }
    return bytes;
  });
}

/** Lengths around the edges of blocks, of their padding, of memory pages, and of the pieces in which files are read. */
const edgeLengths: readonly number[] = [
  54, 55, 56, 57, 62, 66, 111, 112, 119, 120, 121, 126, 191, 192, 193, 4095, 4099, 4100, 4101, 32_767, 32_769, 65_535,
  65_536, 65_537, 131_071, 131_072, 131_073, 131_127, 131_128, 262_143, 262_144, 262_145, 524_287, 524_288, 524_289,
  1_048_575, 1_048_576, 1_048_577,
];

/** Contents for which two ways to a digest are compared with each other. */
export const edgeContents: readonly TestContent[] = edgeLengths.map(cycleContent);
