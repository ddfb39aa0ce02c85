import { compoundRootNames, isCompoundFile } from './compound-file.ts';
import type { ContainerInput, DocumentContainer, Recognition, TableDocument } from '../contract.ts';
import { packageKindOf } from '../archives/package-kind.ts';

/** Excel workbooks: .xlsx, .xlsm, .xls. The library behind it is loaded when the first one is read. */
export const workbook: DocumentContainer = {
  id: 'workbook',
  title: 'Excel workbook (XLSX, XLSM, XLS)',
  endings: ['.xlsx', '.xlsm', '.xls'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    if (packageKindOf(bytes) === 'workbook') {
      return { confidence: 1, reason: 'a zip archive with the parts of an Excel workbook' };
    }
    if (isCompoundFile(bytes) && isCompoundWorkbook(bytes)) {
      return { confidence: 1, reason: 'an Office file with the streams of a workbook, or an encrypted one' };
    }
    return undefined;
  },

  async read(input: ContainerInput, options: { readonly signal?: AbortSignal } = {}): Promise<TableDocument> {
    if (isCompoundFile(input.bytes)) {
      const { readWorkbookInThread } = await import('./workbook-in-thread.ts');
      return readWorkbookInThread(input, options.signal);
    }
    const { readWorkbook } = await import('./workbook-reading.ts');
    return readWorkbook(input, options.signal);
  },
};

/** By the names of its streams; where the directory of a damaged file cannot be read, by those anywhere in its bytes. */
function isCompoundWorkbook(bytes: Uint8Array): boolean {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = compoundRootNames(bytes);
  const has = (name: string): boolean => names?.has(name) ?? content.includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage')) return true;
  const isOther = has('WordDocument') || has('PowerPoint Document') || has('__properties_version1.0');
  return (has('Workbook') || has('Book')) && !isOther;
}
