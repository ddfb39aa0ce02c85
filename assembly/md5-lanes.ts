/**
 * MD5 (RFC 1321) of several files at once: each 32-bit lane of a SIMD register holds the state of another file. All lanes
 * are fed the same number of blocks, each from its own place in memory. `npm run build:lanes` compiles this file to
 * src/hashing/lanes/md5-lanes.wasm.
 *
 * Two registers at a time (eight lanes) keep the processor busy while a step waits for the one before it. The rounds are
 * loops: written out step by step they were a third slower (2.2 instead of 3.4 GiB/s on one core, Node 26).
 */

/** 32-bit numbers: the state of the eight lanes (eight times a, b, c, d), then the addresses of their next blocks. */
export const lanes: usize = memory.data(160, 16);

/** Where memory begins that nothing here uses. */
export const freeMemory: usize = __heap_base;

/** Address of lane 0's next block, counted from `lanes`; those of the other lanes follow. */
const addresses: usize = 128;

/** The sixteen words of the current block. Of each: the word of lane 0, of lane 1, up to lane 7. */
const words: usize = memory.data(512, 16);

/**
 * The table T of RFC 1321, 3.4: the sines of 1 to 64, those of round 4 less one (`stepI`). Read from memory, because
 * constants in the code were slower.
 */
const sines: usize = memory.data<u32>(
  [
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8,
    0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
    0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87,
    0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
    0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039,
    0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292243, 0x432aff96, 0xab9423a6, 0xfc93a038, 0x655b59c2, 0x8f0ccc91,
    0xffeff47c, 0x85845dd0, 0x6fa87e4e, 0xfe2ce6df, 0xa3014313, 0x4e0811a0, 0xf7537e81, 0xbd3af234, 0x2ad7d2ba,
    0xeb86d390,
  ],
  16,
);

/** What a step adds up without waiting for the step before it. */
function early(a: v128, word: v128, sine: v128): v128 {
  return v128.add<u32>(a, v128.add<u32>(word, sine));
}

/** `b + (sum <<< bits)`, in every lane. */
function turned(b: v128, sum: v128, bits: i32): v128 {
  if (bits === 16) return v128.add<u32>(b, v128.shuffle<u16>(sum, sum, 1, 0, 3, 2, 5, 4, 7, 6));
  return v128.add<u32>(b, v128.or(v128.shl<u32>(sum, bits), v128.shr<u32>(sum, 32 - bits)));
}

// The steps of RFC 1321, 3.4, each with its auxiliary function of b, c and d. They are written so that as little as can be
// waits for b, the result of the step before: a kernel of few lanes takes as long as that chain.

/** `(b and c) or (not b and d)`. */
function stepF(a: v128, b: v128, c: v128, d: v128, word: v128, sine: v128, bits: i32): v128 {
  const mixed = v128.xor(d, v128.and(b, v128.xor(c, d)));
  return turned(b, v128.add<u32>(early(a, word, sine), mixed), bits);
}

/** `(b and d) or (c and not d)`: its two parts have no bit in common, so that they can be added one after the other. */
function stepG(a: v128, b: v128, c: v128, d: v128, word: v128, sine: v128, bits: i32): v128 {
  const sum = v128.add<u32>(early(a, word, sine), v128.andnot(c, d));
  return turned(b, v128.add<u32>(sum, v128.and(b, d)), bits);
}

/** `b xor c xor d`. */
function stepH(a: v128, b: v128, c: v128, d: v128, word: v128, sine: v128, bits: i32): v128 {
  return turned(b, v128.add<u32>(early(a, word, sine), v128.xor(v128.xor(c, d), b)), bits);
}

/** `c xor (b or not d)`. Adding that is subtracting its complement and one; the sines of this round have the one in them. */
function stepI(a: v128, b: v128, c: v128, d: v128, word: v128, sine: v128, bits: i32): v128 {
  return turned(b, v128.sub<u32>(early(a, word, sine), v128.xor(c, v128.andnot(d, b))), bits);
}

/**
 * Where word `index` (taken modulo 16) of the current block stands. From one turn of a round (four steps) to the next the
 * words of RFC 1321 move by 4 in rounds 1 and 2, and by 12 or 28 in rounds 3 and 4, which is 4 backwards.
 */
function wordAt(index: usize): usize {
  return words + ((index & 15) << 5);
}

/** The address of the block that a lane is at. */
function blockOf(lane: usize, block: usize): usize {
  return load<u32>(lanes + addresses + (lane << 2)) + u32(block << 6);
}

/** Takes a block of each of four lanes, from `first` on, apart: from four times sixteen words to sixteen times four. */
function transpose(first: usize, block: usize): void {
  const block0 = blockOf(first, block);
  const block1 = blockOf(first + 1, block);
  const block2 = blockOf(first + 2, block);
  const block3 = blockOf(first + 3, block);
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const row0 = v128.load(block0 + quarter);
    const row1 = v128.load(block1 + quarter);
    const row2 = v128.load(block2 + quarter);
    const row3 = v128.load(block3 + quarter);
    const low01 = v128.shuffle<u32>(row0, row1, 0, 4, 1, 5);
    const high01 = v128.shuffle<u32>(row0, row1, 2, 6, 3, 7);
    const low23 = v128.shuffle<u32>(row2, row3, 0, 4, 1, 5);
    const high23 = v128.shuffle<u32>(row2, row3, 2, 6, 3, 7);
    const to = words + (first << 2) + (quarter << 3);
    v128.store(to, v128.shuffle<u64>(low01, low23, 0, 2));
    v128.store(to, v128.shuffle<u64>(low01, low23, 1, 3), 32);
    v128.store(to, v128.shuffle<u64>(high01, high23, 0, 2), 64);
    v128.store(to, v128.shuffle<u64>(high01, high23, 1, 3), 96);
  }
}

/** Feeds that many blocks to all eight lanes. */
export function compress8(blocks: usize): void {
  let a = v128.load(lanes);
  let b = v128.load(lanes, 32);
  let c = v128.load(lanes, 64);
  let d = v128.load(lanes, 96);
  let e = v128.load(lanes, 16);
  let f = v128.load(lanes, 48);
  let g = v128.load(lanes, 80);
  let h = v128.load(lanes, 112);
  for (let block: usize = 0; block < blocks; block++) {
    transpose(0, block);
    transpose(4, block);
    const aBefore = a;
    const bBefore = b;
    const cBefore = c;
    const dBefore = d;
    const eBefore = e;
    const fBefore = f;
    const gBefore = g;
    const hBefore = h;
    // Round 1.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + (turn << 2);
      const word0 = wordAt(turn);
      const sine0 = v128.load32_splat(sine);
      a = stepF(a, b, c, d, v128.load(word0), sine0, 7);
      e = stepF(e, f, g, h, v128.load(word0, 16), sine0, 7);
      const word1 = wordAt(1 + turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepF(d, a, b, c, v128.load(word1), sine1, 12);
      h = stepF(h, e, f, g, v128.load(word1, 16), sine1, 12);
      const word2 = wordAt(2 + turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepF(c, d, a, b, v128.load(word2), sine2, 17);
      g = stepF(g, h, e, f, v128.load(word2, 16), sine2, 17);
      const word3 = wordAt(3 + turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepF(b, c, d, a, v128.load(word3), sine3, 22);
      f = stepF(f, g, h, e, v128.load(word3, 16), sine3, 22);
    }
    // Round 2.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + 64 + (turn << 2);
      const word0 = wordAt(1 + turn);
      const sine0 = v128.load32_splat(sine);
      a = stepG(a, b, c, d, v128.load(word0), sine0, 5);
      e = stepG(e, f, g, h, v128.load(word0, 16), sine0, 5);
      const word1 = wordAt(6 + turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepG(d, a, b, c, v128.load(word1), sine1, 9);
      h = stepG(h, e, f, g, v128.load(word1, 16), sine1, 9);
      const word2 = wordAt(11 + turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepG(c, d, a, b, v128.load(word2), sine2, 14);
      g = stepG(g, h, e, f, v128.load(word2, 16), sine2, 14);
      const word3 = wordAt(turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepG(b, c, d, a, v128.load(word3), sine3, 20);
      f = stepG(f, g, h, e, v128.load(word3, 16), sine3, 20);
    }
    // Round 3.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + 128 + (turn << 2);
      const word0 = wordAt(21 - turn);
      const sine0 = v128.load32_splat(sine);
      a = stepH(a, b, c, d, v128.load(word0), sine0, 4);
      e = stepH(e, f, g, h, v128.load(word0, 16), sine0, 4);
      const word1 = wordAt(24 - turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepH(d, a, b, c, v128.load(word1), sine1, 11);
      h = stepH(h, e, f, g, v128.load(word1, 16), sine1, 11);
      const word2 = wordAt(27 - turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepH(c, d, a, b, v128.load(word2), sine2, 16);
      g = stepH(g, h, e, f, v128.load(word2, 16), sine2, 16);
      const word3 = wordAt(30 - turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepH(b, c, d, a, v128.load(word3), sine3, 23);
      f = stepH(f, g, h, e, v128.load(word3, 16), sine3, 23);
    }
    // Round 4.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + 192 + (turn << 2);
      const word0 = wordAt(16 - turn);
      const sine0 = v128.load32_splat(sine);
      a = stepI(a, b, c, d, v128.load(word0), sine0, 6);
      e = stepI(e, f, g, h, v128.load(word0, 16), sine0, 6);
      const word1 = wordAt(23 - turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepI(d, a, b, c, v128.load(word1), sine1, 10);
      h = stepI(h, e, f, g, v128.load(word1, 16), sine1, 10);
      const word2 = wordAt(30 - turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepI(c, d, a, b, v128.load(word2), sine2, 15);
      g = stepI(g, h, e, f, v128.load(word2, 16), sine2, 15);
      const word3 = wordAt(21 - turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepI(b, c, d, a, v128.load(word3), sine3, 21);
      f = stepI(f, g, h, e, v128.load(word3, 16), sine3, 21);
    }
    a = v128.add<u32>(a, aBefore);
    b = v128.add<u32>(b, bBefore);
    c = v128.add<u32>(c, cBefore);
    d = v128.add<u32>(d, dBefore);
    e = v128.add<u32>(e, eBefore);
    f = v128.add<u32>(f, fBefore);
    g = v128.add<u32>(g, gBefore);
    h = v128.add<u32>(h, hBefore);
  }
  v128.store(lanes, a);
  v128.store(lanes, b, 32);
  v128.store(lanes, c, 64);
  v128.store(lanes, d, 96);
  v128.store(lanes, e, 16);
  v128.store(lanes, f, 48);
  v128.store(lanes, g, 80);
  v128.store(lanes, h, 112);
}

/** Feeds that many blocks to the first four lanes; the others are left as they are. */
export function compress4(blocks: usize): void {
  let a = v128.load(lanes);
  let b = v128.load(lanes, 32);
  let c = v128.load(lanes, 64);
  let d = v128.load(lanes, 96);
  for (let block: usize = 0; block < blocks; block++) {
    transpose(0, block);
    const aBefore = a;
    const bBefore = b;
    const cBefore = c;
    const dBefore = d;
    // Round 1.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + (turn << 2);
      const word0 = wordAt(turn);
      const sine0 = v128.load32_splat(sine);
      a = stepF(a, b, c, d, v128.load(word0), sine0, 7);
      const word1 = wordAt(1 + turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepF(d, a, b, c, v128.load(word1), sine1, 12);
      const word2 = wordAt(2 + turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepF(c, d, a, b, v128.load(word2), sine2, 17);
      const word3 = wordAt(3 + turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepF(b, c, d, a, v128.load(word3), sine3, 22);
    }
    // Round 2.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + 64 + (turn << 2);
      const word0 = wordAt(1 + turn);
      const sine0 = v128.load32_splat(sine);
      a = stepG(a, b, c, d, v128.load(word0), sine0, 5);
      const word1 = wordAt(6 + turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepG(d, a, b, c, v128.load(word1), sine1, 9);
      const word2 = wordAt(11 + turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepG(c, d, a, b, v128.load(word2), sine2, 14);
      const word3 = wordAt(turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepG(b, c, d, a, v128.load(word3), sine3, 20);
    }
    // Round 3.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + 128 + (turn << 2);
      const word0 = wordAt(21 - turn);
      const sine0 = v128.load32_splat(sine);
      a = stepH(a, b, c, d, v128.load(word0), sine0, 4);
      const word1 = wordAt(24 - turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepH(d, a, b, c, v128.load(word1), sine1, 11);
      const word2 = wordAt(27 - turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepH(c, d, a, b, v128.load(word2), sine2, 16);
      const word3 = wordAt(30 - turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepH(b, c, d, a, v128.load(word3), sine3, 23);
    }
    // Round 4.
    for (let turn: usize = 0; turn < 16; turn += 4) {
      const sine = sines + 192 + (turn << 2);
      const word0 = wordAt(16 - turn);
      const sine0 = v128.load32_splat(sine);
      a = stepI(a, b, c, d, v128.load(word0), sine0, 6);
      const word1 = wordAt(23 - turn);
      const sine1 = v128.load32_splat(sine, 4);
      d = stepI(d, a, b, c, v128.load(word1), sine1, 10);
      const word2 = wordAt(30 - turn);
      const sine2 = v128.load32_splat(sine, 8);
      c = stepI(c, d, a, b, v128.load(word2), sine2, 15);
      const word3 = wordAt(21 - turn);
      const sine3 = v128.load32_splat(sine, 12);
      b = stepI(b, c, d, a, v128.load(word3), sine3, 21);
    }
    a = v128.add<u32>(a, aBefore);
    b = v128.add<u32>(b, bBefore);
    c = v128.add<u32>(c, cBefore);
    d = v128.add<u32>(d, dBefore);
  }
  v128.store(lanes, a);
  v128.store(lanes, b, 32);
  v128.store(lanes, c, 64);
  v128.store(lanes, d, 96);
}
