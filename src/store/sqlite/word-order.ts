/** The positions of numbers of 32 bits, the smallest number first; equal ones in the order in which they stand. A radix sort. */
export function orderOfWords(words: Uint32Array): Uint32Array {
  let order: Uint32Array = Uint32Array.from({ length: words.length }, (_, index) => index);
  for (const shift of [0, 16]) order = countingSort(order, words, shift);
  return order;
}

function countingSort(order: Uint32Array, keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(65_537);
  for (const index of order) {
    const bucket = (((keys[index] ?? 0) >>> shift) & 0xffff) + 1;
    starts[bucket] = (starts[bucket] ?? 0) + 1;
  }
  for (let bucket = 1; bucket < starts.length; bucket += 1)
    starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const index of order) {
    const bucket = ((keys[index] ?? 0) >>> shift) & 0xffff;
    const position = starts[bucket] ?? 0;
    sorted[position] = index;
    starts[bucket] = position + 1;
  }
  return sorted;
}
