import type { HashSetFormat, HashSetRecord, Refusal, WriteOptions } from '../contract.ts';
import {
  cellsOfFirstLine,
  fitRow,
  longestRowBytes,
  oneLine,
  oneLineMembers,
  withAttributes,
  writeRows,
} from '../fixed-rows.ts';
import { readNsrlRows, readPackedNsrlRows } from '../nsrl-reader.ts';
import { formatRow, keptColumns, nsrlHeading, type NsrlVersion, nsrlVersions, versionOfHeading } from '../nsrl-rows.ts';

/**
 * NSRLFile.txt of NIST's reference data set in its text versions. Fields are found by position, also by peers, so every
 * row has SHA-1 and MD5; texts stand in quotation marks, numbers do not.
 */
export const nsrlV2 = {
  id: 'nsrl-v2',
  title: 'NSRL RDS 2.0 and 1.5 text (NSRLFile.txt)',
  extension: '.txt',
  algorithms: ['sha1', 'md5'],
  carries: ['sizeBytes', 'names', 'unknownMembers'],
  versions: nsrlVersions,
  requires: 'sha1',
  listsKnownFiles: true,
  checkedBy: 'hfind, md5deep -m',

  recognise(head) {
    const version = versionOfHeading(cellsOfFirstLine(head));
    return version === undefined ? undefined : { confidence: 1, reason: `the heading of RDS ${version}` };
  },

  read: readNsrlRows,
  readPacked: readPackedNsrlRows,

  write(records, options) {
    const version = versionToWrite(options);
    return writeRows(records, options, nsrlHeading(version), (record) => formatRow(record, version, options));
  },

  asCarried(record, options): HashSetRecord | Refusal {
    if (record.digests.md5 === undefined) return { refused: 'record without MD5' };
    if (record.attributes === undefined) return record;
    const version = versionToWrite(options);
    const { names, unknownMembers } = record.attributes;
    const carried = withAttributes(record, {
      names: names?.slice(0, 1).filter((name) => isSafeText(name, version)),
      unknownMembers: unknownMembers === undefined ? undefined : writableMembers(unknownMembers, version),
    });
    const rowOf = (fitting: HashSetRecord) => formatRow(fitting, version, options);
    return fitRow(carried, rowOf, ['names', 'unknownMembers'], longestRowBytes.hfind);
  },
} as const satisfies HashSetFormat;

function versionToWrite(options: WriteOptions): NsrlVersion {
  return nsrlVersions.find((version) => version === options.version) ?? nsrlVersions[0];
}

/** Before the MD5 of a row, hfind takes a comma that follows a quotation mark for the end of the text, and drops the row. */
function isSafeText(text: string, version: NsrlVersion): boolean {
  return oneLine(text) !== undefined && !(version === '1.5' && /".*,/.test(text));
}

/** Columns whose cells are of one shape; what is not cannot stand there. */
const shapes = {
  CRC32: /^(?!0{8})[0-9a-f]{8}$/i,
  MD4: /^(?!0{32})[0-9a-f]{32}$/i,
  ProductCode: /^\d{1,15}$/,
};

/** The same map where all of it can be written. */
function writableMembers(members: ReadonlyMap<string, unknown>, version: NsrlVersion): ReadonlyMap<string, unknown> {
  const columns = version === '1.5' ? keptColumns : keptColumns.filter((column) => column !== 'MD4');
  const kept = oneLineMembers(members, columns);
  for (const [column, text] of kept) {
    const shape = Object.entries(shapes).find(([name]) => name === column)?.[1];
    if (shape === undefined ? !isSafeText(text, version) : !shape.test(text)) kept.delete(column);
  }
  return kept.size === members.size ? members : kept;
}
