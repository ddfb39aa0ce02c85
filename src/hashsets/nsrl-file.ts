import { type Algorithm, algorithmTitle, digestSizeBytes } from '../core/digest.ts';
import type { Place } from '../core/place.ts';
import { addDigest, type DigestFault, type DigestsInProgress } from './digest-text.ts';
import type { LineVerdict } from './line-verdicts.ts';

/** What is read of a row of NSRL RDS version 3, as it stands there: null and empty text say nothing. */
export interface NsrlFile {
  readonly sha256?: unknown;
  readonly sha1?: unknown;
  readonly md5?: unknown;
  readonly fileName?: unknown;
  /** The full sets keep it apart from the name. */
  readonly extension?: unknown;
  readonly sizeBytes?: unknown;
}

/** The record that a row is, or what is wrong with it. */
export function recordOfNsrlFile(file: NsrlFile, place: Place): LineVerdict {
  const digests: DigestsInProgress = {};
  const fault = add(digests, 'md5', file.md5) ?? add(digests, 'sha1', file.sha1) ?? add(digests, 'sha256', file.sha256);
  if (fault !== undefined) return { ...fault, place };
  if (digests.md5 === undefined && digests.sha1 === undefined && digests.sha256 === undefined) {
    return { code: 'digest-missing', message: 'The row holds no digest.', place };
  }
  const name = nameOf(file);
  if (name === undefined)
    return { code: 'name-type', message: 'The name of the file is no text of usual length.', place };
  const size = file.sizeBytes ?? undefined;
  if (size !== undefined && !(Number.isSafeInteger(size) && (size as number) >= 0)) {
    return { code: 'size', message: 'The size of the file is no number of bytes.', place };
  }
  return {
    place,
    digests,
    ...(size === undefined ? {} : { sizeBytes: size as number }),
    ...(name === '' ? {} : { attributes: { names: [name] } }),
  };
}

function add(digests: DigestsInProgress, algorithm: Algorithm, value: unknown): DigestFault | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return addDigest(digests, algorithm, value);
  const digits = digestSizeBytes[algorithm] * 2;
  return { code: 'digest-type', message: `${algorithmTitle[algorithm]} is no text of ${digits} hexadecimal digits.` };
}

/** Undefined where it is no text; empty where there is none. */
function nameOf({ fileName, extension }: NsrlFile): string | undefined {
  const [name, ending] = [fileName ?? '', extension ?? ''];
  if (typeof name !== 'string' || typeof ending !== 'string') return undefined;
  return ending === '' ? name : `${name}.${ending}`;
}
