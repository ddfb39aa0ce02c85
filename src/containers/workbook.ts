import type { ContainerInput, DocumentContainer, Recognition, TableDocument } from './contract.ts';
import { packageKindOf } from './package-kind.ts';

/** Excel workbooks: .xlsx, .xlsm, .xls. The library behind it is loaded when the first one is read. */
export const workbook: DocumentContainer = {
  id: 'workbook',
  title: 'Excel workbook (XLSX, XLSM, XLS)',

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const begin = content.subarray(0, 8).toString('latin1');
    if (packageKindOf(bytes) === 'workbook') {
      return { confidence: 1, reason: 'a zip archive with the parts of an Excel workbook' };
    }
    if (begin === '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' && isCompoundWorkbook(content)) {
      return { confidence: 1, reason: 'an Office file with the streams of a workbook, or an encrypted one' };
    }
    return undefined;
  },

  async read(input: ContainerInput, options: { readonly signal?: AbortSignal } = {}): Promise<TableDocument> {
    const { readWorkbook } = await import('./workbook-reading.ts');
    return readWorkbook(input, options.signal);
  },
};

/** By names of streams, which stand in UTF-16. */
function isCompoundWorkbook(content: Buffer): boolean {
  const has = (name: string): boolean => content.includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage')) return true;
  return (
    (has('Workbook') || has('Book')) &&
    !has('WordDocument') &&
    !has('PowerPoint Document') &&
    !has('__properties_version1.0')
  );
}
