import { CriskitError } from '../../src/core/errors.ts';

/** The code of a typed error; the name and message of any other, which no test expects. */
export function failureOf(error: unknown): string {
  return error instanceof CriskitError ? error.code : String(error);
}
