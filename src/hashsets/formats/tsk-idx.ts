import type { Algorithm } from '../../core/digest.ts';
import type { CarriedSet, HashSetFormat, WriteOptions } from '../contract.ts';
import { cutText } from '../cut-text.ts';
import { digestsOfText, explainNonDigest } from '../digest-text.ts';
import { headLines } from '../head-lines.ts';
import { issueAt, type LineVerdict, readByLine } from '../line-verdicts.ts';
import { writeByLine, writtenDigest } from '../line-writing.ts';

/**
 * The index that Sleuth Kit makes of a hash database, as `lab-md5.idx` or `lab-sha1.idx`; hfind and Autopsy use one without
 * the database as well. Two heading lines, then digests in ascending order, each with the place of its line in the database.
 */
export const tskIdx = {
  id: 'tsk-idx',
  title: 'Sleuth Kit index (NAME-md5.idx, NAME-sha1.idx)',
  extension: '.idx',
  algorithms: ['md5', 'sha1'],
  carries: [],
  oneAlgorithm: true,
  needsOrder: true,
  checkedBy: 'hfind',

  recognise(head) {
    const [first = ''] = headLines(head);
    return first.startsWith(typeMark) ? { confidence: 1, reason: 'begins as indexes of Sleuth Kit do' } : undefined;
  },

  read(bytes, options) {
    return readByLine(bytes, options, judgeLine);
  },

  // hfind finds rows by their length, which is that of LF, and by upper case.
  write(records, options) {
    const algorithm: Algorithm = options.algorithm ?? 'md5';
    const heading = [`${typeMark}md5sum`, `${nameMark}${carriedName(options)}`];
    const form: WriteOptions = { letterCase: 'upper' };
    return writeByLine(records, form, (record) => `${writtenDigest(record, algorithm, form)}|${noPlace}`, heading);
  },

  asCarried(record) {
    const zeros = Object.values(record.digests).some((digest) => /^0+$/.test(digest));
    return zeros ? { refused: 'digest of zeros alone' } : record;
  },

  setAsCarried(options): CarriedSet {
    return { setName: carriedName(options) };
  },
} as const satisfies HashSetFormat;

/** In front of the type of the database. */
const typeMark = `${'0'.repeat(41)}|`;
/** In front of the name of the database. */
const nameMark = `${'0'.repeat(40)}1|`;
const place = /^\d{16}$/;
/** The beginning of a database that is not there. */
const noPlace = '0'.repeat(16);

/** Far below the 511 bytes that hfind reads of a line. */
const longestName = 100;

/** Up to the first line end. */
function carriedName({ setName = '' }: WriteOptions): string {
  const [line = ''] = setName.split(/[\r\n]/, 1);
  return cutText(line, longestName);
}

function judgeLine(text: string, line: number): LineVerdict {
  if (text === '') return 'blank';
  if ((line === 1 && text.startsWith(typeMark)) || (line === 2 && text.startsWith(nameMark))) return 'heading';
  const bar = text.indexOf('|');
  const digest = bar < 0 ? text : text.slice(0, bar);
  const digests = digestsOfText(digest, 'sha256');
  if (digests === undefined) return issueAt(line, explainNonDigest(digest));
  if (digests.md5 === undefined && digests.sha1 === undefined) {
    return issueAt(line, {
      code: 'digest-length',
      message: 'An index of Sleuth Kit holds MD5 or SHA-1, no other digest.',
    });
  }
  if (bar < 0 || !place.test(text.slice(bar + 1))) {
    const message =
      'Behind the digest there is no place of 16 digits in the database; the line may be cut off or damaged.';
    return issueAt(line, { code: 'entry-damaged', message });
  }
  return { place: { line }, digests };
}
