import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { CriskitError } from '../core/errors.ts';
import { problemsOfIssue, type SettingsProblem, settingsError, unknownKey } from './settings-problems.ts';

/**
 * The content of a TOML file that fits a schema. `rules` finds what the shape alone cannot say. `path` is for messages.
 * Throws SETTINGS_INVALID with every mistake and its line.
 */
export function parseTomlFile<T>(
  text: string,
  path: string,
  schema: z.ZodType<T>,
  rules: (content: T) => readonly SettingsProblem[],
): T {
  const source = text.replace(/^\ufeff/, '');
  const toml = parseToml(source, path);
  const checked = schema.safeParse(toml, { reportInput: true });
  const problems: SettingsProblem[] = [
    ...prototypeKeys(toml, [], schema),
    ...(checked.success
      ? rules(checked.data)
      : checked.error.issues.flatMap((issue) => problemsOfIssue(issue, schema))),
  ];
  // A key of that name at the top level the schema library does see.
  const distinct = [...new Map(problems.map((one) => [`${one.keyPath.join('.')} ${one.message}`, one])).values()];
  if (!checked.success || distinct.length > 0) throw settingsError(source, path, distinct);
  return checked.data;
}

function parseToml(source: string, path: string): Readonly<Record<string, unknown>> {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '');
    throw new CriskitError('SETTINGS_INVALID', `${path} is not well-formed TOML: ${reason}.`, {
      path,
      place: { line: error.line, column: String(error.column) },
      hint: 'Text stands in quotes, lists in square brackets, and each setting on a line of its own.',
      cause: error,
    });
  }
}

/** The schema library passes over members of this name in silence. */
function prototypeKeys(value: unknown, path: readonly string[], schema: z.ZodType): readonly SettingsProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '__proto__' ? [unknownKey(path, key, schema)] : prototypeKeys(member, [...path, key], schema),
  );
}
