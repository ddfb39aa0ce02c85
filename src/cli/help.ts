import type { ArgumentSpec, Command, OptionSpec, RegistryEntry } from './contract.ts';
import { globalOptions } from './global-options.ts';

/** All commands, or those of one group (`title`), with their summaries. */
export function formatOverview(entries: readonly RegistryEntry[], title: string): readonly string[] {
  const opening =
    title === ''
      ? ['criskit: hash database and reconciliation toolkit for forensic labs', '', 'Usage: criskit COMMAND …']
      : [`Usage: criskit ${title} COMMAND …`];
  return [
    ...opening,
    '',
    ...columns(entries.map((entry) => [entry.name, entry.summary])),
    '',
    'Options of every command:',
    ...columns(Object.entries(globalOptions).map(([name, spec]) => [optionText(name, spec), spec.summary])),
    '',
    `criskit ${title === '' ? '' : `${title} `}COMMAND --help shows its options, with examples.`,
  ];
}

export function formatCommandHelp(entry: RegistryEntry, command: Command): readonly string[] {
  const args = Object.entries(command.args);
  const options = Object.entries(command.options);
  const usage = ['criskit', entry.name, ...args.map(argumentText), options.length > 0 ? '[options]' : ''];
  return [
    `Usage: ${usage.filter((part) => part !== '').join(' ')}`,
    '',
    `${entry.summary.charAt(0).toUpperCase()}${entry.summary.slice(1)}.`,
    ...(command.details ?? []).flatMap((paragraph) => ['', ...wrap(paragraph)]),
    ...section(
      'Arguments',
      args.map(([name, spec]) => [name.toUpperCase(), spec.summary]),
    ),
    ...section('Options', options.map(optionRow)),
    ...section('Options of every command', Object.entries(globalOptions).map(optionRow)),
    '',
    'Examples:',
    ...command.examples.flatMap((example) => [`  ${example.line}`, `      ${example.does}`]),
  ];
}

function argumentText([name, spec]: readonly [string, ArgumentSpec]): string {
  const shown = `${name.toUpperCase()}${spec.variadic === true ? '…' : ''}`;
  return spec.optional === true ? `[${shown}]` : shown;
}

function optionRow([name, spec]: readonly [string, OptionSpec]): readonly [string, string] {
  const notes = [
    ...(spec.choices === undefined ? [] : [spec.choices.join(', ')]),
    ...(spec.required === true ? ['required'] : []),
    ...(spec.repeatable === true ? ['may be repeated'] : []),
  ];
  return [optionText(name, spec), notes.length === 0 ? spec.summary : `${spec.summary} (${notes.join('; ')})`];
}

function optionText(name: string, spec: OptionSpec): string {
  const long = spec.value === undefined ? `--${name}` : `--${name} ${spec.value}`;
  return spec.short === undefined ? `    ${long}` : `-${spec.short}, ${long}`;
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, ...columns(rows)];
}

const textWidth = 100;

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.flatMap(([left, right]) =>
    wrap(right, textWidth - width).map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}${line}`),
  );
}

function wrap(text: string, width = textWidth): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
