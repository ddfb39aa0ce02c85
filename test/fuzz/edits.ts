import * as fc from 'fast-check';
import { edgeNumbers, hostileSnippets } from './hostile.ts';

/** A change of some bytes. Positions are any numbers and are taken modulo the length, so that edits fit every input. */
export type Edit =
  | { readonly kind: 'flip'; readonly at: number; readonly bits: number }
  | { readonly kind: 'cut'; readonly at: number; readonly length: number }
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number; readonly times: number }
  | { readonly kind: 'move'; readonly at: number; readonly length: number; readonly to: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'number'; readonly at: number; readonly width: 1 | 2 | 4; readonly value: number }
  | { readonly kind: 'digits'; readonly at: number; readonly value: number }
  | { readonly kind: 'splice'; readonly at: number; readonly other: Uint8Array; readonly from: number };

const position = fc.nat(0xffffffff);
const length = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 16 }) }, fc.integer({ min: 1, max: 2000 }));
const snippet = fc.constantFrom(...hostileSnippets).map((text) => Buffer.from(text));
const edgeNumber = fc.constantFrom(...edgeNumbers);

/** One to six changes; `others` are what may be spliced in. */
export function editsWith(others: readonly Uint8Array[]): fc.Arbitrary<readonly Edit[]> {
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('flip'), at: position, bits: fc.integer({ min: 1, max: 255 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut'), at: position, length }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate'), at: position }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('repeat'),
        at: position,
        length,
        times: fc.integer({ min: 2, max: 40 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('move'), at: position, length, to: position }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('insert'), at: position, bytes: snippet }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('number'),
        at: position,
        width: fc.constantFrom<(1 | 2 | 4)[]>(1, 2, 4),
        value: edgeNumber,
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('digits'), at: position, value: edgeNumber }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('splice'),
        at: position,
        other: fc.constantFrom<Uint8Array[]>(...others, new Uint8Array()),
        from: position,
      }),
    },
  );
  return fc.array(edit, { minLength: 1, maxLength: 6 });
}

/** The bytes after all edits in order. */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Buffer {
  let result: Buffer = Buffer.from(bytes);
  for (const edit of edits) result = applyEdit(result, edit);
  return result;
}

function applyEdit(bytes: Buffer, edit: Edit): Buffer {
  const at = edit.at % (bytes.length + 1);
  const before = bytes.subarray(0, at);
  const behind = bytes.subarray(at);
  switch (edit.kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ edit.bits;
      return flipped;
    }
    case 'cut':
      return Buffer.concat([before, behind.subarray(edit.length)]);
    case 'truncate':
      return before;
    case 'repeat':
      return Buffer.concat([
        before,
        ...Array.from({ length: edit.times }, () => behind.subarray(0, edit.length)),
        behind,
      ]);
    case 'move': {
      const rest = Buffer.concat([before, behind.subarray(edit.length)]);
      const to = edit.to % (rest.length + 1);
      return Buffer.concat([rest.subarray(0, to), behind.subarray(0, edit.length), rest.subarray(to)]);
    }
    case 'insert':
      return Buffer.concat([before, edit.bytes, behind]);
    case 'number':
      return Buffer.concat([before, littleEndian(edit), behind.subarray(edit.width)]);
    case 'digits':
      return withDigits(bytes, at, edit.value);
    case 'splice':
      return Buffer.concat([before, edit.other.subarray(edit.from % (edit.other.length + 1))]);
  }
}

function littleEndian({ width, value }: { readonly width: number; readonly value: number }): Buffer {
  const field = Buffer.alloc(4);
  field.writeUInt32LE(value);
  return field.subarray(0, width);
}

/** The next number that is written in decimal digits, such as a length, made another one. */
function withDigits(bytes: Buffer, at: number, value: number): Buffer {
  const isDigit = (index: number): boolean => (bytes[index] ?? 0) >= 0x30 && (bytes[index] ?? 0) <= 0x39;
  let start = at;
  while (start < bytes.length && !isDigit(start)) start += 1;
  let end = start;
  while (isDigit(end)) end += 1;
  return Buffer.concat([
    bytes.subarray(0, start),
    Buffer.from(start === end ? '' : String(value)),
    bytes.subarray(end),
  ]);
}
