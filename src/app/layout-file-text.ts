import type { RawColumn, RawLayout } from './layout-file-schema.ts';
import { tomlText } from './settings-template.ts';

/** The file of a layout, with a word on each part; `parseLayoutFile` reads it back. */
export function formatLayoutFile(raw: RawLayout): string {
  const sections = [
    formatHead(raw),
    formatFingerprint(raw),
    ...(raw.columns === undefined ? [] : [formatColumns(raw.columns)]),
    ...(raw.lines === undefined ? [] : [formatLines(raw.lines)]),
    formatWords(raw),
    formatIgnored(raw),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function formatHead({ title, author, date, sections }: RawLayout): readonly string[] {
  return [
    '# A layout that criskit was taught. docs/layouts.md explains every line; `criskit layout check` tries it.',
    'format = 1',
    `title = ${tomlText(title)}`,
    ...(author === undefined ? [] : [`author = ${tomlText(author)}`]),
    ...(date === undefined ? [] : [`date = ${tomlText(date)}`]),
    '# true: a line that holds an outcome and nothing else is the heading of the rows below it.',
    `sections = ${sections ?? false}`,
  ];
}

function formatFingerprint({ fingerprint }: RawLayout): readonly string[] {
  const { container, header, width, texts } = fingerprint;
  return [
    '# What a document must show to be read by this layout.',
    '[fingerprint]',
    ...(container === undefined ? [] : [`container = ${tomlText(container)}`]),
    ...(header === undefined ? [] : [`header = ${textList(header)}`]),
    ...(width === undefined ? [] : [`width = ${width}`]),
    ...(texts === undefined ? [] : [`texts = ${textList(texts)}`]),
  ];
}

function formatColumns({ digests = [], ...others }: NonNullable<RawLayout['columns']>): readonly string[] {
  const list = digests.map(({ column, algorithm }) => {
    const named = algorithm === undefined ? '' : `, algorithm = ${tomlText(algorithm)}`;
    return `{ column = ${formatColumn(column)}${named} }`;
  });
  return [
    '# Which column holds what: by its heading, its number, or { letters = "C" }.',
    '[columns]',
    ...(list.length === 0 ? [] : [`digests = [${list.join(', ')}]`]),
    ...Object.entries(others).flatMap(([role, raw]) =>
      raw === undefined ? [] : [`${role} = ${formatReference(raw)}`],
    ),
  ];
}

function formatReference(raw: RawColumn | readonly RawColumn[]): string {
  return Array.isArray(raw) ? `[${raw.map(formatColumn).join(', ')}]` : formatColumn(raw as RawColumn);
}

function formatColumn(raw: RawColumn): string {
  if (typeof raw === 'string') return tomlText(raw);
  return typeof raw === 'number' ? String(raw) : `{ letters = ${tomlText(raw.letters)} }`;
}

function formatLines({ records, headings }: NonNullable<RawLayout['lines']>): readonly string[] {
  return [
    '# How lines are written. A placeholder ends where the text behind it occurs for the first time.',
    '[lines]',
    `records = ${textList(records)}`,
    ...(headings === undefined ? [] : [`headings = ${textList(headings)}`]),
  ];
}

function formatWords({ outcomes = {} }: RawLayout): readonly string[] {
  return [
    '# Words that mean an outcome in this layout alone.',
    '[outcomes]',
    ...Object.entries(outcomes).map(([word, outcome]) => `${tomlText(word)} = ${tomlText(outcome)}`),
  ];
}

function formatIgnored({ ignore }: RawLayout): readonly string[] {
  return [
    '# Rows that say nothing: whole ones, and beginnings. One that names media is an issue all the same.',
    '[ignore]',
    `texts = ${textList(ignore?.texts ?? [])}`,
    `prefixes = ${textList(ignore?.prefixes ?? [])}`,
  ];
}

function textList(texts: readonly string[]): string {
  return `[${texts.map(tomlText).join(', ')}]`;
}
