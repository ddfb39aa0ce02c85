/**
 * A VICS category number means something only together with its scheme: the data model's version and, from 2.0 on, the
 * region whose table of categories the file was made with (specs: numbers differ between regions).
 */

/** For numbers that come without any scheme. */
export const unstatedScheme = 'vics/unstated';

/** What a document says that it is. */
export interface VicsContext {
  /** Of the data model, such as `1.3`. */
  readonly version: string;
  readonly scheme: string;
  /** A list of media, or cases that hold their media. */
  readonly shape: 'media' | 'cases';
}

const regions = ['Default', 'US', 'UK', 'CUSTOM'];
const version2 = /\/DataModels\/(2\.\d+)\.xml\/([A-Za-z0-9_-]{1,40})\/\$metadata#(Media|Cases)$/i;
const version1 = /\/DataModels\/(1\.\d+)\.xml(?:\/\$metadata)?#(Media|Cases)$/i;

/** By the context member of a document, in any letter case; undefined where it is none of VICS 1 or 2. */
export function parseContext(context: string): VicsContext | undefined {
  const [, version = '', given = '', shape] = version2.exec(context) ?? [];
  if (shape !== undefined) {
    const region = regions.find((known) => known.toLowerCase() === given.toLowerCase()) ?? given;
    return { version, scheme: `vics-2/${region}`, shape: shapeOf(shape) };
  }
  const first = version1.exec(context);
  return first === null ? undefined : { version: first[1] ?? '', scheme: 'vics-1', shape: shapeOf(first[2]) };
}

function shapeOf(word: string | undefined): VicsContext['shape'] {
  return word?.toLowerCase() === 'cases' ? 'cases' : 'media';
}
