import type { HashSetFormat, HashSetRecord } from '../contract.ts';
import type { ColumnUse } from '../csv-columns.ts';
import { type CsvHeader, parseHeader, withFault } from '../csv-header.ts';
import { readCsv } from '../csv-reader.ts';
import { headLines } from '../head-lines.ts';

/**
 * The table of files that Griffeye Analyze exports: semicolons between the columns, which stand in any order and are
 * found by their titles. Numbers of categories stand without their scheme.
 */
export const griffeyeCsv = {
  id: 'griffeye-csv',
  title: 'Griffeye table of files',
  extension: '.csv',
  algorithms: ['md5', 'sha1', 'sha256'],
  carries: ['sizeBytes', 'names', 'vicsCategory', 'tags', 'comments', 'unknownMembers'],

  recognise(head) {
    const line = headLines(head).find((text) => text.trim() !== '') ?? '';
    return headingOf(line).fault === undefined
      ? { confidence: 1, reason: 'a heading with the columns that Griffeye exports' }
      : undefined;
  },

  read(bytes, options) {
    return readCsv(bytes, options, { parseHeader: headingOf, finish: withPath });
  },
} as const satisfies HashSetFormat;

const directory = 'Directory Path';
const requiredTitles = ['Category', directory, 'File Name', 'File Size', 'File Type', 'File Location'];
const uses: ReadonlyMap<string, ColumnUse> = new Map([
  ['Category', 'vics_category'],
  ['File Name', 'path'],
  ['File Size', 'size'],
]);

const noHeading = {
  message: 'does not begin with the heading of a table that Griffeye exports.',
  hint: `It needs ${requiredTitles.join(', ')}, and MD5 or Hash Value; other tables are read with --format csv.`,
};

function headingOf(line: string): CsvHeader {
  const header = parseHeader(line, ';', uses);
  if (header.fault !== undefined || !requiredTitles.every((title) => header.titles.includes(title))) {
    return withFault(noHeading);
  }
  return header;
}

/** The path as Windows writes it, from the two columns that hold its parts. */
function withPath(record: HashSetRecord): HashSetRecord {
  const { names: [name] = [], unknownMembers, ...attributes } = record.attributes ?? {};
  const folder = unknownMembers?.get(directory);
  if (name === undefined || unknownMembers === undefined || typeof folder !== 'string') return record;
  const others = new Map([...unknownMembers].filter(([title]) => title !== directory));
  const path = folder.endsWith('\\') ? `${folder}${name}` : `${folder}\\${name}`;
  return {
    ...record,
    attributes: { ...attributes, names: [path], ...(others.size === 0 ? {} : { unknownMembers: others }) },
  };
}
