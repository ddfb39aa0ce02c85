import type { Algorithm } from '../../core/digest.ts';
import type { HashSetFormat } from '../contract.ts';
import { algorithmOf64 } from '../digest-text.ts';
import { headLines, shareOfLines } from '../head-lines.ts';
import { isComment, readByLine } from '../line-verdicts.ts';
import { writeByLine, writtenDigest } from '../line-writing.ts';
import { isGnuLine, isTaggedLine, judgeSumLine, nameOnLine, withNameOfLine } from '../sum-lines.ts';

/**
 * `MD5 (name) = hash`, as BSD's md5, `md5sum --tag`, OpenSSL and `rhash --bsd` write it. Each line says its algorithm, and
 * nothing says that two lines are about one content: so each is a record, and a file is written with one algorithm. A
 * content without a name stands as `-`, as in `sum`.
 */
export const bsdTag = {
  id: 'bsd-tag',
  title: 'BSD lines: MD5 (name) = digest',
  extension: '.txt',
  algorithms: ['md5', 'sha1', 'sha256', 'blake3'],
  carries: ['names'],
  oneAlgorithm: true,
  checkedBy: 'md5sum -c, rhash -c',

  /** Where lines of the other form stand among them the file is one of `sum`, which reads these as well. */
  recognise(head) {
    const lines = headLines(head).filter((line) => line.trim() !== '' && !isComment(line.trimStart()));
    const share = lines.some(isGnuLine) ? 0 : shareOfLines(lines, isTaggedLine);
    return share === 0
      ? undefined
      : { confidence: 0.9 * share, reason: 'lines that name their algorithm, as BSD has them' };
  },

  read(bytes, options) {
    const of64 = algorithmOf64(options.algorithm);
    return readByLine(bytes, options, (text, line, unended) => judgeSumLine(text, line, of64, unended));
  },

  write(records, options) {
    const algorithm = options.algorithm ?? 'md5';
    return writeByLine(records, options, (record) => {
      const { mark, name } = nameOnLine(record);
      return `${mark}${tags[algorithm]} (${name}) = ${writtenDigest(record, algorithm, options)}`;
    });
  },

  asCarried: withNameOfLine,
} as const satisfies HashSetFormat;

const tags: Readonly<Record<Algorithm, string>> = { md5: 'MD5', sha1: 'SHA1', sha256: 'SHA256', blake3: 'BLAKE3' };
