import { CriskitError } from '../../core/errors.ts';
import type { ContainerInput } from '../contract.ts';
import { protectedDocument, readPackage } from './package-preflight.ts';
import type { KnownPrefixes } from './xml-namespaces.ts';
import { decodeXml } from '../xml/xml-scan.ts';

/** The prefixes that the readers tell elements by (OpenDocument 1.3, part 3, 2.2.2). */
export const openDocumentPrefixes: KnownPrefixes = {
  office: /^urn:oasis:names:tc:opendocument:xmlns:office:1\.0$/,
  table: /^urn:oasis:names:tc:opendocument:xmlns:table:1\.0$/,
  text: /^urn:oasis:names:tc:opendocument:xmlns:text:1\.0$/,
  style: /^urn:oasis:names:tc:opendocument:xmlns:style:1\.0$/,
  draw: /^urn:oasis:names:tc:opendocument:xmlns:drawing:1\.0$/,
};

/** Parts that are looked at; pictures, macros and objects are not even unpacked. */
const wanted = ['META-INF/manifest.xml', 'content.xml', 'styles.xml', 'encrypted-package'];

export interface OpenDocumentParts {
  /** The XML of the content. */
  readonly content: string;
  /** The XML of named styles and of headers and footers. */
  readonly styles: string | undefined;
}

/** The parts of an OpenDocument file. Throws what `readPackage` does, `INPUT_ENCRYPTED` and `INPUT_DAMAGED`. */
export function readOpenDocumentParts(input: ContainerInput): OpenDocumentParts {
  const parts = new Map<string, Buffer>();
  readPackage(input, { wants: (name) => wanted.includes(name), onPart: (name, part) => void parts.set(name, part) });
  const isProtected = parts.has('encrypted-package') || parts.get('META-INF/manifest.xml')?.includes('encryption-data');
  if (isProtected === true) throw protectedDocument(input.name);
  const content = parts.get('content.xml');
  const styles = parts.get('styles.xml');
  if (content !== undefined) {
    return {
      content: decodeXml(content, input.name),
      styles: styles === undefined ? undefined : decodeXml(styles, input.name),
    };
  }
  throw new CriskitError('INPUT_DAMAGED', `${input.name} is an OpenDocument file without content`, {
    path: input.name,
    hint: 'Open it in LibreOffice, save it again, and import that.',
  });
}
