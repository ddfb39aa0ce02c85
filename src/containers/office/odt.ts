import type { ContainerInput, DocumentContainer, ReadingOptions, Recognition, TableDocument } from '../contract.ts';
import { openDocumentType } from '../archives/package-kind.ts';

/** OpenDocument texts: .odt, .ott. What reads them is loaded when the first one is read. */
export const odt: DocumentContainer = {
  id: 'odt',
  title: 'OpenDocument text (ODT)',
  endings: ['.odt', '.ott'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const type = openDocumentType(bytes);
    return type !== undefined && /\.opendocument\.text(?:-template)?$/.test(type)
      ? { confidence: 1, reason: 'a zip archive that says it is an OpenDocument text' }
      : undefined;
  },

  async read(input: ContainerInput, options: ReadingOptions = {}): Promise<TableDocument> {
    const { readOdt } = await import('./odt-reading.ts');
    return readOdt(input, options.signal);
  },
};
