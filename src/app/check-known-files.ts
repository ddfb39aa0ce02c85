import { CriskitError } from '../core/errors.ts';
import type { HashSetFormat } from '../hashsets/contract.ts';
import { type HashSetInput, whereOfInput } from './hash-set-input.ts';
import type { Lab } from './lab.ts';

/** `format`: that of lists of known files which the file is, if any. A list of known files in a category that raises alerts would raise them for harmless files, by the million. */
export function checkKnownFiles(
  lab: Lab,
  format: HashSetFormat | undefined,
  { input, categoryId }: { readonly input: HashSetInput; readonly categoryId: string },
): void {
  const path = whereOfInput(input);
  const { categories } = lab.settings;
  if (format === undefined || categories.find(({ id }) => id === categoryId)?.kind === 'ignorable') return;
  const ids = categories.filter(({ kind }) => kind === 'ignorable').map(({ id }) => id);
  throw new CriskitError(
    'FORMAT_CANNOT',
    `${path} lists known files (${format.title}), and ${categoryId} is a category that raises alerts; nothing was written.`,
    {
      path,
      hint:
        ids.length > 0
          ? `Categories of kind ignorable in this lab: ${ids.join(', ')}.`
          : 'Add a category of kind ignorable to criskit.toml, and file the list there.',
    },
  );
}
