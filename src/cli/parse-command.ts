import { Command as CommanderCommand, CommanderError, Option } from 'commander';
import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';
import type { ArgumentSpec, Command, OptionSpec, OptionSpecs } from './contract.ts';
import { type GlobalValues, globalOptions } from './global-options.ts';

export interface ParsedCommand {
  readonly args: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly globals: GlobalValues;
}

/** Undefined where `--help` stands among the tokens. Throws USAGE with what was probably meant. */
export function parseCommand(name: string, command: Command, tokens: readonly string[]): ParsedCommand | undefined {
  const all: OptionSpecs = { ...command.options, ...globalOptions };
  const parser = new CommanderCommand(name)
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
    .showSuggestionAfterError(false);
  for (const [option, spec] of Object.entries(all)) parser.addOption(optionOf(option, spec));
  for (const [argument, spec] of Object.entries(command.args)) parser.argument(argumentText(argument, spec));
  if (asksForHelp(tokens)) return undefined;
  try {
    parser.parse(tokens, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw usageError(error, name, Object.keys(all));
    throw error;
  }
  const values = valuesOf(all, parser.opts());
  const names = Object.keys(command.args);
  return {
    args: Object.fromEntries(names.map((argument, index) => [argument, parser.processedArgs[index]])),
    options: Object.fromEntries(Object.keys(command.options).map((option) => [option, values[option]])),
    globals: values as unknown as GlobalValues,
  };
}

/** `--help` after `--` is a value like any other. */
function asksForHelp(tokens: readonly string[]): boolean {
  const end = tokens.indexOf('--');
  return (end < 0 ? tokens : tokens.slice(0, end)).some((token) => token === '--help' || token === '-h');
}

function optionOf(name: string, spec: OptionSpec): Option {
  const long = spec.value === undefined ? `--${name}` : `--${name} <${spec.value}>`;
  const option = new Option(spec.short === undefined ? long : `-${spec.short}, ${long}`);
  if (spec.required === true) option.makeOptionMandatory();
  if (spec.choices !== undefined) option.choices([...spec.choices]);
  if (spec.repeatable === true) {
    option.argParser((value: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]);
  }
  return option;
}

/** As help and the parser write an argument: `<case>`, `[dir]`, `<paths...>`. */
function argumentText(name: string, spec: ArgumentSpec): string {
  const inner = spec.variadic === true ? `${name}...` : name;
  return spec.optional === true ? `[${inner}]` : `<${inner}>`;
}

/** Back from commander's names (`dryRun`, and `color` for `no-color`) to ours. */
function valuesOf(specs: OptionSpecs, parsed: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      if (name.startsWith('no-')) return [name, parsed[camelCase(name.slice(3))] === false];
      const value = parsed[camelCase(name)];
      if (spec.value === undefined) return [name, value === true];
      return [name, spec.repeatable === true ? (value ?? []) : value];
    }),
  );
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function usageError(error: CommanderError, name: string, options: readonly string[]): CriskitError {
  const text = error.message.replace(/^error: /, '').replace(/\.$/, '');
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  const unknown = /^unknown option '(.*)'$/s.exec(text)?.[1];
  const near =
    unknown === undefined
      ? undefined
      : suggest(
          unknown,
          options.map((option) => `--${option}`),
        );
  return new CriskitError('USAGE', excerpt(sentence, 400), {
    hint: near === undefined ? `criskit ${name} --help shows what it takes.` : `Did you mean ${near}?`,
  });
}
