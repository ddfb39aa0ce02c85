import type { Algorithm, Digests } from '../core/digest.ts';
import { formatQuoted } from './csv-cells.ts';
import type { HashSetRecord, WriteOptions } from './contract.ts';
import { addDigest, type DigestsInProgress } from './digest-text.ts';
import { columnFault, parseSize } from './fixed-rows.ts';
import { issueAt, type LineVerdict } from './line-verdicts.ts';
import { writtenInUpperCase } from './line-writing.ts';

/** Columns of NSRLFile.txt by version of the reference data set (RDS), as the heading names them. */
const columnsByVersion = {
  '2.0': ['SHA-1', 'MD5', 'CRC32', 'FileName', 'FileSize', 'ProductCode', 'OpSystemCode', 'SpecialCode'],
  '1.5': ['SHA-1', 'FileName', 'FileSize', 'ProductCode', 'OpSystemCode', 'MD4', 'MD5', 'CRC32', 'SpecialCode'],
} as const;

export type NsrlVersion = keyof typeof columnsByVersion;
type Column = (typeof columnsByVersion)[NsrlVersion][number];

/** The first is the one that is written by default. */
export const nsrlVersions = ['2.0', '1.5'] as const satisfies readonly NsrlVersion[];

export function nsrlHeading(version: NsrlVersion): string {
  return columnsByVersion[version].map(formatQuoted).join(',');
}

/** Undefined where the cells are no heading. */
export function versionOfHeading(cells: readonly string[]): NsrlVersion | undefined {
  const names = cells.join(',');
  return nsrlVersions.find((version) => names === columnsByVersion[version].join(','));
}

/** What stands for a CRC-32 or MD4 that was not computed; it is also the CRC-32 of a file of no bytes. */
const unstated: { readonly [C in Column]?: string } = { CRC32: '00000000', MD4: '0'.repeat(32) };

/** Columns that are kept as unknown members under their names, in the order in which they are told. */
export const keptColumns = ['CRC32', 'ProductCode', 'OpSystemCode', 'SpecialCode', 'MD4'] as const;
type KeptColumn = (typeof keptColumns)[number];

/** Keeps what a cell says, if it says anything. */
export function keepText(members: Map<string, unknown>, column: KeptColumn, text: string): void {
  if (text !== '' && text !== unstated[column]) members.set(column, text);
}

/** What a row says. Rows of one content, one for each product that holds it, are records of their own. */
export function recordOfRow(
  line: number,
  digests: Digests,
  sizeBytes: number | undefined,
  fileName: string,
  unknownMembers: ReadonlyMap<string, unknown>,
): HashSetRecord {
  const names = [fileName];
  // One shape for the usual record: there are tens of millions of them.
  if (sizeBytes !== undefined && fileName !== '' && unknownMembers.size > 0) {
    return { place: { line }, digests, sizeBytes, attributes: { names, unknownMembers } };
  }
  const attributes = {
    ...(fileName === '' ? {} : { names }),
    ...(unknownMembers.size === 0 ? {} : { unknownMembers }),
  };
  return {
    place: { line },
    digests,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

const digestColumns: readonly (readonly [Algorithm, Column])[] = [
  ['sha1', 'SHA-1'],
  ['md5', 'MD5'],
];

export function judgeCells(cells: readonly string[], line: number, version: NsrlVersion): LineVerdict {
  const columns: readonly Column[] = columnsByVersion[version];
  if (cells.length !== columns.length) return issueAt(line, columnFault(cells.length, columns.length));
  const cellOf = (column: Column) => cells[columns.indexOf(column)] ?? '';
  const digests: DigestsInProgress = {};
  for (const [algorithm, column] of digestColumns) {
    const text = cellOf(column).trim();
    const fault = text === '' ? undefined : addDigest(digests, algorithm, text);
    if (fault !== undefined) return issueAt(line, fault);
  }
  if (digests.sha1 === undefined && digests.md5 === undefined) {
    return issueAt(line, { code: 'no-digest', message: 'The row has neither SHA-1 nor MD5.' });
  }
  const sizeBytes = parseSize(cellOf('FileSize'));
  if (typeof sizeBytes === 'object') return issueAt(line, sizeBytes);
  const members = new Map<string, unknown>();
  for (const column of keptColumns) keepText(members, column, cellOf(column));
  return recordOfRow(line, digests, sizeBytes, cellOf('FileName'), members);
}

/** A record as a row, without its line end. A size or product that is not known stands as an empty cell. */
export function formatRow(record: HashSetRecord, version: NsrlVersion, options: WriteOptions): string {
  const { names = [], unknownMembers } = record.attributes ?? {};
  return columnsByVersion[version]
    .map((column) => {
      switch (column) {
        case 'SHA-1':
          return formatQuoted(writtenInUpperCase(record, 'sha1', options));
        case 'MD5':
          return formatQuoted(writtenInUpperCase(record, 'md5', options));
        case 'FileName':
          return formatQuoted(names[0] ?? '');
        case 'FileSize':
          return String(record.sizeBytes ?? '');
        case 'ProductCode':
          return String(unknownMembers?.get(column) ?? '');
        default:
          return formatQuoted(String(unknownMembers?.get(column) ?? unstated[column] ?? ''));
      }
    })
    .join(',');
}
