import { CriskitError, errorMessage } from '../core/errors.ts';
import type { Place } from '../core/place.ts';

/** `TRACKER_REFUSED`: why the workbook is left as it is, and what a person can do about it. */
export function refusal(reason: string, hint: string, place?: Place): CriskitError {
  return new CriskitError('TRACKER_REFUSED', reason, place === undefined ? { hint } : { hint, place });
}

/** What a damaged, hostile or protected file comes to where it is the tracker: one code, with the reason kept. */
export function refuseUnreadable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CriskitError) || !/^(INPUT|FORMAT)_/.test(error.code)) throw error;
    throw new CriskitError('TRACKER_REFUSED', `The spreadsheet cannot be read: ${errorMessage(error)}`, {
      hint: 'Open the workbook, save it anew as "Excel Workbook (.xlsx)", and try again; or restore its .bak copy.',
      cause: error,
    });
  }
}
