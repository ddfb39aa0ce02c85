import { pathBytesOfText, pathTextOfBytes } from '../files/path-text.ts';

/**
 * Names of files in formats whose texts are Unicode throughout (XML, JSON). A name of a manifest is bytes, in path text;
 * only one that is UTF-8 can stand there.
 */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The name as it is written; undefined where it cannot be. */
export function unicodeName(name: string, options: { readonly pathText?: true }): string | undefined {
  if (options.pathText !== true) return name;
  try {
    return decoder.decode(pathBytesOfText(name));
  } catch {
    return undefined;
  }
}

/** The name of a record, from what stands in the file. */
export function nameOfUnicode(text: string, options: { readonly pathText?: true }): string {
  return options.pathText === true ? pathTextOfBytes(Buffer.from(text, 'utf8')) : text;
}
