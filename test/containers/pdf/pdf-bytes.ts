import type { TableDocument } from '../../../src/containers/contract.ts';
import { pdf } from '../../../src/containers/pdf/pdf.ts';

export interface PdfParts {
  /** Content of each page, in the operators of PDF. */
  readonly pages: readonly string[];
  /** Entries of every page, such as `/Rotate 90`. */
  readonly pageEntries?: string;
  /** Entries of the catalogue, such as `/AcroForm 10 0 R`. */
  readonly catalogEntries?: string;
  readonly resources?: string;
  /** Entries of the root of the pages instead of their number and list. */
  readonly rootEntries?: string;
  readonly font?: string;
  /** Further objects, numbered from 10 on. */
  readonly objects?: readonly string[];
}

const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';

/** A PDF written by hand: object 1 is the catalogue, 2 the pages, 3 the font; 4 to 9 are free; pages come last. */
export function makePdf(parts: PdfParts): Buffer {
  const { pages, pageEntries = '', catalogEntries = '', resources = '', objects = [], font = helvetica } = parts;
  const firstPage = 10 + objects.length;
  const kids = pages.map((_, index) => `${firstPage + 2 * index} 0 R`).join(' ');
  const bodies = new Map<number, string>([
    [1, `<< /Type /Catalog /Pages 2 0 R ${catalogEntries} >>`],
    [2, `<< /Type /Pages ${parts.rootEntries ?? `/Count ${pages.length} /Kids [${kids}]`} >>`],
    [3, font],
    ...objects.map((body, index): [number, string] => [10 + index, body]),
  ]);
  for (const [index, content] of pages.entries()) {
    const number = firstPage + 2 * index;
    const used = `/Resources << /Font << /F 3 0 R >> ${resources} >>`;
    bodies.set(
      number,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] ${used} /Contents ${number + 1} 0 R ${pageEntries} >>`,
    );
    bodies.set(number + 1, streamOf(content));
  }
  return writeObjects(bodies);
}

export function streamOf(content: string, entries = ''): string {
  return `<< /Length ${content.length} ${entries} >>\nstream\n${content}\nendstream`;
}

function writeObjects(bodies: ReadonlyMap<number, string>): Buffer {
  let text = '%PDF-1.7\n';
  const size = Math.max(...bodies.keys()) + 1;
  const entries: string[] = ['0000000000 65535 f \n'];
  for (let number = 1; number < size; number += 1) {
    const body = bodies.get(number);
    if (body === undefined) {
      entries.push('0000000000 00000 f \n');
      continue;
    }
    entries.push(`${String(text.length).padStart(10, '0')} 00000 n \n`);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const start = text.length;
  text += `xref\n0 ${size}\n${entries.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** Text at places in points from the lower left corner of the page. */
export function drawTexts(texts: readonly (readonly [x: number, y: number, text: string])[], size = 10): string {
  return texts
    .map(([x, y, text]) => `BT /F ${size} Tf ${x} ${y} Td (${text.replaceAll(/[\\()]/g, '\\$&')}) Tj ET`)
    .join('\n');
}

export async function readPdfBytes(bytes: Uint8Array): Promise<TableDocument> {
  return pdf.read({ bytes, name: 'reply.pdf' });
}

/** The texts of all rows but headers and footers, each with its place. */
export function rowsOf(document: TableDocument): readonly string[] {
  return (document.tables[0]?.rows ?? [])
    .filter(({ furniture }) => furniture !== true)
    .map(({ place, cells }) => `${place.page}.${place.row} ${cells.map(({ text }) => text).join(' | ')}`);
}

export function pdfIssuesOf(document: TableDocument): readonly string[] {
  return document.issues.map(({ place, code }) => `${place.page}.${place.row} ${code}`);
}
