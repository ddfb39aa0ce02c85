import {
  ColumnProfile,
  cutAtGutters,
  drawnGutters,
  type Gutter,
  isRuler,
  longestSplitLine,
  splitAtGaps,
} from './text-columns.ts';

/** A line of text, cut into what stands in its columns. */
export interface SplitLine {
  /** Trimmed; empty ones where a column is empty. None for a line that says nothing. */
  readonly texts: readonly string[];
  /** True where the line does not keep to the columns around it, so that what stands where cannot be told. */
  readonly isUnclear?: true;
}

const nothing: SplitLine = { texts: [] };

/** The share of lines that must agree before the others are read like them. */
const mostAlike = 0.8;

const tabWidth = 8;

/**
 * Cuts lines of text into cells: at tabs, between `|`, at gaps of two blanks or more, and where most lines of a table
 * share their gaps, at those, so that an empty cell stays empty. Lines of comma or semicolon separated values are cut
 * where most of them hold a digest as a value. Prose stays whole.
 */
export function splitLines(lines: readonly string[]): readonly SplitLine[] {
  const result: SplitLine[] = lines.map(() => nothing);
  const spaced: Block[] = [];
  for (const block of blocksOf(lines)) {
    const isLong = block.lines.some((line) => line.length > longestSplitLine);
    const cut = isLong ? undefined : (cutFields(block.lines) ?? cutTabs(block.lines));
    if (cut === undefined) spaced.push(expanded(block));
    else for (const [index, texts] of cut.entries()) result[block.start + index] = { texts };
  }
  for (const group of groupsOf(spaced)) {
    for (const block of group.blocks) {
      for (const [index, line] of block.lines.entries()) result[block.start + index] = cutLine(line, group);
    }
  }
  return result;
}

/** Neighbouring lines without a blank one between them. */
interface Block {
  readonly start: number;
  readonly lines: readonly string[];
}

function* blocksOf(lines: readonly string[]): Generator<Block> {
  let start = 0;
  for (let index = 0; index <= lines.length; index += 1) {
    if (index < lines.length && (lines[index] ?? '').trim() !== '') continue;
    if (index > start) yield { start, lines: lines.slice(start, index) };
    start = index + 1;
  }
}

/** Values between `|`, `;` or `,`; undefined where the block is no such list. */
function cutFields(lines: readonly string[]): readonly (readonly string[])[] | undefined {
  for (const delimiter of ['|', ';', ','] as const) {
    const held = lines.filter((line) => line.includes(delimiter) && !isRuler(line));
    if (held.length < 2 || held.length * 2 < lines.length) continue;
    const cut = held.map((line) => fieldsOf(line, delimiter));
    const counts = new Set(cut.map((fields) => fields.length));
    const withDigest = cut.filter((fields) => fields.some(isDigestText));
    const isList = delimiter === '|' ? counts.size === 1 : withDigest.length * 2 >= cut.length;
    if (!isList) continue;
    return lines.map((line) => {
      if (isRuler(line)) return [];
      return line.includes(delimiter) ? fieldsOf(line, delimiter) : [line.trim()];
    });
  }
  return undefined;
}

/** Quotes around a value are undone; a `|` at either end of the line is its frame. */
function fieldsOf(line: string, delimiter: '|' | ';' | ','): readonly string[] {
  const inner = delimiter === '|' ? line.trim().replace(/^\|/, '').replace(/\|$/, '') : line;
  const fields = inner.includes('"') ? splitQuoted(inner, delimiter) : inner.split(delimiter);
  return fields.map((field) => {
    const text = field.trim();
    return /^"(?:[^"]|"")*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
  });
}

function splitQuoted(line: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') isQuoted = !isQuoted;
    else if (line[at] === delimiter && !isQuoted) {
      fields.push(line.slice(from, at));
      from = at + 1;
    }
  }
  return isQuoted ? line.split(delimiter) : [...fields, line.slice(from)];
}

function isDigestText(text: string): boolean {
  return [32, 40, 64].includes(text.length) && /^[0-9a-f]+$/i.test(text);
}

/** Tabs as separators: where most lines have as many as the others. Undefined where there are none, or they align text. */
function cutTabs(lines: readonly string[]): readonly (readonly string[])[] | undefined {
  const tabbed = lines.filter((line) => line.trim().includes('\t'));
  if (tabbed.length === 0) return undefined;
  const counts = Map.groupBy(tabbed, (line) => line.split('\t').length);
  const usual = Math.max(...Array.from(counts.values(), (list) => list.length));
  if (usual < tabbed.length * mostAlike && areAligned(tabbed.map(expandTabs))) return undefined;
  return lines.map((line) => {
    if (isRuler(line)) return [];
    if (!line.includes('\t')) return [line.trim()];
    const texts = line.split('\t').map((text) => text.trim());
    return tabbed.length === 1 ? texts.slice(texts.findIndex((text) => text !== '')) : texts;
  });
}

/** True where tabs stand for blanks: once they are put in, the lines share their gaps. */
function areAligned(lines: readonly string[]): boolean {
  const gutters = ColumnProfile.of(lines).gutters();
  const fitting = lines.filter((line) => cutAtGutters(line, gutters) !== undefined);
  return gutters.length > 0 && fitting.length >= lines.length * mostAlike;
}

function expanded({ start, lines }: Block): Block {
  return { start, lines: lines.map((line) => (line.length > longestSplitLine ? line : expandTabs(line))) };
}

function expandTabs(line: string): string {
  const [first = '', ...others] = line.split('\t');
  let text = first;
  for (const piece of others) text = text.padEnd((Math.floor(text.length / tabWidth) + 1) * tabWidth) + piece;
  return text;
}

/** Blocks that keep to the same columns, such as the rows of a table with blank lines between them. */
interface Group {
  readonly blocks: readonly Block[];
  readonly gutters: readonly Gutter[];
  /** Pieces of the line that has most. */
  readonly pieces: number;
}

function* groupsOf(blocks: readonly Block[]): Generator<Group> {
  let open: OpenGroup | undefined;
  for (const block of blocks) {
    const voting = block.lines.filter((line) => !isRuler(line) && splitAtGaps(line).length > 1);
    const drawn = drawnGutters(block.lines);
    if (voting.length === 0) {
      yield { blocks: [block], gutters: [], pieces: 1 };
      continue;
    }
    if (open !== undefined && drawn === undefined && fits(open, voting)) {
      open.blocks.push(block);
      continue;
    }
    const profile = ColumnProfile.of(voting);
    const gutters = drawn ?? profile.gutters();
    const both = open === undefined || open.isDrawn || drawn !== undefined ? undefined : open.profile.with(profile);
    const shared = both?.gutters() ?? [];
    if (open !== undefined && both !== undefined && shared.length >= Math.max(open.gutters.length, gutters.length, 1)) {
      open.blocks.push(block);
      open = { ...open, profile: both, gutters: shared, pieces: both.pieces };
      continue;
    }
    if (open !== undefined) yield open;
    open = { blocks: [block], profile, pieces: profile.pieces, gutters, isDrawn: drawn !== undefined };
  }
  if (open !== undefined) yield open;
}

interface OpenGroup extends Group {
  readonly blocks: Block[];
  readonly profile: ColumnProfile;
  readonly isDrawn: boolean;
}

/** True where (nearly) all lines keep to the columns of the group; to drawn ones a few long names need not. */
function fits({ gutters, isDrawn }: OpenGroup, lines: readonly string[]): boolean {
  const fitting = lines.filter((line) => cutAtGutters(line, gutters) !== undefined);
  return gutters.length > 0 && fitting.length >= lines.length * (isDrawn ? mostAlike : 1);
}

function cutLine(line: string, { gutters, pieces: most }: Group): SplitLine {
  if (isRuler(line)) return nothing;
  const pieces = splitAtGaps(line);
  const [first] = gutters;
  const startsInFirst = line.length - line.trimStart().length < (first?.end ?? Number.POSITIVE_INFINITY);
  if (pieces.length === 1 && startsInFirst) return { texts: pieces };
  const cut = first === undefined ? undefined : cutAtGutters(line, gutters);
  if (cut !== undefined) return { texts: withoutTrailingBlanks(cut) };
  const isClear = pieces.length === 1 || pieces.length >= most || !namesAnything(line);
  return isClear ? { texts: pieces } : { texts: pieces, isUnclear: true };
}

function withoutTrailingBlanks(texts: readonly string[]): readonly string[] {
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
}

/** What may be part of a digest, or a name with an ending: then a wrong column would say something wrong. */
function namesAnything(line: string): boolean {
  return /[0-9a-f]{16}/i.test(line) || /\.[a-z0-9]{2,5}(?:\s|$)/i.test(line);
}
