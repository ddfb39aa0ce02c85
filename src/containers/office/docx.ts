import type { ContainerInput, DocumentContainer, ReadingOptions, Recognition, TableDocument } from '../contract.ts';
import { packageKindOf } from '../archives/package-kind.ts';

/** Word documents: .docx, .docm. What reads them is loaded when the first one is read. */
export const docx: DocumentContainer = {
  id: 'docx',
  title: 'Word document (DOCX)',
  endings: ['.docx', '.docm'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    if (packageKindOf(bytes) !== 'word-document') return undefined;
    return { confidence: 0.95, reason: 'a zip archive with the parts of a Word document' };
  },

  async read(input: ContainerInput, options: ReadingOptions = {}): Promise<TableDocument> {
    const { readDocx } = await import('./docx-reading.ts');
    return readDocx(input, options.signal);
  },
};
