import { CriskitError } from '../../core/errors.ts';
import type { ContainerInput } from '../contract.ts';
import { readPackage } from './package-preflight.ts';
import { decodeXml, scanXml } from '../xml/xml-scan.ts';

/** What a part of a Word document holds, by the content types of ECMA-376 part 1, 15.2 (annex: media types). */
export type DocxPartRole = 'document' | 'styles' | 'header' | 'footer' | 'footnotes' | 'endnotes' | 'comments';

export interface DocxPart {
  /** Untrusted text. */
  readonly name: string;
  readonly role: DocxPartRole;
  readonly xml: string;
}

const roleOfType =
  /\.(?:wordprocessingml\.(?:document|template)\.(main)|(?:wordprocessingml\.)(styles|header|footer|footnotes|endnotes|comments))\+xml$|\.ms-word\.(?:document|template)\.macroEnabled\.(main)\+xml$/;

/** The parts with text and styles, sorted by name. Throws what `readPackage` does, and `INPUT_DAMAGED` without a text. */
export function readDocxParts(input: ContainerInput): readonly DocxPart[] {
  const roles = readRoles(input);
  const parts: DocxPart[] = [];
  readPackage(input, {
    wants: (name) => roles.has(name),
    onPart: (name, content) => {
      const role = roles.get(name);
      if (role !== undefined) parts.push({ name, role, xml: decodeXml(content, name) });
    },
  });
  if (parts.filter((part) => part.role === 'document').length === 1) {
    return parts.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  throw new CriskitError('INPUT_DAMAGED', `${input.name} is a Word document without a text`, {
    path: input.name,
    hint: 'Open it in Word, save it as .docx, and import that.',
  });
}

function readRoles(input: ContainerInput): ReadonlyMap<string, DocxPartRole> {
  const roles = new Map<string, DocxPartRole>();
  const onPart = (name: string, content: Buffer): void => {
    scanXml(decodeXml(content, name), name, {
      onStart: ({ name: tag, attributes }) => {
        if (tag !== 'Override') return;
        const found = roleOfType.exec(attributes['ContentType'] ?? '');
        const role = found?.[2] ?? (found === null ? undefined : 'document');
        if (role !== undefined) roles.set((attributes['PartName'] ?? '').replace(/^\//, ''), role as DocxPartRole);
      },
    });
  };
  readPackage(input, { wants: (name) => name === '[Content_Types].xml', onPart });
  return roles;
}
