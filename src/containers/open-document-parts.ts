import { CriskitError } from '../core/errors.ts';
import type { ContainerInput } from './contract.ts';
import { protectedDocument, readPackage } from './package-preflight.ts';
import type { KnownPrefixes } from './xml-namespaces.ts';
import { decodeXml } from './xml-scan.ts';

/** The prefixes that the readers tell elements by (OpenDocument 1.3, part 3, 2.2.2). */
export const openDocumentPrefixes: KnownPrefixes = {
  office: /^urn:oasis:names:tc:opendocument:xmlns:office:1\.0$/,
  table: /^urn:oasis:names:tc:opendocument:xmlns:table:1\.0$/,
  text: /^urn:oasis:names:tc:opendocument:xmlns:text:1\.0$/,
  style: /^urn:oasis:names:tc:opendocument:xmlns:style:1\.0$/,
  draw: /^urn:oasis:names:tc:opendocument:xmlns:drawing:1\.0$/,
};

/** Parts that are looked at; pictures, macros and objects are not even unpacked. */
const wanted = ['META-INF/manifest.xml', 'content.xml', 'encrypted-package'];

/** The XML of the content of an OpenDocument file. Throws what `readPackage` does, `INPUT_ENCRYPTED`, `INPUT_DAMAGED`. */
export function readOpenDocumentContent(input: ContainerInput): string {
  let content: Buffer | undefined;
  readPackage(input, {
    wants: (name) => wanted.includes(name),
    onPart: (name, part) => {
      const isProtected = name === 'encrypted-package' || (name !== 'content.xml' && part.includes('encryption-data'));
      if (isProtected) throw protectedDocument(input.name);
      if (name === 'content.xml') content = part;
    },
  });
  if (content !== undefined) return decodeOrRefuse(content, input);
  throw new CriskitError('INPUT_DAMAGED', `${input.name} is an OpenDocument file without content`, {
    path: input.name,
    hint: 'Open it in LibreOffice, save it again, and import that.',
  });
}

/** Where the manifest comes behind it, what is encrypted looks like no XML. */
function decodeOrRefuse(content: Buffer, input: ContainerInput): string {
  if (!/^(?:\xef\xbb\xbf)?\s*</.test(content.subarray(0, 64).toString('latin1'))) throw protectedDocument(input.name);
  return decodeXml(content, input.name);
}
