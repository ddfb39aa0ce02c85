import type { Issue } from '../../core/issue.ts';
import type { HashSetFormat, HashSetRecord, ReadOptions, WriteOptions } from '../contract.ts';
import { formatQuoted } from '../csv-cells.ts';
import { addDigest, type DigestsInProgress } from '../digest-text.ts';
import {
  cellsOfFirstLine,
  columnFault,
  fitRow,
  joinPath,
  longestRowBytes,
  missingHeading,
  oneLine,
  oneLineMembers,
  parseSize,
  readByRow,
  splitPath,
  withAttributes,
  writeRows,
} from '../fixed-rows.ts';
import { formatSets, type HashKeeperSets, readSets, setsExtension, writtenSetId } from '../hashkeeper-sets.ts';
import { issueAt, type LineVerdict } from '../line-verdicts.ts';
import { writtenInUpperCase } from '../line-writing.ts';

/**
 * HashKeeper's list of files (.hsh) and its companion, the sets that they belong to (.hke). MD5 only. Numbers of rows
 * and sets are those of the database that the list came from: they join the two files and are not kept.
 */
export const hashkeeper = {
  id: 'hashkeeper',
  title: 'HashKeeper (.hsh with .hke)',
  extension: '.hsh',
  algorithms: ['md5'],
  carries: ['sizeBytes', 'names', 'comments', 'unknownMembers'],
  requires: 'md5',
  companion: { extension: setsExtension, write: formatSets },
  checkedBy: 'hfind',

  recognise(head) {
    return isHeading(cellsOfFirstLine(head)) ? { confidence: 1, reason: 'the heading of HashKeeper' } : undefined;
  },

  async *read(bytes, options) {
    const sets = await readSets(options);
    const reader = new HashKeeperReader(options, sets);
    if (sets !== undefined) {
      yield { records: [], issues: sets.issues, ...(sets.about === undefined ? {} : { about: sets.about }) };
    }
    yield* readByRow(bytes, options, (cells, line) => reader.judge(cells, line));
    yield { records: [], issues: reader.finish() };
  },

  write(records, options) {
    let fileId = 0;
    return writeRows(records, { ...options, lineEnd: options.lineEnd ?? 'crlf' }, heading, (record) => {
      fileId += 1;
      return formatRow(record, fileId, options);
    });
  },

  asCarried(record, options) {
    if (record.attributes === undefined) return record;
    const { names, comments, unknownMembers } = record.attributes;
    const carried = withAttributes(record, {
      names: names?.slice(0, 1).filter(isSafeName),
      comments: oneLine(comments),
      unknownMembers: unknownMembers === undefined ? undefined : oneLineMembers(unknownMembers, timeColumns),
    });
    const rowOf = (fitting: HashSetRecord) => formatRow(fitting, longestFileId, options);
    return fitRow(carried, rowOf, ['comments', 'unknownMembers', 'names'], longestRowBytes.hfind);
  },

  /** In the file of sets. */
  setAsCarried: ({ setName = '' }) => ({ setName: setName.toWellFormed() }),
} as const satisfies HashSetFormat;

const columns = [
  'file_id',
  'hashset_id',
  'file_name',
  'directory',
  'hash',
  'file_size',
  'date_modified',
  'time_modified',
  'time_zone',
  'comments',
  'date_accessed',
  'time_accessed',
] as const;
const heading = columns.map(formatQuoted).join(',');

const longestFileId = 9_999_999_999;

function isHeading(cells: readonly string[]): boolean {
  return cells.join(',') === columns.join(',');
}

/** Kept as unknown members, as the text that stands there: dates are in the form of whoever wrote them. */
const timeColumns = ['date_modified', 'time_modified', 'time_zone', 'date_accessed', 'time_accessed'] as const;

/** hfind takes a comma that follows a quotation mark for the end of the text, and passes over the row. */
function isSafeName(name: string): boolean {
  return oneLine(name) !== undefined && !/".*,/.test(name);
}

function formatRow(record: HashSetRecord, fileId: number, options: WriteOptions): string {
  const { names = [], comments = '', unknownMembers } = record.attributes ?? {};
  const { folder, name } = splitPath(names[0] ?? '');
  const told = (column: (typeof timeColumns)[number]) => String(unknownMembers?.get(column) ?? '');
  const cells: Readonly<Record<(typeof columns)[number], string>> = {
    file_id: String(fileId),
    hashset_id: writtenSetId,
    file_name: formatQuoted(name),
    directory: quotedIfAny(folder),
    hash: formatQuoted(writtenInUpperCase(record, 'md5', options)),
    file_size: String(record.sizeBytes ?? ''),
    date_modified: formatTime(told('date_modified')),
    time_modified: formatTime(told('time_modified')),
    time_zone: quotedIfAny(told('time_zone')),
    comments: quotedIfAny(comments),
    date_accessed: formatTime(told('date_accessed')),
    time_accessed: formatTime(told('time_accessed')),
  };
  return columns.map((column) => cells[column]).join(',');
}

function quotedIfAny(text: string): string {
  return text === '' ? '' : formatQuoted(text);
}

/** Dates and times stand without quotation marks. */
function formatTime(text: string): string {
  return /^[\d/.: -]*$/.test(text) ? text : formatQuoted(text);
}

/** Judges the rows of one list, and counts those of each set. */
class HashKeeperReader {
  readonly #options: ReadOptions;
  readonly #sets: HashKeeperSets | undefined;
  /** Rows of each set that is listed, and those of others. */
  readonly #counts = new Map<string, number>();
  #unlisted = 0;
  #begun = false;

  constructor(options: ReadOptions, sets: HashKeeperSets | undefined) {
    this.#options = options;
    this.#sets = sets;
  }

  judge(cells: readonly string[], line: number): LineVerdict {
    if (isHeading(cells)) {
      this.#begun = true;
      return 'heading';
    }
    if (!this.#begun) throw missingHeading(this.#options, line, heading);
    if (cells.length !== columns.length) return issueAt(line, columnFault(cells.length, columns.length));
    const cellOf = (column: (typeof columns)[number]) => cells[columns.indexOf(column)] ?? '';
    const digests: DigestsInProgress = {};
    const hash = cellOf('hash').trim();
    if (hash === '') return issueAt(line, { code: 'no-digest', message: 'The row has no digest.' });
    const fault = addDigest(digests, 'md5', hash);
    if (fault !== undefined) return issueAt(line, fault);
    const sizeBytes = parseSize(cellOf('file_size'));
    if (typeof sizeBytes === 'object') return issueAt(line, sizeBytes);
    const members = this.#membersOfSet(cellOf('hashset_id').trim());
    const times = timeColumns.filter((column) => cellOf(column) !== '');
    const path = joinPath(cellOf('directory'), cellOf('file_name'));
    const record = { place: { line }, digests, ...(sizeBytes === undefined ? {} : { sizeBytes }) };
    return withAttributes(record, {
      names: path === '' ? undefined : [path],
      comments: cellOf('comments'),
      unknownMembers:
        times.length === 0 ? members : new Map([...(members ?? []), ...times.map((c) => [c, cellOf(c)] as const)]),
    });
  }

  /** What can only be said at the end: rows of sets that are not listed, and sets of another size than they say. */
  finish(): readonly Issue[] {
    const issues: Issue[] = [];
    if (this.#sets === undefined) return issues;
    if (this.#unlisted > 0) {
      const message = `${this.#unlisted} rows belong to sets that the file of sets does not list; nothing is known of these.`;
      issues.push({ code: 'set-unlisted', message, place: { part: setsExtension } });
    }
    for (const [id, stated] of this.#sets.counts) {
      const found = this.#counts.get(id) ?? 0;
      if (found === stated) continue;
      const message = `A set says that it has ${stated} files, and ${found} rows of the list are of it; is the list whole?`;
      issues.push({ code: 'set-count', message, place: { part: setsExtension } });
    }
    return issues;
  }

  #membersOfSet(id: string): ReadonlyMap<string, unknown> | undefined {
    const members = this.#sets?.members.get(id);
    if (members === undefined) this.#unlisted += 1;
    else this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
    return members;
  }
}
