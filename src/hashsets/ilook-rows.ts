import { type Algorithm, algorithmTitle, parseAlgorithm } from '../core/digest.ts';
import type { HashSetRecord, WriteOptions } from './contract.ts';
import {
  addDigest,
  algorithmOf64,
  type DigestFault,
  type DigestsInProgress,
  digestsOfText,
  explainNonDigest,
} from './digest-text.ts';
import { columnFault, joinPath, parseSize, splitPath, withAttributes } from './fixed-rows.ts';
import { issueAt, type LineVerdict } from './line-verdicts.ts';
import { writtenInUpperCase } from './line-writing.ts';

/**
 * Columns by version: those that hold free text stand in the middle. Nothing is quoted, so a comma in such a text makes a
 * row longer; the columns before are then still known from the left, those behind from the right.
 */
const layouts = {
  V3: {
    before: ['V3Hash', 'HashSHA1'],
    free: ['FileName', 'FilePath'],
    behind: ['FileSize', 'HashSHA256', 'HashSHA384', 'HashSHA512'],
  },
  V4: {
    before: ['V4Hash', 'HashSHA1'],
    free: ['FileName', 'FilePath'],
    behind: ['FileSize', 'HashSHA256', 'HashSHA384', 'HashSHA512', 'CreateTime', 'ModTime', 'LastAccessTime'],
  },
  V1: {
    before: ['V1Hash', 'HashType'],
    free: ['SetDescription', 'FileName', 'FilePath'],
    behind: ['FileSize'],
  },
} as const;

export type IlookVersion = keyof typeof layouts;

/** The first is the one that is written by default. */
export const ilookVersions = ['V3', 'V4', 'V1'] as const satisfies readonly IlookVersion[];

export function ilookHeading(version: IlookVersion): string {
  const { before, free, behind } = layouts[version];
  return [...before, ...free, ...behind].join(',');
}

/** Undefined where the line is no heading. */
export function versionOfHeading(line: string): IlookVersion | undefined {
  const text = line.trim();
  return ilookVersions.find((version) => text === ilookHeading(version));
}

/** Columns that are kept as unknown members: digests that criskit does not keep, and times in the form of whoever wrote them. */
const longDigests: ReadonlyMap<string, number> = new Map([
  ['HashSHA384', 96],
  ['HashSHA512', 128],
]);
const times = ['CreateTime', 'ModTime', 'LastAccessTime'];

/** The unknown members that a row of this version holds, and whether this text can stand there. */
export function keptColumns(version: IlookVersion): readonly string[] {
  return layouts[version].behind.filter((column) => longDigests.has(column) || times.includes(column));
}

export function isWritable(column: string, text: string): boolean {
  const digits = longDigests.get(column);
  return digits === undefined ? isFreeText(text) : isLongDigest(text, digits);
}

/** No comma, which would part it, and no quotation mark, within which md5deep looks for no comma. */
export function isFreeText(text: string): boolean {
  return !/[,"\r\n\0]/.test(text);
}

function isLongDigest(text: string, digits: number): boolean {
  return text.length === digits && /^[0-9a-f]+$/i.test(text);
}

/** What a row says, and for V1 the description of the set that stands in it. */
export interface JudgedRow {
  readonly verdict: LineVerdict;
  readonly description?: string;
}

export function judgeRow(text: string, line: number, version: IlookVersion): JudgedRow {
  const { before, free, behind } = layouts[version];
  const cells = text.split(',');
  const columnCount = before.length + free.length + behind.length;
  if (cells.length < columnCount) return { verdict: issueAt(line, columnFault(cells.length, columnCount)) };
  const row = new Map<string, string>();
  for (const [index, column] of before.entries()) row.set(column, cells[index]?.trim() ?? '');
  const behindAt = cells.length - behind.length;
  for (const [index, column] of behind.entries()) row.set(column, cells[behindAt + index]?.trim() ?? '');
  const texts = cells.slice(before.length, behindAt);
  const parted = texts.length === free.length;
  if (parted) for (const [index, column] of free.entries()) row.set(column, texts[index] ?? '');
  const verdict = recordOfRow(row, line, version, parted ? undefined : [free.join(','), texts.join(',')]);
  // A row that is too long for its heading, and whose other columns do not hold what they should, is of no known form.
  if (!parted && typeof verdict === 'object' && 'code' in verdict) {
    return { verdict: issueAt(line, columnFault(cells.length, columnCount)) };
  }
  const description = row.get('SetDescription') ?? '';
  return description === '' ? { verdict } : { verdict, description };
}

/** `unparted`: texts between which it cannot be told where one ends, under the names of their columns. */
function recordOfRow(
  row: ReadonlyMap<string, string>,
  line: number,
  version: IlookVersion,
  unparted: readonly [string, string] | undefined,
): LineVerdict {
  const digests: DigestsInProgress = {};
  const members = new Map<string, unknown>(unparted === undefined ? [] : [unparted]);
  const fault =
    version === 'V1' ? addTypedDigest(digests, row, members) : addDigests(digests, row, `${version}Hash`, members);
  if (fault !== undefined) return issueAt(line, fault);
  const sizeBytes = parseSize(row.get('FileSize') ?? '');
  if (typeof sizeBytes === 'object') return issueAt(line, sizeBytes);
  for (const column of times) {
    const time = row.get(column) ?? '';
    if (time !== '') members.set(column, time);
  }
  const path = joinPath(row.get('FilePath') ?? '', row.get('FileName') ?? '');
  const record = { place: { line }, digests, ...(sizeBytes === undefined ? {} : { sizeBytes }) };
  return withAttributes(record, { names: path === '' ? undefined : [path], unknownMembers: members });
}

function addDigests(
  digests: DigestsInProgress,
  row: ReadonlyMap<string, string>,
  md5Column: string,
  members: Map<string, unknown>,
): DigestFault | undefined {
  const columns: readonly (readonly [string, Algorithm])[] = [
    [md5Column, 'md5'],
    ['HashSHA1', 'sha1'],
    ['HashSHA256', 'sha256'],
  ];
  for (const [column, algorithm] of columns) {
    const text = row.get(column) ?? '';
    const fault = text === '' ? undefined : addDigest(digests, algorithm, text);
    if (fault !== undefined) return fault;
  }
  for (const [column, digits] of longDigests) {
    const text = row.get(column) ?? '';
    if (text === '') continue;
    if (!isLongDigest(text, digits)) {
      return {
        code: 'not-a-digest',
        message: `Something else than ${digits} hexadecimal digits stands for ${column}.`,
      };
    }
    members.set(column, text);
  }
  return Object.keys(digests).length === 0 ? noDigest : undefined;
}

const noDigest: DigestFault = { code: 'no-digest', message: 'The row has no digest that criskit keeps.' };

/** V1 has one digest. Where the type names no algorithm that criskit keeps, its length tells, and the type is kept. */
function addTypedDigest(
  digests: DigestsInProgress,
  row: ReadonlyMap<string, string>,
  members: Map<string, unknown>,
): DigestFault | undefined {
  const text = row.get('V1Hash') ?? '';
  const type = row.get('HashType') ?? '';
  if (text === '') return noDigest;
  const algorithm = parseAlgorithm(type);
  if (algorithm !== undefined) return addDigest(digests, algorithm, text);
  const found = digestsOfText(text, algorithmOf64(undefined));
  if (found === undefined) return explainNonDigest(text);
  Object.assign(digests, found);
  if (type !== '') members.set('HashType', type);
  return undefined;
}

/** A record as a row, without its line end. */
export function formatRow(record: HashSetRecord, version: IlookVersion, options: WriteOptions): string {
  const { folder, name } = splitPath(record.attributes?.names?.[0] ?? '');
  const cells: Readonly<Record<string, string>> = {
    [`${version}Hash`]: writtenInUpperCase(record, 'md5', options),
    HashType: algorithmTitle.md5,
    SetDescription: options.setName ?? '',
    HashSHA1: writtenInUpperCase(record, 'sha1', options),
    FileName: name,
    FilePath: folder === '' ? '' : `${folder}\\`,
    FileSize: String(record.sizeBytes ?? ''),
    HashSHA256: writtenInUpperCase(record, 'sha256', options),
  };
  const { before, free, behind } = layouts[version];
  return [...before, ...free, ...behind]
    .map((column) => cells[column] ?? String(record.attributes?.unknownMembers?.get(column) ?? ''))
    .join(',');
}
