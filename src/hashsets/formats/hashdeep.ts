import { type Algorithm, parseAlgorithm } from '../../core/digest.ts';
import { algorithmsToWrite } from '../carried.ts';
import type { HashSetFormat } from '../contract.ts';
import { addDigest, type DigestsInProgress } from '../digest-text.ts';
import { headLines } from '../head-lines.ts';
import { issueAt, type LineJudge, type LineVerdict, readByLine } from '../line-verdicts.ts';
import { writeByLine, writtenDigest } from '../line-writing.ts';

/**
 * HASHDEEP-1.0, as hashdeep's FILEFORMAT describes it. Rows are not quoted: the file name is all that follows the last
 * digest, commas included, and cannot hold a line end. Every row has every column, and hashdeep takes a row whose size
 * is not that of the file for a collision, so a record without size cannot be written.
 */
export const hashdeep = {
  id: 'hashdeep',
  title: 'hashdeep 1.0',
  extension: '.txt',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names'],
  needsEveryAlgorithm: true,
  checkedBy: 'hashdeep -a -k',

  recognise(head) {
    return headLines(head)[0]?.startsWith(signature) === true
      ? { confidence: 1, reason: 'the signature of hashdeep in the first line' }
      : undefined;
  },

  read(bytes, options) {
    return readByLine(bytes, options, createJudge());
  },

  write(records, options) {
    const written = algorithmsToWrite(hashdeep, options);
    const columns = ['size', ...written, 'filename'].join(',');
    return writeByLine(
      records,
      options,
      (record) => {
        const digests = written.map((algorithm) => writtenDigest(record, algorithm, options));
        return [record.sizeBytes, ...digests, record.attributes?.names?.[0] ?? ''].join(',');
      },
      [signature, `%%%% ${columns}`],
    );
  },

  asCarried(record) {
    if (record.sizeBytes === undefined) return { refused: 'record without size' };
    const [name, ...others] = record.attributes?.names ?? [];
    if (name === undefined) return record;
    if (others.length === 0 && !/[\r\n]/.test(name)) return record;
    const { attributes: _, ...bare } = record;
    return /[\r\n]/.test(name) ? bare : { ...bare, attributes: { names: [name] } };
  },
} as const satisfies HashSetFormat;

const signature = '%%%% HASHDEEP-1.0';

/** A column of digests: of an algorithm that criskit keeps, or of another one, kept as it is under its name. */
type Column = { readonly algorithm: Algorithm } | { readonly unknown: string };

function createJudge(): LineJudge {
  let columns: readonly Column[] | undefined;
  return (text, line) => {
    if (text.trim() === '') return 'blank';
    if (text.startsWith('#') || text.startsWith(signature)) return 'heading';
    if (text.startsWith('%')) {
      columns = parseColumns(text);
      return columns === undefined ? issueAt(line, unknownColumns) : 'heading';
    }
    return columns === undefined ? issueAt(line, noColumns) : judgeRow(text, line, columns);
  };
}

const unknownColumns = {
  code: 'columns-unknown',
  message: 'A line that should name the columns does not; rows below it cannot be read.',
};
const noColumns = { code: 'columns-missing', message: 'No line above names the columns, so the row cannot be read.' };

/** `%%%% size,md5,sha256,filename`; undefined where it is not of that form or names a kept algorithm twice. */
function parseColumns(text: string): readonly Column[] | undefined {
  const names = text
    .replace(/^%+\s*/, '')
    .trim()
    .toLowerCase()
    .split(',');
  if (names.length < 3 || names[0] !== 'size' || names.at(-1) !== 'filename') return undefined;
  const columns = names.slice(1, -1).map((name): Column => {
    const algorithm = parseAlgorithm(name);
    return algorithm === undefined ? { unknown: name } : { algorithm };
  });
  const kept = columns.flatMap((column) => ('algorithm' in column ? [column.algorithm] : []));
  return kept.length === 0 || new Set(names).size < names.length || new Set(kept).size < kept.length
    ? undefined
    : columns;
}

function judgeRow(text: string, line: number, columns: readonly Column[]): LineVerdict {
  const cells = text.split(',');
  if (cells.length < columns.length + 2) {
    return issueAt(line, { code: 'row-columns', message: 'The row has fewer columns than the heading names.' });
  }
  const sizeText = cells[0]?.trim() ?? '';
  if (!/^\d{1,15}$/.test(sizeText)) {
    return issueAt(line, { code: 'size', message: 'The row does not begin with a size in bytes.' });
  }
  const digests: DigestsInProgress = {};
  const unknownMembers = new Map<string, unknown>();
  for (const [index, column] of columns.entries()) {
    const cell = cells[index + 1]?.trim() ?? '';
    if ('unknown' in column) {
      unknownMembers.set(column.unknown, cell);
      continue;
    }
    const fault = addDigest(digests, column.algorithm, cell);
    if (fault !== undefined) return issueAt(line, fault);
  }
  const name = cells.slice(columns.length + 1).join(',');
  const attributes = {
    ...(name === '' ? {} : { names: [name] }),
    ...(unknownMembers.size === 0 ? {} : { unknownMembers }),
  };
  const record = { place: { line }, digests, sizeBytes: Number(sizeText) };
  return Object.keys(attributes).length === 0 ? record : { ...record, attributes };
}
