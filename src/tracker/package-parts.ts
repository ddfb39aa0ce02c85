import { decodeXml, scanXml } from '../containers/xml/xml-scan.ts';
import { inflateZipEntry, readZipDirectory, type ZipEntry } from '../containers/archives/zip-archive.ts';
import { CriskitError } from '../core/errors.ts';
import { localName } from './xml-names.ts';

/** Larger parts are refused: a tracker's sheet is some megabytes. */
const largestPartBytes = 256 * 1024 * 1024;

/** An Office file as its parts: names, texts, and the relationships that say which part is what. */
export interface PackageParts {
  readonly bytes: Uint8Array;
  readonly entries: readonly ZipEntry[];
  /** The text of a part; read once. Throws `INPUT_DAMAGED` where there is no such part. */
  text(name: string): string;
  /** The name as the archive writes it; names of parts do not distinguish letter case. */
  find(name: string): string | undefined;
}

/** What a part refers to. Targets outside the file are left out. */
export interface Relationship {
  readonly id: string;
  /** The last part of the type's address, such as `worksheet` or `table`. */
  readonly type: string;
  /** Name of the part. */
  readonly target: string;
}

export function openPackage(bytes: Uint8Array): PackageParts {
  const entries = readZipDirectory(bytes);
  const byName = new Map<string, ZipEntry>();
  for (const entry of entries) {
    const key = entry.name.toLowerCase();
    if (byName.has(key)) throw new CriskitError('INPUT_HOSTILE', 'the file holds two parts of one name');
    byName.set(key, entry);
  }
  const texts = new Map<string, string>();
  return {
    bytes,
    entries,
    find: (name) => byName.get(name.toLowerCase())?.name,
    text(name) {
      const entry = byName.get(name.toLowerCase());
      if (entry === undefined) throw new CriskitError('INPUT_DAMAGED', `the file lacks its part ${name}`);
      const known = texts.get(entry.name);
      if (known !== undefined) return known;
      const text = decodeXml(inflateZipEntry(bytes, entry, { maxBytes: largestPartBytes }), entry.name);
      texts.set(entry.name, text);
      return text;
    },
  };
}

/** The relationships of a part, or of the file itself for the empty name; none where it has no such list. */
export function readRelationships(parts: PackageParts, name: string): readonly Relationship[] {
  const slash = name.lastIndexOf('/') + 1;
  const list = parts.find(`${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`);
  if (list === undefined) return [];
  const found: Relationship[] = [];
  scanXml(parts.text(list), list, {
    onStart({ name: element, attributes }) {
      if (localName(element) !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      found.push({
        id: attributes['Id'] ?? '',
        type: (attributes['Type'] ?? '').split('/').at(-1) ?? '',
        target: resolveTarget(name, attributes['Target'] ?? ''),
      });
    },
  });
  return found;
}

/** Relative to the folder of the part that refers, or from the top where it begins with `/`. */
function resolveTarget(from: string, target: string): string {
  const path = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}
