import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import { findKeyLine } from './settings-place.ts';
import { isSection, knownKeys, type SettingsIssue, type SettingsShape } from './settings-schema.ts';

/** A mistake in criskit.toml or in another file of settings: the key it is about, and what is wrong in one sentence. */
export interface SettingsProblem {
  readonly keyPath: readonly PropertyKey[];
  readonly message: string;
  readonly hint?: string;
}

/** One error for all the mistakes, each with its line. */
export function settingsError(text: string, path: string, problems: readonly SettingsProblem[]): CriskitError {
  const placed = problems
    .map((problem) => ({ ...problem, line: findKeyLine(text, problem.keyPath) }))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const [only] = placed;
  if (only !== undefined && placed.length === 1) {
    return new CriskitError('SETTINGS_INVALID', `${path}: ${only.message}`, {
      path,
      ...(only.line === undefined ? {} : { place: { line: only.line } }),
      ...(only.hint === undefined ? {} : { hint: only.hint }),
    });
  }
  const lines = placed.map(({ line, message, hint }) =>
    [line === undefined ? '' : `line ${line}: `, message, hint === undefined ? '' : ` ${hint}`].join(''),
  );
  return new CriskitError('SETTINGS_INVALID', `${path} has ${lines.length} mistakes:\n${lines.join('\n')}`, { path });
}

/** A finding of the schema in words; one problem for each unknown key. */
export function problemsOfIssue(issue: SettingsIssue, shape: SettingsShape): readonly SettingsProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key, shape));
  return [{ keyPath: issue.path, ...describe(issue, showKey(issue.path, shape)) }];
}

/** A key that criskit does not know there, with the one that was probably meant. */
export function unknownKey(section: readonly PropertyKey[], key: string, shape: SettingsShape): SettingsProblem {
  const names = knownKeys(shape, section);
  const near = suggest(key, names);
  const where = section.length === 0 ? 'at the top level' : `in ${showKey(section, shape)}`;
  return {
    keyPath: [...section, key],
    message: `there is no setting "${excerpt(key)}" ${where}.`,
    ...(names.length === 0
      ? {}
      : { hint: near === undefined ? `Known there: ${names.join(', ')}.` : `Did you mean "${near}"?` }),
  };
}

function describe(issue: SettingsIssue, name: string): { readonly message: string; readonly hint?: string } {
  switch (issue.code) {
    case 'invalid_type':
      return { message: `${name} must be ${article(issue.expected)}${given(issue.input)}.` };
    case 'invalid_value': {
      const words = issue.values.map(String);
      const near = typeof issue.input === 'string' ? suggest(issue.input, words) : undefined;
      return {
        message: `${name} must be one of ${words.map((word) => `"${word}"`).join(', ')}${given(issue.input)}.`,
        ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
      };
    }
    case 'too_small':
      return { message: `${name} must ${size(issue.origin, 'least', issue.minimum)}${given(issue.input)}.` };
    case 'too_big':
      return { message: `${name} must ${size(issue.origin, 'most', issue.maximum)}${given(issue.input)}.` };
    case 'invalid_format':
      return { message: `${name} must be ${issue.message}${given(issue.input)}.` };
    default:
      return { message: `${name} is not understood: ${issue.message}.` };
  }
}

function size(origin: string, bound: 'least' | 'most', limit: number | bigint): string {
  if (origin === 'string') return limit === 1 ? 'not be empty' : `have at ${bound} ${limit} characters`;
  if (origin === 'array') return limit === 1 ? 'not be an empty list' : `have at ${bound} ${limit} entries`;
  return `be at ${bound} ${limit}`;
}

function article(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text in quotes',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list in square brackets',
    object: 'a section',
    record: 'a section',
  };
  return names[expected] ?? expected;
}

function given(input: unknown): string {
  if (input === undefined) return ', and is missing';
  if (input instanceof Date) return ', and is a date without quotes';
  if (typeof input === 'object') return Array.isArray(input) ? ', and is a list' : ', and is a section';
  return `, and is ${excerpt(JSON.stringify(input) ?? String(input))}`;
}

/** Such as `[split-rule] identified`, `[[categories]] 2 id`, or `title` where that belongs to no section. */
function showKey(path: readonly PropertyKey[], shape: SettingsShape): string {
  const [first, ...others] = path.map(String);
  if (first === undefined) return 'the file';
  if (/^\d+$/.test(others[0] ?? '')) {
    return [`[[${first}]]`, `number ${Number(others[0]) + 1}`, ...others.slice(1)].join(' ');
  }
  const at = others.findIndex((part, index) => /^\d+$/.test(part) && index < others.length - 1);
  if (at >= 0) {
    const list = `[${[first, ...others.slice(0, at)].join('.')}]`;
    return [list, `number ${Number(others[at]) + 1}`, ...others.slice(at + 1)].join(' ');
  }
  const entry = /^\d+$/.test(others.at(-1) ?? '') ? `, entry ${Number(others.pop()) + 1}` : '';
  const name = others.pop();
  if (name === undefined && !isSection(shape, first)) return excerpt(first);
  const section = `[${[first, ...others].join('.')}]`;
  return name === undefined ? section : `${section} ${excerpt(name)}${entry}`;
}
