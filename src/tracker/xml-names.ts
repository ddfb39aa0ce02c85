import type { XmlStart } from '../containers/xml/xml-scan.ts';
import { CriskitError } from '../core/errors.ts';

const mainNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const strictNamespace = 'http://purl.oclc.org/ooxml/spreadsheetml/main';

/** The name without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** `x:` of `x:row`; empty text where the name has no prefix. */
export function prefixOf(tag: XmlStart): string {
  return tag.name.slice(0, tag.name.indexOf(':') + 1);
}

/** Truth as the schema writes it. */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

/** Throws unless it is the root element expected, in the namespace that Excel and LibreOffice write. */
export function checkRoot(tag: XmlStart, expected: string): void {
  const prefix = prefixOf(tag);
  const namespace = tag.attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`];
  if (namespace === strictNamespace) {
    throw new CriskitError('FORMAT_CANNOT', 'the workbook is saved as "Strict Open XML"');
  }
  if (localName(tag.name) !== expected || namespace !== mainNamespace) {
    throw new CriskitError('INPUT_DAMAGED', `the file holds another part where its ${expected} should be`);
  }
}
