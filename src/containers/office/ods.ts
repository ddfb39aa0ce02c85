import type { ContainerInput, DocumentContainer, ReadingOptions, Recognition, TableDocument } from '../contract.ts';
import { openDocumentType } from '../archives/package-kind.ts';

/** OpenDocument spreadsheets: .ods, .ots. What reads them is loaded when the first one is read. */
export const ods: DocumentContainer = {
  id: 'ods',
  title: 'OpenDocument spreadsheet (ODS)',
  endings: ['.ods', '.ots'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const type = openDocumentType(bytes);
    return type !== undefined && /\.opendocument\.spreadsheet(?:-template)?$/.test(type)
      ? { confidence: 1, reason: 'a zip archive that says it is an OpenDocument spreadsheet' }
      : undefined;
  },

  async read(input: ContainerInput, options: ReadingOptions = {}): Promise<TableDocument> {
    const { readOds } = await import('./ods-reading.ts');
    return readOds(input, options.signal);
  },
};
