import type { ContainerInput, DocumentContainer, ReadingOptions, Recognition, TableDocument } from '../contract.ts';

/** Readers accept something before the header; mail and web servers have been seen to put it there. */
const farthestHeader = 1024;

/** PDF with text. The library behind it is loaded when the first one is read, in a thread of its own. */
export const pdf: DocumentContainer = {
  id: 'pdf',
  title: 'PDF with text',
  endings: ['.pdf'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const head = Buffer.from(bytes.subarray(0, farthestHeader)).toString('latin1');
    if (head.startsWith('%PDF-')) return { confidence: 1, reason: 'it begins as a PDF does' };
    const tail = Buffer.from(bytes.subarray(-farthestHeader)).toString('latin1');
    const isBehind = /[\r\n]%PDF-\d\.\d\s/.test(head) && /startxref\s+\d+\s+%%EOF/.test(tail);
    return isBehind ? { confidence: 1, reason: 'a PDF stands in it behind a few other lines' } : undefined;
  },

  async read(input: ContainerInput, options: ReadingOptions = {}): Promise<TableDocument> {
    const { readPdfDocument } = await import('./pdf-reading.ts');
    return readPdfDocument(input, options.signal);
  },
};
