/**
 * A VICS category number means something only together with its scheme: the data model's version and, from 2.0 on, the
 * region whose table of categories the file was made with (specs: numbers differ between regions).
 */

/** For numbers that come without any scheme. */
export const unstatedScheme = 'vics/unstated';

/** What the files are made with that criskit writes: the only context that all known readers accept. */
export const defaultScheme = 'vics-2/Default';

/** Document kinds of VICS: a list of media, or cases that hold their media. */
export interface VicsContext {
  readonly scheme: string;
  readonly shape: 'media' | 'cases';
}

const regions = ['Default', 'US', 'UK', 'CUSTOM'];
const version2 = /\/DataModels\/2\.\d+\.xml\/([A-Za-z0-9_-]{1,40})\/\$metadata#(Media|Cases)$/i;
const version1 = /\/DataModels\/1\.\d+\.xml(?:\/\$metadata)?#(Media|Cases)$/i;

/** By the context member of a document, in any letter case; undefined where it is none of VICS 1 or 2. */
export function parseContext(context: string): VicsContext | undefined {
  const second = version2.exec(context);
  if (second !== null) {
    const given = second[1] ?? '';
    const region = regions.find((known) => known.toLowerCase() === given.toLowerCase()) ?? given;
    return { scheme: `vics-2/${region}`, shape: shapeOf(second[2]) };
  }
  const first = version1.exec(context);
  return first === null ? undefined : { scheme: 'vics-1', shape: shapeOf(first[1]) };
}

function shapeOf(word: string | undefined): VicsContext['shape'] {
  return word?.toLowerCase() === 'cases' ? 'cases' : 'media';
}
