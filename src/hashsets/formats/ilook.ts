import { CriskitError } from '../../core/errors.ts';
import type { CarriedSet, HashSetBatch, HashSetFormat, HashSetRecord, ReadOptions, WriteOptions } from '../contract.ts';
import { fitRow, longestRowBytes, missingHeading, oneLineMembers, withAttributes, writeRows } from '../fixed-rows.ts';
import { headLines } from '../head-lines.ts';
import {
  formatRow,
  ilookHeading,
  type IlookVersion,
  ilookVersions,
  isFreeText,
  isWritable,
  judgeRow,
  keptColumns,
  versionOfHeading,
} from '../ilook-rows.ts';
import { BatchInProgress, type LineVerdict } from '../line-verdicts.ts';
import { readLines } from '../text-lines.ts';

/** iLook's hash sets: comma-separated rows without any quotation. V1 has MD5 alone, V3 and V4 have SHA-1 and SHA-256 as well. */
export const ilook = {
  id: 'ilook',
  title: 'iLook V3, V4 and V1 (.hsh)',
  extension: '.hsh',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names', 'unknownMembers'],
  versions: ilookVersions,
  requires: 'md5',
  checkedBy: 'md5deep -m',

  recognise(head) {
    const line = headLines(head).find((text) => text.trim() !== '') ?? '';
    const version = versionOfHeading(line);
    return version === undefined ? undefined : { confidence: 1, reason: `the heading of iLook ${version}` };
  },

  async *read(bytes, options) {
    const reader = new IlookReader(options);
    for await (const { lines, firstLine } of readLines(bytes, options)) {
      yield reader.readBlock(lines, firstLine);
    }
  },

  write(records, options) {
    const version = versionToWrite(options);
    if (version === 'V1' && !isFreeText(options.setName ?? '')) throw unwritableName();
    return writeRows(records, options, ilookHeading(version), (record) => formatRow(record, version, options));
  },

  asCarried(record, options) {
    const version = versionToWrite(options);
    const { md5, ...others } = record.digests;
    const kept =
      version === 'V1' && md5 !== undefined && Object.keys(others).length > 0
        ? { ...record, digests: { md5 } }
        : record;
    if (kept.attributes === undefined) return kept;
    const { names, unknownMembers } = kept.attributes;
    const carried = withAttributes(kept, {
      names: names?.slice(0, 1).filter(isFreeText),
      unknownMembers: unknownMembers === undefined ? undefined : writableMembers(unknownMembers, version),
    });
    const rowOf = (fitting: HashSetRecord) => formatRow(fitting, version, options);
    return fitRow(carried, rowOf, ['names', 'unknownMembers'], longestRowBytes.md5deep);
  },

  /** Only rows of V1 say it. */
  setAsCarried(options): CarriedSet {
    return versionToWrite(options) === 'V1' ? { setName: (options.setName ?? '').toWellFormed() } : {};
  },
} as const satisfies HashSetFormat;

function versionToWrite(options: WriteOptions): IlookVersion {
  return ilookVersions.find((version) => version === options.version) ?? ilookVersions[0];
}

/** Blanks around a cell are not a part of it. */
function writableMembers(members: ReadonlyMap<string, unknown>, version: IlookVersion): ReadonlyMap<string, unknown> {
  const kept = oneLineMembers(members, keptColumns(version));
  for (const [column, text] of kept) {
    if (!isWritable(column, text) || text !== text.trim()) kept.delete(column);
  }
  return kept;
}

function unwritableName(): CriskitError {
  return new CriskitError('FORMAT_CANNOT', 'The name of the set has a comma, a quotation mark or a line end.', {
    hint: 'Rows of iLook V1 hold the name of the set, and have no way to write these; name it otherwise, or write V3.',
  });
}

/** Reads one file. The description of the set that V1 has in each row is told once, of the file as a whole. */
class IlookReader {
  readonly #options: ReadOptions;
  #version: IlookVersion | undefined;
  #description: string | undefined;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  readBlock(lines: readonly string[], firstLine: number): HashSetBatch {
    const before = this.#description;
    const batch = new BatchInProgress();
    for (const [index, text] of lines.entries()) batch.add(this.#judge(text, firstLine + index));
    const name = this.#description;
    return { ...batch.finish(), ...(name === undefined || name === before ? {} : { about: { name } }) };
  }

  /** Files that were joined have a heading again in their midst. */
  #judge(text: string, line: number): LineVerdict {
    if (text.trim() === '') return 'blank';
    const version = versionOfHeading(text);
    if (version !== undefined) {
      this.#version = version;
      return 'heading';
    }
    if (this.#version === undefined) throw missingHeading(this.#options, line, ilookHeading('V3'));
    const { verdict, description } = judgeRow(text, line, this.#version);
    this.#description ??= description;
    return description === undefined || description === this.#description ? verdict : ofOtherSet(verdict, description);
  }
}

/** A row of another set than the first of the file keeps its description. */
function ofOtherSet(verdict: LineVerdict, description: string): LineVerdict {
  if (typeof verdict === 'string' || !('digests' in verdict)) return verdict;
  const members = verdict.attributes?.unknownMembers ?? new Map<string, unknown>();
  return withAttributes(verdict, {
    ...verdict.attributes,
    unknownMembers: new Map([...members, ['SetDescription', description]]),
  });
}
