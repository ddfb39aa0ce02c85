import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import type { RegistryEntry } from './contract.ts';
import { globalOptions } from './global-options.ts';

/** What the words of the command line ask for. `rest`: the tokens that the command itself has to understand. */
export type Invocation =
  | { readonly kind: 'command'; readonly entry: RegistryEntry; readonly rest: readonly string[] }
  | {
      readonly kind: 'help';
      readonly entries: readonly RegistryEntry[];
      readonly title: string;
      readonly asked: boolean;
    }
  | { readonly kind: 'version' };

interface Words {
  readonly words: readonly string[];
  /** Global options, wherever they stood, then everything after the name. */
  readonly rest: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
}

/** Throws USAGE for a command or an option before its name that does not exist. */
export function findCommand(argv: readonly string[], registry: readonly RegistryEntry[]): Invocation {
  const groups = new Set(registry.filter((entry) => entry.name.includes(' ')).map((entry) => entry.name.split(' ')[0]));
  const { words, rest, help, version } = takeWords(argv, groups);
  if (version) return { kind: 'version' };
  const [first, second] = words;
  if (first === undefined) return { kind: 'help', entries: registry, title: '', asked: help };
  const entry = registry.find((candidate) => candidate.name === words.join(' '));
  if (entry !== undefined) return { kind: 'command', entry, rest: help ? [...rest, '--help'] : rest };
  if (groups.has(first) && second === undefined) {
    const entries = registry.filter((candidate) => candidate.name.startsWith(`${first} `));
    return { kind: 'help', entries, title: first, asked: help };
  }
  throw unknownCommand(words, registry);
}

function takeWords(argv: readonly string[], groups: ReadonlySet<string | undefined>): Words {
  const words: string[] = [];
  const globals: string[] = [];
  let [help, version] = [false, false];
  for (let index = 0; index < argv.length; index += 1) {
    const token = argv[index] ?? '';
    if (token === '--help' || token === '-h') help = true;
    else if (token === 'help' && words.length === 0) help = true;
    else if (token === '--version' || token === '-V') version = true;
    else if (token === '--lab') globals.push(token, argv[(index += 1)] ?? missingFolder());
    else if (isGlobal(token)) globals.push(token);
    else if (token.startsWith('-')) throw unknownOption(token);
    else words.push(token);
    if (words.length === (groups.has(words[0]) ? 2 : 1)) {
      return { words, rest: [...globals, ...argv.slice(index + 1)], help, version };
    }
  }
  return { words, rest: globals, help, version };
}

function isGlobal(token: string): boolean {
  if (token.startsWith('--lab=') || token === '-q') return true;
  return token.startsWith('--') && token.slice(2) in globalOptions;
}

function missingFolder(): never {
  throw new CriskitError('USAGE', '--lab needs the name of a folder.');
}

function unknownOption(token: string): CriskitError {
  const near = suggest(token, [...Object.keys(globalOptions).map((name) => `--${name}`), '--version']);
  return new CriskitError('USAGE', `There is no option ${excerpt(token)} before the name of a command.`, {
    hint: near === undefined ? 'Options of a command stand after its name.' : `Did you mean ${near}?`,
  });
}

function unknownCommand(words: readonly string[], registry: readonly RegistryEntry[]): CriskitError {
  const name = words.join(' ');
  const inGroup = registry.filter((entry) => words.length > 1 && entry.name.startsWith(`${words[0]} `));
  const near = suggest(
    name,
    (inGroup.length > 0 ? inGroup : registry).map((entry) => entry.name),
  );
  const group =
    near === undefined
      ? suggest(
          name,
          registry.map((entry) => entry.name.split(' ')[0] ?? ''),
        )
      : undefined;
  const meant = near ?? group;
  return new CriskitError('USAGE', `There is no command "${excerpt(name)}".`, {
    hint: meant === undefined ? 'criskit --help lists the commands.' : `Did you mean "criskit ${meant}"?`,
  });
}
