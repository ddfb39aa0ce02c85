import { type MediaKind } from '../../core/media.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from '../contract.ts';
import { formatCell } from '../csv-cells.ts';
import { hasTitles, parseHeader, withFault } from '../csv-header.ts';
import { readCsv } from '../csv-reader.ts';
import { headLines } from '../head-lines.ts';
import { writeByLine, writtenInUpperCase } from '../line-writing.ts';

/**
 * What INTERPOL's International Child Sexual Exploitation database gives out: a table of these columns in this order,
 * semicolons between them. Rows may be shorter than the heading, or longer.
 */
export const icseCsv = {
  id: 'icse-csv',
  title: 'INTERPOL ICSE table',
  extension: '.csv',
  algorithms: ['md5', 'sha1'],
  carries: ['kind', 'series', 'victimIdentified', 'offenderIdentified', 'isDistributed', 'photoDna', 'unknownMembers'],
  unverified: true,

  recognise(head) {
    const line = headLines(head).find((text) => text.trim() !== '') ?? '';
    return isHeading(line) ? { confidence: 1, reason: 'the heading of ICSE' } : undefined;
  },

  read(bytes, options) {
    return readCsv(bytes, options, {
      parseHeader: (line) => (isHeading(line) ? parseHeader(line, delimiter) : withFault(noHeading)),
      ragged: true,
    });
  },

  write(records, options) {
    const { pathText: _, ...asText } = options;
    return writeByLine(records, asText, (record) => formatRow(record, options), [titles.join(delimiter)]);
  },

  /** Of members that criskit does not know, those that have a column. */
  asCarried(record) {
    const { unknownMembers, ...attributes } = record.attributes ?? {};
    if (unknownMembers === undefined) return record;
    const kept = new Map(keptTitles.flatMap((title) => memberOf(unknownMembers, title)));
    const carried = { ...attributes, ...(kept.size === 0 ? {} : { unknownMembers: kept }) };
    const { attributes: _, ...bare } = record;
    return Object.keys(carried).length === 0 ? bare : { ...bare, attributes: carried };
  },
} as const satisfies HashSetFormat;

const delimiter = ';';
const titles = [
  'MD5',
  'SHA1',
  'PhotoDNA',
  'Image ID',
  'Is distributed',
  'Victim identified',
  'Offender identified',
  'Series name',
  'Number of submissions',
  'File Available',
  'Media Type',
  'Baseline',
] as const;

/** Columns that criskit keeps as they are. */
const keptTitles = ['Image ID', 'Number of submissions', 'File Available', 'Baseline'] as const;

const noHeading = {
  message: 'does not begin with the heading of ICSE.',
  hint: `It is ${titles.join(delimiter)}; other tables are read with --format csv.`,
};

function isHeading(line: string): boolean {
  return hasTitles(parseHeader(line, delimiter), titles);
}

function memberOf(members: ReadonlyMap<string, unknown>, title: string): readonly (readonly [string, string])[] {
  const value = members.get(title);
  return typeof value === 'string' && value !== '' ? [[title, value.toWellFormed()]] : [];
}

const kindWords: { readonly [K in MediaKind]: string } = {
  image: 'Image',
  video: 'Video',
  other: 'Other',
  unknown: '',
};

function formatRow(record: HashSetRecord, options: WriteOptions): string {
  const { kind = 'unknown', attributes = {} } = record;
  const kept = (title: (typeof keptTitles)[number]) => String(attributes.unknownMembers?.get(title) ?? '');
  const texts: { readonly [T in (typeof titles)[number]]: string } = {
    MD5: writtenInUpperCase(record, 'md5', options),
    SHA1: writtenInUpperCase(record, 'sha1', options),
    PhotoDNA: attributes.photoDna ?? '',
    'Image ID': kept('Image ID'),
    'Is distributed': truthWord(attributes.isDistributed),
    'Victim identified': truthWord(attributes.victimIdentified),
    'Offender identified': truthWord(attributes.offenderIdentified),
    'Series name': attributes.series ?? '',
    'Number of submissions': kept('Number of submissions'),
    'File Available': kept('File Available'),
    'Media Type': kindWords[kind],
    Baseline: kept('Baseline'),
  };
  return titles.map((title) => formatCell(texts[title], delimiter)).join(delimiter);
}

function truthWord(value: boolean | undefined): string {
  if (value === undefined) return '';
  return value ? 'True' : 'False';
}
