import { big, noise } from './noise.ts';

/**
 * JPEG (ITU-T T.81), baseline, grey: each block of eight by eight pixels has one brightness and no detail, so that of the
 * whole transform the DC coefficient alone remains. Sides are multiples of eight.
 */
export function jpeg(seed: string, width: number, height: number): Buffer {
  const shape = Buffer.concat([Buffer.of(8), big(height, 2), big(width, 2), Buffer.of(1, 1, 0x11, 0)]);
  const jfif = Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1');
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, jfif),
    // With eight for every divisor the DC coefficient is the brightness itself, less 128.
    segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 8)])),
    segment(0xc0, shape),
    segment(0xc4, Buffer.concat([Buffer.of(0x00), codeTable(4, [0, 1, 2, 3, 4, 5, 6, 7, 8])])),
    segment(0xc4, Buffer.concat([Buffer.of(0x10), codeTable(1, [0])])),
    segment(0xda, Buffer.of(1, 1, 0x00, 0, 63, 0)),
    scan(noise(seed, (width / 8) * (height / 8))),
    Buffer.of(0xff, 0xd9),
  ]);
}

function segment(marker: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0xff, marker), big(data.length + 2, 2), data]);
}

/** Symbols that all have codes of the same length: the code of a symbol is its place in the list. */
function codeTable(length: number, symbols: readonly number[]): Buffer {
  const counts = Buffer.alloc(16);
  counts[length - 1] = symbols.length;
  return Buffer.concat([counts, Buffer.from(symbols)]);
}

/** Per block: how many bits the step from the last brightness takes, the step, and "end of block". */
function scan(brightness: Buffer): Buffer {
  let bits = '';
  let last = 128;
  for (const value of brightness) {
    const step = value - last;
    const size = step === 0 ? 0 : Math.floor(Math.log2(Math.abs(step))) + 1;
    const coded = step >= 0 ? step : step + 2 ** size - 1;
    bits += size.toString(2).padStart(4, '0') + (size === 0 ? '' : coded.toString(2).padStart(size, '0')) + '0';
    last = value;
  }
  const bytes = bits.match(/.{1,8}/g) ?? [];
  return Buffer.from(
    bytes.flatMap((text) => {
      const byte = Number.parseInt(text.padEnd(8, '1'), 2);
      return byte === 0xff ? [0xff, 0x00] : [byte];
    }),
  );
}
