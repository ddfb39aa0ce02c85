import { deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { rows, word } from './words.ts';

interface Item {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
}

const coordinate = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 800 }) },
  fc.constantFrom(-100, 1e6, 0.001),
);

const scattered: fc.Arbitrary<readonly Item[]> = fc.array(
  fc.record({ x: coordinate, y: coordinate, size: fc.constantFrom(8, 8, 0, 1, 300, -8), text: word }),
  { maxLength: 30 },
);

/** Rows in columns from the top of the page down. */
const table: fc.Arbitrary<readonly Item[]> = fc
  .tuple(rows, fc.constantFrom(6, 9, 12, 20), fc.constantFrom(60, 100, 180))
  .map(([lines, height, width]) =>
    lines.flatMap((line, row) =>
      line.map((text, column): Item => ({ x: 40 + column * width, y: 780 - row * height, size: 8, text })),
    ),
  );

const page = fc.record({
  items: fc.oneof({ weight: 3, arbitrary: table }, { weight: 1, arbitrary: scattered }),
  rotate: fc.constantFrom(0, 0, 0, 90, 180, 270, 45),
  isPacked: fc.boolean(),
  before: fc.constantFrom('', '', '', 'q '.repeat(500), '['.repeat(500), '/Fm Do '),
});

/** PDF documents of up to four pages, their objects and cross references in order. */
export const pdf: fc.Arbitrary<Uint8Array> = fc.array(page, { minLength: 1, maxLength: 4 }).map((pages) => {
  const objects: Buffer[] = [];
  const add = (text: string): void => void objects.push(Buffer.from(text, 'latin1'));
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}] >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  for (const [index, { items, rotate, isPacked, before }] of pages.entries()) {
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${rotate} /Resources << /Font << /F 3 0 R >> /XObject << /Fm ${5 + index * 2} 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
    );
    objects.push(streamOf(`${before}${items.map(drawing).join('\n')}`, isPacked));
  }
  return fileOf(objects);
});

function drawing({ x, y, size, text }: Item): string {
  const shown = text.replaceAll(/[\\()]/g, (character) => `\\${character}`).replaceAll(/[^\u0000-\u00ff]/g, '?');
  return `BT /F ${size} Tf ${x} ${y} Td (${shown}) Tj ET`;
}

function streamOf(content: string, isPacked: boolean): Buffer {
  const plain = Buffer.from(content, 'latin1');
  const bytes = isPacked ? deflateSync(plain) : plain;
  const filter = isPacked ? ' /Filter /FlateDecode' : '';
  const form = '/Type /XObject /Subtype /Form /BBox [0 0 595 842]';
  return Buffer.concat([
    Buffer.from(`<< ${form} /Length ${bytes.length}${filter} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

function fileOf(objects: readonly Buffer[]): Buffer {
  const pieces = [Buffer.from('%PDF-1.5\n')];
  const offsets: number[] = [];
  let length = pieces[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const piece = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    offsets.push(length);
    length += piece.length;
    pieces.push(piece);
  }
  const references = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  pieces.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${references}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(pieces);
}
