import { CriskitError } from '../core/errors.ts';
import type { CarriedSet, HashSetFormat, WriteOptions } from '../hashsets/contract.ts';

/** Throws FORMAT_CANNOT for a version or a rate that the format does not have. */
export function checkChoices(format: HashSetFormat, { version, falsePositiveRate }: WriteOptions): void {
  if (version !== undefined && format.versions?.includes(version) !== true) {
    throw new CriskitError('FORMAT_CANNOT', `The format ${format.id} has no version "${version}".`, {
      hint:
        format.versions === undefined
          ? 'It has only one: leave --format-version away.'
          : `Its versions: ${format.versions.join(', ')}.`,
    });
  }
  if (falsePositiveRate !== undefined && format.answersPerhaps !== true) {
    throw new CriskitError('FORMAT_CANNOT', `A file of the format ${format.id} takes no unknown digest for known.`, {
      hint: 'Leave --false-positive-rate away.',
    });
  }
}

/** What of the name of the set, or of the title of its category, a file does not hold. */
export interface SetLoss {
  readonly what: keyof CarriedSet;
  /** What stands there of it; null: nothing. */
  readonly carried: string | null;
}

/** A name that nobody asked for is only missed where the format holds it cut. */
export function findSetLoss(format: HashSetFormat, options: WriteOptions, nameAsked: boolean): readonly SetLoss[] {
  const held = format.setAsCarried?.(options) ?? {};
  return (['setName', 'categoryTitle'] as const).flatMap((what): SetLoss[] => {
    const carried = held[what];
    if (carried === undefined) return what === 'setName' && nameAsked ? [{ what, carried: null }] : [];
    return carried === (options[what] ?? '') ? [] : [{ what, carried }];
  });
}
