import { CriskitError } from '../../core/errors.ts';
import type { XmlStart } from '../xml/xml-scan.ts';

/** Prefixes as every office program writes them, each with the namespaces that it may stand for. */
export type KnownPrefixes = Readonly<Record<string, RegExp>>;

/**
 * Makes sure that names can be told by their prefix. Throws `INPUT_DAMAGED` where a start tag binds a known prefix to
 * another namespace, or a known namespace to another prefix.
 */
export function refuseOtherPrefixes(tag: XmlStart, known: KnownPrefixes, name: string): void {
  for (const attribute in tag.attributes) {
    if (!attribute.startsWith('xmlns')) continue;
    const prefix = attribute === 'xmlns' ? '' : attribute.slice('xmlns:'.length);
    const namespace = tag.attributes[attribute] ?? '';
    const expected = Object.hasOwn(known, prefix) ? known[prefix] : undefined;
    const isSwapped =
      expected === undefined
        ? Object.values(known).some((pattern) => pattern.test(namespace))
        : !expected.test(namespace);
    if (!isSwapped) continue;
    throw new CriskitError('INPUT_DAMAGED', `${name} uses names of XML that no office program uses`, {
      path: name,
      hint: 'Open it in Word or LibreOffice, save it as .docx or .xlsx, and import that.',
    });
  }
}
