import { CriskitError } from '../core/errors.ts';
import { suggest } from '../core/suggestion.ts';
import type { HashSetFormat } from './contract.ts';
import { canRead } from './hash-set-source.ts';
import * as registry from './registry.ts';

/** Ids of the formats that exist. */
export type HashSetFormatId = (typeof registry)[keyof typeof registry]['id'];

/** A format, chosen by what the file holds. */
export interface RecognisedFormat {
  readonly format: HashSetFormat;
  readonly confidence: number;
  readonly reason: string;
}

/** Confidences nearer to each other than this decide nothing. */
const tieWithin = 0.05;

/** How many bytes of a file `recogniseFormat` makes use of. */
export const headSizeBytes = 64 * 1024;

/** Every format, by id in alphabetical order. */
export function listFormats(): readonly HashSetFormat[] {
  return Object.values<HashSetFormat>(registry).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function findFormat(id: string): HashSetFormat | undefined {
  return listFormats().find((format) => format.id === id);
}

/** Throws `FORMAT_UNKNOWN`, with a suggestion, where there is none of that id. */
export function getFormat(id: string): HashSetFormat {
  const format = findFormat(id);
  if (format !== undefined) return format;
  const ids = listFormats().map((known) => known.id);
  const near = suggest(id, ids);
  throw new CriskitError('FORMAT_UNKNOWN', `There is no hash-set format called "${id}".`, {
    hint: near === undefined ? `Formats: ${ids.join(', ')}.` : `Did you mean ${near}?`,
  });
}

/** The formats that take a file for theirs, by its first bytes; the surest first. */
export function rankFormats(head: Uint8Array): readonly RecognisedFormat[] {
  return listFormats()
    .flatMap((format): RecognisedFormat[] => {
      const recognition = format.recognise(head.subarray(0, headSizeBytes));
      return !canRead(format) || recognition === undefined ? [] : [{ format, ...recognition }];
    })
    .sort((a, b) => b.confidence - a.confidence);
}

/** True where the second of two formats is about as sure as the first, which then decides nothing. */
export function isTie(best: RecognisedFormat, second: RecognisedFormat | undefined): second is RecognisedFormat {
  return second !== undefined && best.confidence - second.confidence < tieWithin;
}

/**
 * The format that reads this file, by its first bytes. Throws `INPUT_EMPTY`, `FORMAT_UNKNOWN`, `FORMAT_CANNOT` for
 * one that is only written, or `FORMAT_AMBIGUOUS` where two formats are equally sure.
 */
export function recogniseFormat(head: Uint8Array, options: { readonly name: string }): RecognisedFormat {
  const { name } = options;
  if (head.length === 0) throw new CriskitError('INPUT_EMPTY', `${name} is empty.`, { path: name });
  const [best, second] = rankFormats(head);
  const onlyWritten = listFormats().find((format) => !canRead(format) && format.recognise(head) !== undefined);
  if (best === undefined && onlyWritten !== undefined) {
    throw new CriskitError('FORMAT_CANNOT', `${name} is of the format ${onlyWritten.id}, which is only written.`, {
      path: name,
    });
  }
  if (best === undefined) {
    throw new CriskitError('FORMAT_UNKNOWN', `${name} is no hash set of a format that criskit knows.`, {
      path: name,
      hint: 'If you know what it is, name it with --format; "criskit hashset formats" lists them.',
    });
  }
  if (isTie(best, second)) {
    throw new CriskitError(
      'FORMAT_AMBIGUOUS',
      `${name} could be ${best.format.id} (${best.reason}) or ${second.format.id} (${second.reason}).`,
      { path: name, hint: `Say which with --format ${best.format.id} or --format ${second.format.id}.` },
    );
  }
  return best;
}
