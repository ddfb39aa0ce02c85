import { attributeNames } from '../../core/media-attributes.ts';
import type { HashSetFormat } from '../contract.ts';
import { csvColumns, formatHeader } from '../csv-columns.ts';
import { findTable, readCsv } from '../csv-reader.ts';
import { formatRow } from '../csv-records.ts';
import { headLines } from '../head-lines.ts';
import { writeByLine } from '../line-writing.ts';

/**
 * Comma-separated values with a heading, RFC 4180: criskit's own full form, and the tables of other programs, whose
 * columns are found by their headings in any order.
 */
export const csv = {
  id: 'csv',
  title: 'CSV with a heading line',
  extension: '.csv',
  algorithms: ['md5', 'sha1', 'sha256', 'blake3'],
  carries: ['sizeBytes', 'kind', ...attributeNames],
  hasColumns: true,

  recognise(head) {
    const table = findTable(headLines(head));
    if (table === undefined) return undefined;
    const { columns } = table.header;
    const own = columns.length === csvColumns.length && columns.every((column) => typeof column === 'string');
    if (own) return { confidence: 1, reason: "criskit's own heading" };
    return table.hasFittingRows
      ? { confidence: 0.95, reason: 'a heading that names a column of digests, and rows that have them there' }
      : { confidence: 0.5, reason: 'a heading that names a column of digests' };
  },

  read(bytes, options) {
    return readCsv(bytes, options);
  },

  write(records, options) {
    // Path text is text: it stands in a CSV file as it is.
    const { pathText: _, ...asText } = options;
    return writeByLine(records, asText, (record) => formatRow(record, options), [formatHeader()]);
  },
} as const satisfies HashSetFormat;
