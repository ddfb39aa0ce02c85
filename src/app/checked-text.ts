import { CriskitError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';

/** Text that a person typed to be kept, without blanks around it. Throws USAGE for what is empty or cannot be shown. */
export function checkedText(what: string, text: string, maximumLength = 200): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new CriskitError('USAGE', `${what} must not be empty.`);
  if (trimmed.length > maximumLength) {
    throw new CriskitError('USAGE', `${what} must not be longer than ${maximumLength} characters.`);
  }
  if (printable(trimmed) !== trimmed) {
    throw new CriskitError('USAGE', `${what} holds characters that cannot be shown: ${printable(trimmed)}`);
  }
  return trimmed;
}

/** A number between 0 and 1, such as `0.001` or `1e-6`. Throws USAGE. */
export function checkedShare(what: string, text: string): number {
  const share = /^(?:\d*\.)?\d+(?:e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (share > 0 && share < 1) return share;
  throw new CriskitError('USAGE', `${what} must be a number between 0 and 1, and is "${printable(text)}".`);
}

/** A number that names an import, a conflict or a submission. Throws USAGE. */
export function checkedId(what: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new CriskitError('USAGE', `${what} must be a whole number, and is "${printable(text)}".`);
}
